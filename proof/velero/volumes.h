// Which volumes a Velero backup has, and where their data are, by -volumeinfo.json.gz (Velero 1.13 and later)
// or the lists that older versions have. Pure; texts are raw, and cut.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace lastgood::proof::velero {

enum class Method : std::uint8_t {
  kSkipped,    // the backup leaves its data out
  kPodVolume,  // files, in a repository of kopia or restic
  kDataMover,  // a CSI snapshot whose data were moved into a repository of kopia
  kCsi,        // a CSI snapshot, which is in the storage and not in the bucket
  kNative,     // a snapshot of the provider, likewise
  kUnknown,
};

struct Volume {
  Method method = Method::kUnknown;
  std::string name;        // "app/data", of the claim, else of the pod and its volume
  bool is_claim = false;   // the name is a claim's
  std::string repository;  // the namespace whose repository has the data
  std::string uploader;    // kopia, restic; "" where it is not told
  std::string snapshot;    // in the repository; "" of an empty volume
  std::string phase;       // of the upload or snapshot; "" where it is not told
  std::string mover, driver, why_skipped;
  bool failed = false;
  std::optional<Time> start;
};

// "CSISnapshot", "is neither": of a failure, in words; "" of what succeeded.
std::string FailureOf(const Volume& volume);

// kMalformed: Velero cannot read it either, or there are more than 10,000.
Result<std::vector<Volume>> ParseVolumeInfos(std::string_view json);
Result<std::vector<Volume>> ParsePodVolumeBackups(std::string_view json);
// How many entries the list has; `null` has none.
Result<std::uint64_t> CountEntries(std::string_view json);

}  // namespace lastgood::proof::velero
