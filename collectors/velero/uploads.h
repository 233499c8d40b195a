// The uploads of each Backup: how many bytes they hold, and which of them hold it up or made it fail. Refers
// to the tables' rows and must not outlive them. Pure.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "collectors/velero/rows.h"

namespace lastgood::velero {

struct UploadSum {
  std::optional<std::uint64_t> bytes, transferred;
};

class Uploads {
 public:
  explicit Uploads(const VeleroTables& tables);

  // Of a Backup whose uploads are all known, complete, and tell their size.
  UploadSum SumOf(const BackupRow& backup) const;
  // "DataUpload x of app/data: disk full (and 2 more)"; "" when none failed.
  std::string FailureOf(const BackupRow& backup) const;
  // "DataUpload x of app/data is InProgress since ..., 1 GiB of 9 GiB"; the oldest, "" when none is
  // unfinished.
  std::string UnfinishedOf(const BackupRow& backup) const;

  // Which uploads of the Backup may be there though they could not be read, in words; "" when all were.
  std::string UnreadOf(const BackupRow& backup) const;

  const std::vector<const UploadRow*>& Of(const BackupRow& backup) const;
  // The uid of the claim; "" when it is not told.
  std::string_view ClaimOf(const UploadRow& upload) const;

 private:
  void Add(const Table<UploadRow>& table);

  const VeleroTables& tables_;
  bool pods_unread_, data_unread_;
  std::unordered_map<ObjectId, std::vector<const UploadRow*>> by_backup_;
};

}  // namespace lastgood::velero
