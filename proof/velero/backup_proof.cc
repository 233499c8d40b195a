#include "proof/velero/backup_proof.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "base/text.h"
#include "base/time.h"
#include "proof/velero/backup_json.h"
#include "proof/velero/contents.h"
#include "proof/velero/resources.h"
#include "proof/velero/volume_proof.h"

namespace lastgood::proof::velero {
namespace {

constexpr std::size_t kMostMetadata = 8 * 1024 * 1024;

class BackupProof {
 public:
  BackupProof(const BackupListing& backup, const std::string& folder, Repositories& repositories,
              const ReadPart& read, Depth depth, Time now)
      : backup_(backup),
        folder_(folder),
        repositories_(repositories),
        read_(read),
        depth_(depth),
        now_(now) {}

  BackupFindings Prove();

 private:
  Judgement Judge();
  Judgement JudgeNames() const;
  Judgement JudgeMetadata();
  Judgement JudgeOwnWord(const BackupJson& json);
  Judgement JudgeFiles();
  Judgement JudgeResources(const VolumeFindings& volumes);
  void Note(std::string text) {
    findings_.notes.push_back(fmt::format("{}: {}", backup_.name, std::move(text)));
  }

  const BackupListing& backup_;
  const std::string& folder_;
  Repositories& repositories_;
  const ReadPart& read_;
  const Depth depth_;
  const Time now_;
  BackupFindings findings_;
  bool items_unknown_ = false;
};

Judgement BackupProof::JudgeNames() const {
  Judgement listing = JudgeListing(backup_);
  if (listing.restorable != true) return listing;
  if (HasPodVolumes(backup_) && !repositories_.AnyUsable())
    return Broken(
        "it has pod volume backups, and there is no repository of kopia or restic that could hold them");
  return Doubtful("names and sizes do not tell whether it was completed");
}

// What it says of itself, which is good to know even of one that does not restore.
Judgement BackupProof::JudgeOwnWord(const BackupJson& json) {
  findings_.location = json.location;
  if (json.start) findings_.order = *json.start;
  if (json.start && *json.start <= now_) findings_.proven.from = findings_.proven.to = json.start;
  if (json.start && *json.start > now_) Note("it claims to be of a moment that lies ahead");
  if (json.warnings > 0) Note(fmt::format("{} warnings, which its log tells", json.warnings));
  items_unknown_ = !json.items.has_value();
  if (json.name != backup_.name)
    return Broken(fmt::format("velero-backup.json names the backup {}: Velero looks for its files there",
                              OneLine(json.name, 253)));
  return JudgePhase(json, now_);
}

Judgement BackupProof::JudgeMetadata() {
  if (backup_.SizeOf(File::kMetadata).value_or(0) == 0) return {};
  const Result<std::string> text = read_(folder_ + FileName(File::kMetadata, ""), {0, 0, kMostMetadata});
  if (!text.ok()) {
    findings_.unread.push_back(fmt::format("{}velero-backup.json: {}", folder_, text.error().message));
    return Doubtful(fmt::format("velero-backup.json could not be read: {}", text.error().message));
  }
  const Result<BackupJson> json = ParseBackupJson(*text);
  if (json.ok()) return JudgeOwnWord(*json);
  return Broken(fmt::format("Velero cannot import velero-backup.json: {}", json.error().message));
}

std::set<std::string> Without(const std::set<std::string>& names, const std::set<std::string>& others) {
  std::set<std::string> rest;
  std::ranges::set_difference(names, others, std::inserter(rest, rest.end()));
  return rest;
}

// Velero restores without this list: what is wrong with it is no fault of the backup.
Judgement BackupProof::JudgeResources(const VolumeFindings& volumes) {
  const SmallFile small = ReadSmallFile(backup_, folder_, File::kResources, read_);
  const Result<Resources> resources = small.there && !small.text.empty()
                                          ? ParseResources(small.text)
                                          : Error{ErrorCode::kMalformed, "nothing"};
  if (!resources.ok()) {
    Note("its resource list cannot be read: what it holds is not told");
    return items_unknown_
               ? Doubtful("neither its progress nor its resource list tells whether anything is in it")
               : Judgement();
  }
  if (items_unknown_ && resources->kinds == 0) return Broken("its resource list is empty: nothing is in it");
  if (!resources->namespaces.empty()) Note("namespaces " + Named(resources->namespaces));
  if (!resources->claims.empty()) Note("claims " + Named(resources->claims));
  if (const std::set<std::string> bare = Without(resources->claims, volumes.claims);
      volumes.known && !bare.empty())
    Note("it does not hold the data of " + Named(bare));
  return {};
}

Judgement BackupProof::JudgeFiles() {
  VolumeFindings volumes = ProveVolumes(backup_, folder_, repositories_, read_, depth_);
  if (!volumes.missing.empty()) Note(fmt::format("it leaves out {}", fmt::join(volumes.missing, ", ")));
  Judgement judgement = std::move(volumes.judgement);
  Worsen(judgement, JudgeResources(volumes));
  if (judgement.restorable == false) return judgement;
  const std::string key = folder_ + FileName(File::kContents, backup_.name);
  Worsen(judgement, JudgeContents(key, backup_.SizeOf(File::kContents).value_or(0), read_, depth_));
  return judgement;
}

Judgement BackupProof::Judge() {
  if (depth_ == Depth::kListing) return JudgeNames();
  Judgement judgement = JudgeMetadata();
  if (judgement.restorable == false) return judgement;
  Worsen(judgement, JudgeListing(backup_));
  if (judgement.restorable == false) return judgement;
  Worsen(judgement, JudgeFiles());
  return judgement;
}

BackupFindings BackupProof::Prove() {
  findings_.order = backup_.modified;
  Judgement judgement = Judge();
  findings_.proven.id = backup_.name;
  findings_.proven.restorable = judgement.restorable;
  findings_.proven.reason = std::move(judgement.reason);
  return std::move(findings_);
}

}  // namespace

BackupFindings ProveBackup(const BackupListing& backup, const std::string& folder, Repositories& repositories,
                           const ReadPart& read, Depth depth, Time now) {
  return BackupProof(backup, folder, repositories, read, depth, now).Prove();
}

}  // namespace lastgood::proof::velero
