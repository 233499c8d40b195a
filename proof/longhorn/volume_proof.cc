#include "proof/longhorn/volume_proof.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>
#include <utility>

#include "base/time.h"
#include "proof/longhorn/judge_backup.h"
#include "proof/longhorn/volume_notes.h"

namespace lastgood::proof::longhorn {
namespace {

constexpr std::size_t kMostVolumeConfig = 1024 * 1024;
constexpr std::size_t kMostBackupConfig = 128 * 1024 * 1024;  // of 1.2 million blocks

enum class Holds { kUnknown, kNothing, kBlocks };

struct Entry {
  ProvenBackup proven;
  Time order;
  Holds holds = Holds::kUnknown;  // of a complete one
};

class VolumeProof {
 public:
  VolumeProof(const VolumeListing& listing, const std::string& root, const ReadPart& read, Depth depth,
              Time now)
      : listing_(listing),
        root_(root),
        folder_(VolumesFolder(root) + listing.folder + "/"),
        read_(read),
        depth_(depth),
        now_(now),
        check_(listing, folder_, read, depth) {
    findings_.needed.resize(listing.blocks.size());
    findings_.all_read = depth != Depth::kListing;
  }

  ProvenStore Prove();

 private:
  void LookAtFolder();
  void ReadVolumeConfig();
  Entry ProveBackup(const ListedBackup& backup);
  Judgement Judge(const ListedBackup& backup, Entry& entry);
  std::optional<Judgement> Load(const ListedBackup& backup, BackupConfig& config);
  Judgement JudgeConfig(const ListedBackup& backup, const BackupConfig& config, Entry& entry);
  void Record(const ListedBackup& backup, const BackupConfig& config, Entry& entry);
  void Settle(Entry& entry, Judgement judgement) const;

  const VolumeListing& listing_;
  const std::string& root_;
  const std::string folder_;
  const ReadPart& read_;
  const Depth depth_;
  const Time now_;
  BlockCheck check_;
  std::optional<VolumeConfig> config_;
  std::string fault_, doubt_;  // of all backups, whatever each of them is
  VolumeFindings findings_;
  std::vector<std::string> unread_;
};

// What the listing alone tells of all backups.
void VolumeProof::LookAtFolder() {
  const std::string looked_for = FolderOfVolume(listing_.name());
  if (listing_.folder != looked_for)
    fault_ =
        fmt::format("the volume lies in {}, and Longhorn looks for it in {}", listing_.folder, looked_for);
  else if (!listing_.config_size)
    fault_ = "volume.cfg is missing: without it Longhorn restores no backup of the volume";
  else if (*listing_.config_size == 0)
    fault_ = "volume.cfg is empty: without it Longhorn restores no backup of the volume";
}

void VolumeProof::ReadVolumeConfig() {
  if (listing_.config_size.value_or(0) == 0) return;
  const Result<std::string> text = read_(folder_ + "volume.cfg", {0, 0, kMostVolumeConfig});
  if (!text.ok()) {
    doubt_ = fmt::format("volume.cfg could not be read: {}", text.error().message);
    return;
  }
  Result<VolumeConfig> config = ParseVolumeConfig(*text);
  if (!config.ok()) {
    fault_ = fmt::format("volume.cfg cannot be read by Longhorn: {}", config.error().message);
    return;
  }
  config_ = std::move(config).value();
  if (config_->size == 0) fault_ = "volume.cfg tells of a disk of 0 bytes, and Longhorn restores none";
  if (!config_->backing_image.empty())
    doubt_ = fmt::format("it lies on the backing image {}, whose own backup is not looked into",
                         Cut(config_->backing_image, 300));
}

// Names and times that the cfg tells, whether it restores or not.
void VolumeProof::Record(const ListedBackup& backup, const BackupConfig& config, Entry& entry) {
  VolumeFindings::Keep(findings_.jobs, config.job);
  VolumeFindings::Keep(findings_.claims, ClaimIn(config.kubernetes_status));
  if (config.volume != listing_.name()) VolumeFindings::Keep(findings_.other_names, config.volume);
  if (!config.IsComplete()) findings_.unfinished.push_back(backup.name);
  const std::optional<Time> moment = config.Moment();
  if (!moment) return;
  entry.order = *moment;
  if (*moment > now_)
    findings_.ahead.push_back(backup.name);
  else
    entry.proven.from = entry.proven.to = moment;
}

Judgement VolumeProof::JudgeConfig(const ListedBackup& backup, const BackupConfig& config, Entry& entry) {
  Record(backup, config, entry);
  if (!config.IsComplete())
    return Broken(
        "its upload never ended (its cfg has no CreatedTime): it would restore as an all-zero disk, without "
        "an "
        "error");
  if (!config.single_file.empty()) return Doubtful("it is a single file, which is not looked into");
  if (config.blocks.empty() && config.size > 0)
    return Broken(
        fmt::format("its cfg lists no block, though it tells of {}: it would restore as an all-zero "
                    "disk, without an error",
                    FormatSize(config.size)));
  entry.holds = config.blocks.empty() ? Holds::kNothing : Holds::kBlocks;
  if (config.blocks.empty())
    return Doubtful(
        "it holds no block and restores as an all-zero disk: nobody can tell whether the disk was "
        "one");
  return JudgeBlocks(config, listing_, config_ && fault_.empty() ? &*config_ : nullptr,
                     fault_.empty() ? &check_ : nullptr, findings_.needed);
}

// The text is gone when the blocks are judged: of a large disk it takes more memory than all else.
std::optional<Judgement> VolumeProof::Load(const ListedBackup& backup, BackupConfig& config) {
  const std::string path = fmt::format("backups/backup_{}.cfg", backup.name);
  const Result<std::string> text = read_(folder_ + path, {0, 0, kMostBackupConfig});
  if (!text.ok()) {
    unread_.push_back(fmt::format("{}: {}", path, text.error().message));
    return Doubtful(fmt::format("its cfg could not be read: {}", text.error().message));
  }
  Result<BackupConfig> parsed = ParseBackupConfig(*text);
  if (!parsed.ok())
    return Broken(fmt::format("its cfg cannot be read by Longhorn: it {}", parsed.error().message));
  config = std::move(parsed).value();
  return std::nullopt;
}

Judgement VolumeProof::Judge(const ListedBackup& backup, Entry& entry) {
  if (backup.size > 0 && depth_ == Depth::kListing)
    return Doubtful("only its cfg tells which blocks it needs, and that was not read");
  BackupConfig config;
  const std::optional<Judgement> unread =
      backup.size == 0 ? Broken("its cfg is empty") : Load(backup, config);
  if (!unread) return JudgeConfig(backup, config, entry);
  findings_.all_read = false;
  return *unread;
}

// What is wrong with the volume outweighs what is right with a backup.
void VolumeProof::Settle(Entry& entry, Judgement judgement) const {
  if (judgement.restorable != false && !fault_.empty())
    judgement = Broken(fault_);
  else if (judgement.restorable == true && !doubt_.empty())
    judgement = Doubtful(doubt_);
  entry.proven.restorable = judgement.restorable;
  entry.proven.reason = std::move(judgement.reason);
}

Entry VolumeProof::ProveBackup(const ListedBackup& backup) {
  Entry entry;
  entry.proven.id = backup.name;
  entry.order = backup.modified;
  Settle(entry, Judge(backup, entry));
  return entry;
}

// Longhorn carries the blocks of one backup into the next, so that a disk that held data never holds none.
void JudgeEmptyOnes(std::vector<Entry>& entries) {
  bool held = false;
  for (Entry& entry : entries) {
    held = held || entry.holds == Holds::kBlocks;
    if (entry.holds != Holds::kNothing || !held) continue;
    entry.proven.restorable = false;
    entry.proven.reason =
        "its cfg lists no block, though an earlier backup has some: it would restore as an all-zero disk, "
        "without "
        "an error";
  }
}

ProvenStore VolumeProof::Prove() {
  LookAtFolder();
  if (depth_ != Depth::kListing) ReadVolumeConfig();
  std::vector<Entry> entries;
  entries.reserve(listing_.backups.size());
  for (const ListedBackup& backup : listing_.backups) entries.push_back(ProveBackup(backup));
  std::ranges::sort(entries, [](const Entry& a, const Entry& b) {
    return std::tie(a.order, a.proven.id) < std::tie(b.order, b.proven.id);
  });
  JudgeEmptyOnes(entries);
  ProvenStore store{"longhorn", root_, std::string(listing_.name()), {}, {}, {}, std::move(unread_)};
  for (Entry& entry : entries) store.backups.push_back(std::move(entry.proven));
  store.notes = NotesOf(listing_, config_, findings_);
  return store;
}

}  // namespace

ProvenStore ProveVolume(const VolumeListing& listing, const std::string& root, const ReadPart& read,
                        Depth depth, Time now) {
  return VolumeProof(listing, root, read, depth, now).Prove();
}

}  // namespace lastgood::proof::longhorn
