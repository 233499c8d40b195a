// The walk through a folder, behind FolderBucket: depth first, in the order of the keys' bytes, on open
// folder handles, so that a folder that is moved or replaced by a link during the walk leads nowhere else.
// Not for sharing between threads.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/file_handle.h"
#include "base/result.h"
#include "net/s3/bucket_types.h"

namespace lastgood {

// The error for a system call's errno on `path`, saying what to do.
Error FileError(int error, std::string_view path);

class FolderWalk {
 public:
  FolderWalk(std::string_view root, const ListQuery& query, const ObjectVisitor& visit);

  Status Open();
  // Visits the files of the next folder, or part of it. False when the walk is over.
  Result<bool> Step();
  const ListSummary& summary() const { return summary_; }

 private:
  // One open folder: what is in it, in key order (folders with a trailing '/'), and how far we are.
  struct Level {
    FileHandle handle;
    std::string key;  // "" or "a/b/"
    std::vector<std::string> names;
    std::size_t next = 0;
  };

  Status Push(FileHandle handle, std::string key);
  Status Enter(const std::string& name);
  Status Visit(const std::string& name);
  bool WantsFolder(std::string_view key) const;
  bool WantsFile(std::string_view key) const;
  std::string PathOf(std::string_view key) const;

  std::string root_;
  const ListQuery& query_;
  const ObjectVisitor& visit_;
  std::vector<Level> levels_;
  ListSummary summary_;
};

}  // namespace lastgood
