#include "proof/velero/volume_proof.h"

#include <fmt/format.h>

#include <utility>

#include "base/text.h"
#include "base/time.h"
#include "proof/velero/documents.h"

namespace lastgood::proof::velero {
namespace {

constexpr std::size_t kMostPacked = 16 * 1024 * 1024;
constexpr std::size_t kMostMissing = 20;

class VolumeProof {
 public:
  VolumeProof(const BackupListing& backup, const std::string& folder, Repositories& repositories,
              const ReadPart& read, Depth depth)
      : backup_(backup), folder_(folder), repositories_(repositories), read_(read), depth_(depth) {}

  VolumeFindings Prove();

 private:
  std::optional<std::vector<Volume>> ReadVolumes(
      File file, const std::function<Result<std::vector<Volume>>(std::string_view)>& parse);
  std::uint64_t CountIn(File file);
  void ProveByVolumeInfo(const std::vector<Volume>& volumes);
  void ProvePodVolumes(std::set<std::string>& snapshots);
  void ProveByLists();
  Judgement Judge(const Volume& volume);
  void Worsen(Judgement part) { velero::Worsen(findings_.judgement, std::move(part)); }

  const BackupListing& backup_;
  const std::string& folder_;
  Repositories& repositories_;
  const ReadPart& read_;
  const Depth depth_;
  VolumeFindings findings_;
};

Judgement Named(const Volume& volume, Judgement judgement) {
  if (judgement.restorable != true)
    judgement.reason = fmt::format("volume {}: {}", OneLine(volume.name, 300), judgement.reason);
  return judgement;
}

Judgement VolumeProof::Judge(const Volume& volume) {
  if (std::string failure = FailureOf(volume); !failure.empty()) return Broken(std::move(failure));
  switch (volume.method) {
    case Method::kSkipped:
      return {};
    case Method::kPodVolume:
      // Of a volume without a file no snapshot is taken.
      return volume.snapshot.empty() ? Judgement() : repositories_.Holds(volume, read_, depth_);
    case Method::kDataMover:
      if (!volume.mover.empty() && volume.mover != "velero")
        return Doubtful(fmt::format("its data were moved by {}, to where is not known", volume.mover));
      return repositories_.Holds(volume, read_, depth_);
    case Method::kCsi:
      return Doubtful(fmt::format("its data are a CSI snapshot of {}, outside of the bucket", volume.driver));
    case Method::kNative:
      return Doubtful("its data are a snapshot of the storage's provider, outside of the bucket");
    case Method::kUnknown:
      break;
  }
  return Doubtful("how its data were saved is not known");
}

std::optional<std::vector<Volume>> VolumeProof::ReadVolumes(
    File file, const std::function<Result<std::vector<Volume>>(std::string_view)>& parse) {
  SmallFile small = ReadSmallFile(backup_, folder_, file, read_);
  Worsen(small.fault);
  if (!small.there || small.fault.restorable == false || small.text.empty()) return std::nullopt;
  Result<std::vector<Volume>> volumes = parse(small.text);
  if (volumes.ok()) return std::move(volumes).value();
  Worsen(Broken(fmt::format("{} cannot be read: {}", FileName(file, backup_.name), volumes.error().message)));
  return std::nullopt;
}

std::uint64_t VolumeProof::CountIn(File file) {
  const SmallFile small = ReadSmallFile(backup_, folder_, file, read_);
  Worsen(small.fault);
  if (!small.there || small.text.empty() || small.fault.restorable == false) return 0;
  const Result<std::uint64_t> count = CountEntries(small.text);
  if (!count.ok())
    Worsen(Broken(fmt::format("{} cannot be read: {}", FileName(file, backup_.name), count.error().message)));
  return count.ok() ? *count : 0;
}

void VolumeProof::ProveByVolumeInfo(const std::vector<Volume>& volumes) {
  findings_.known = true;
  std::set<std::string> snapshots;
  for (const Volume& volume : volumes) {
    if (volume.is_claim) findings_.claims.insert(volume.name);
    if (volume.method == Method::kSkipped && findings_.missing.size() < kMostMissing)
      findings_.missing.push_back(
          volume.why_skipped.empty() ? volume.name : fmt::format("{} ({})", volume.name, volume.why_skipped));
    if (volume.method == Method::kPodVolume && !volume.snapshot.empty()) snapshots.insert(volume.snapshot);
    Worsen(Named(volume, Judge(volume)));
  }
  if (!snapshots.empty()) ProvePodVolumes(snapshots);
}

// A cluster learns of pod volume backups by this list only, and restores the others' volumes empty.
void VolumeProof::ProvePodVolumes(std::set<std::string>& snapshots) {
  const std::string name = FileName(File::kPodVolumes, backup_.name);
  if (!backup_.SizeOf(File::kPodVolumes))
    return Worsen(Broken(fmt::format("{} is missing: its volumes would be restored empty", name)));
  const std::optional<std::vector<Volume>> listed = ReadVolumes(File::kPodVolumes, ParsePodVolumeBackups);
  if (!listed) return;
  for (const Volume& volume : *listed) snapshots.erase(volume.snapshot);
  if (!snapshots.empty())
    Worsen(Broken(fmt::format("{} does not list the snapshot {}: its volume would be restored empty", name,
                              OneLine(*snapshots.begin(), 100))));
}

// Velero before 1.13 has no -volumeinfo.json.gz; where a later one lost it, a restore goes by the same lists.
void VolumeProof::ProveByLists() {
  const std::optional<std::vector<Volume>> volumes = ReadVolumes(File::kPodVolumes, ParsePodVolumeBackups);
  if (volumes)
    for (const Volume& volume : *volumes) Worsen(Named(volume, Judge(volume)));
  if (CountIn(File::kOperations) > 0)
    Worsen(Doubtful(
        "it has operations of plugins, and without -volumeinfo.json.gz nobody can tell where their data "
        "are"));
  if (!backup_.SizeOf(File::kPodVolumes))
    Worsen(Doubtful(
        "neither -volumeinfo.json.gz nor -podvolumebackups.json.gz is there to tell which volumes it "
        "has"));
}

VolumeFindings VolumeProof::Prove() {
  if (backup_.SizeOf(File::kVolumeInfo)) {
    if (const std::optional<std::vector<Volume>> volumes = ReadVolumes(File::kVolumeInfo, ParseVolumeInfos))
      ProveByVolumeInfo(*volumes);
  } else {
    ProveByLists();
  }
  const std::uint64_t native = CountIn(File::kNativeSnapshots), csi = CountIn(File::kCsiSnapshots);
  if (!findings_.known && native + csi > 0)
    Worsen(Doubtful(fmt::format("the data of {} volumes are snapshots outside of the bucket", native + csi)));
  return std::move(findings_);
}

}  // namespace

SmallFile ReadSmallFile(const BackupListing& backup, const std::string& folder, File file,
                        const ReadPart& read) {
  SmallFile small;
  const std::string name = FileName(file, backup.name);
  small.there = backup.SizeOf(file).has_value();
  if (!small.there) return small;
  const Result<std::string> packed = read(folder + name, {0, 0, kMostPacked});
  if (!packed.ok()) {
    small.fault = Doubtful(fmt::format("{} could not be read: {}", name, packed.error().message));
    return small;
  }
  Result<Unpacked> unpacked = Gunzip(*packed);
  if (!unpacked.ok()) {
    const bool ours = unpacked.error().code == ErrorCode::kTooLarge;
    std::string reason = fmt::format("{} {}", name, unpacked.error().message);
    small.fault = ours ? Doubtful(std::move(reason)) : Broken(std::move(reason));
    return small;
  }
  small.text = std::move(unpacked->text);
  // Go reads as far as the document goes, and may not come to the damage.
  if (small.text.empty())
    small.fault = Broken(fmt::format("{} holds nothing", name));
  else if (!unpacked->whole)
    small.fault = Doubtful(fmt::format("{} is damaged at its end", name));
  return small;
}

VolumeFindings ProveVolumes(const BackupListing& backup, const std::string& folder,
                            Repositories& repositories, const ReadPart& read, Depth depth) {
  return VolumeProof(backup, folder, repositories, read, depth).Prove();
}

}  // namespace lastgood::proof::velero
