#include "proof/velero/volumes.h"

#include <fmt/format.h>

#include "base/time.h"
#include "proof/velero/documents.h"

namespace lastgood::proof::velero {
namespace {

constexpr std::size_t kLongest = 300;

std::string TextAt(const Fields& fields, Fields::Path path) { return Cut(fields.String(path), kLongest); }

// "unknown" stands where Velero does not tell.
bool IsMoved(const Fields& fields) {
  return fields.Bool({"snapshotDataMoved"}).value_or(false) || fields.Has({"snapshotDataMovementInfo"});
}

Method MethodOf(const Fields& fields) {
  if (fields.Bool({"skipped"}).value_or(false)) return Method::kSkipped;
  const std::string method = fields.String({"backupMethod"});
  if (method == "PodVolumeBackup") return Method::kPodVolume;
  if (method == "NativeSnapshot") return Method::kNative;
  if (method != "CSISnapshot") return Method::kUnknown;
  return IsMoved(fields) ? Method::kDataMover : Method::kCsi;
}

void ReadPlace(const Fields& fields, Volume& volume) {
  if (volume.method == Method::kPodVolume) {
    volume.repository = TextAt(fields, {"pvbInfo", "podNamespace"});
    volume.uploader = TextAt(fields, {"pvbInfo", "uploaderType"});
    volume.snapshot = TextAt(fields, {"pvbInfo", "snapshotHandle"});
    volume.phase = TextAt(fields, {"pvbInfo", "Phase"});
  } else if (volume.method == Method::kDataMover) {
    volume.repository = TextAt(fields, {"pvcNamespace"});
    volume.uploader = TextAt(fields, {"snapshotDataMovementInfo", "uploaderType"});
    volume.snapshot = TextAt(fields, {"snapshotDataMovementInfo", "snapshotHandle"});
    volume.phase = TextAt(fields, {"snapshotDataMovementInfo", "Phase"});
    volume.mover = TextAt(fields, {"snapshotDataMovementInfo", "dataMover"});
  } else if (volume.method == Method::kNative) {
    volume.phase = TextAt(fields, {"nativeSnapshotInfo", "Phase"});
  } else if (volume.method == Method::kCsi) {
    volume.driver = TextAt(fields, {"csiSnapshotInfo", "driver"});
  }
}

void ReadName(const Fields& fields, Volume& volume) {
  const std::string claim = TextAt(fields, {"pvcName"});
  volume.is_claim = !claim.empty();
  if (volume.is_claim)
    volume.name = TextAt(fields, {"pvcNamespace"}) + "/" + claim;
  else if (fields.Has({"pvbInfo"}))
    volume.name =
        fmt::format("{}/{}:{}", TextAt(fields, {"pvbInfo", "podNamespace"}),
                    TextAt(fields, {"pvbInfo", "podName"}), TextAt(fields, {"pvbInfo", "volumeName"}));
  else
    volume.name = TextAt(fields, {"pvName"});
}

Volume VolumeIn(const Fields& fields) {
  Volume volume;
  volume.method = MethodOf(fields);
  ReadName(fields, volume);
  ReadPlace(fields, volume);
  volume.why_skipped = TextAt(fields, {"skippedReason"});
  volume.failed = fields.String({"result"}) == "failed";
  volume.start = fields.Timestamp({"startTimestamp"});
  return volume;
}

// Before uploaders had names there was restic only, and its repositories are told by their address.
std::string UploaderOf(const Fields& fields) {
  const std::string told = TextAt(fields, {"spec", "uploaderType"});
  if (!told.empty()) return told;
  return fields.String({"spec", "repoIdentifier"}).find("/restic/") != std::string::npos ? "restic" : "";
}

Volume PodVolumeIn(const Fields& fields) {
  Volume volume;
  volume.method = Method::kPodVolume;
  volume.repository = TextAt(fields, {"spec", "pod", "namespace"});
  volume.name = fmt::format("{}/{}:{}", volume.repository, TextAt(fields, {"spec", "pod", "name"}),
                            TextAt(fields, {"spec", "volume"}));
  volume.uploader = UploaderOf(fields);
  volume.snapshot = TextAt(fields, {"status", "snapshotID"});
  volume.phase = TextAt(fields, {"status", "phase"});
  volume.start = fields.Timestamp({"status", "startTimestamp"});
  return volume;
}

template <typename Of>
Result<std::vector<Volume>> ParseList(std::string_view json, Of of) {
  std::vector<Volume> volumes;
  LASTGOOD_RETURN_IF_ERROR(ReadDocument(json, [&](const Fields& fields) {
    fields.EachElement({"document"}, [&](const Fields& one) { volumes.push_back(of(one)); });
  }));
  return volumes;
}

}  // namespace

std::string FailureOf(const Volume& volume) {
  if (volume.method == Method::kSkipped) return "";
  if (!volume.phase.empty() && volume.phase != "Completed")
    return fmt::format("its data were not saved: the phase is {}", volume.phase);
  return volume.failed ? "its data were not saved: the result is failed" : "";
}

Result<std::vector<Volume>> ParseVolumeInfos(std::string_view json) { return ParseList(json, VolumeIn); }
Result<std::vector<Volume>> ParsePodVolumeBackups(std::string_view json) {
  return ParseList(json, PodVolumeIn);
}

Result<std::uint64_t> CountEntries(std::string_view json) {
  std::uint64_t count = 0;
  LASTGOOD_RETURN_IF_ERROR(ReadDocument(json, [&](const Fields& fields) {
    fields.EachElement({"document"}, [&](const Fields&) { ++count; });
  }));
  return count;
}

}  // namespace lastgood::proof::velero
