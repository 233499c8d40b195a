// Backups that are folders: what marks one, and how each kind is found among the files of a listing. Values.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/dumps/pattern.h"
#include "net/s3/bucket_types.h"

namespace lastgood {

enum class DumpSetKind : std::uint8_t {
  kNone,         // a file
  kPgDirectory,  // pg_dump -Fd
  kBaseBackup,   // pg_basebackup
  kMyDumper,
  kTab,  // mysqldump --tab
};

// What the files of one folder, without those below it, have told so far.
struct DumpSetFolder {
  std::uint64_t files = 0, bytes = 0, matched = 0, empty = 0;
  Time oldest, newest;
  std::optional<NameTime> named;  // the first that a name of the pattern told
  std::uint64_t pg_data = 0;      // data files of pg_dump -Fd, which may have come without toc.dat
  bool pg_toc = false, manifest = false, data_directory = false, label = false;
  bool my_metadata = false, my_schema = false;
  std::uint64_t texts = 0, pairs = 0;  // of --tab: t.txt, and those that follow a t.sql
  std::string last_sql;

  void Add(std::string_view name, const BucketObject& object);
  DumpSetKind Kind() const;
  // A file says so that no dump beside others has.
  bool IsMarked() const { return pg_toc || manifest || data_directory || my_metadata; }
};

// One folder that is a backup, with what lies below it.
struct DumpSet {
  std::string folder;  // its key, with a slash at the end; "" is the bucket itself
  DumpSetKind kind = DumpSetKind::kNone;
  DumpSetFolder all;
};

// Gathers the folders of a listing. Of more than some ten thousand, the rest are not looked at.
class DumpSets {
 public:
  void Add(const BucketObject& object, const std::optional<DumpPattern::Match>& match);
  // The folders that are backups, none of them inside another.
  std::vector<DumpSet> Find() const;

 private:
  std::map<std::string, DumpSetFolder, std::less<>> folders_;
};

}  // namespace lastgood
