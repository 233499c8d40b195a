// Where the objects of a dump go: each to the reading that asked for its kind; other kinds are ignored. Holds
// what one Read found out. Used by one thread; the readings outlive it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "net/objects/object.h"
#include "net/objects/problems.h"
#include "net/objects/reading.h"

namespace lastgood {

class ManifestSink {
 public:
  using Progress = std::function<void(std::string_view, std::size_t)>;
  ManifestSink(std::span<const Reading> readings, const Progress& progress);

  // `repaired`: some of the file's bytes were replaced by U+FFFD.
  void BeginFile(std::string name, bool repaired);
  void Repaired() { repaired_ = true; }  // found out after the beginning
  // An object, or a list of them within a list. `fault` is what is known to be wrong with it.
  void Object(std::string_view json, const std::optional<Error>& fault);
  // The list whose items were given since the last one has this type: items without a kind get it.
  void EndList(const std::string& api_version, const std::string& kind);
  // A mistake of the file as a whole; its name is prepended.
  void FileProblem(const Error& error);
  // A problem of the file goes to the readings that found objects in it, else to the first.
  void EndFile();

  std::size_t kinds_in_file() const { return kinds_in_file_; }  // objects and lists that have a kind
  bool file_failed() const { return file_failed_; }             // something of it has a problem
  std::vector<Result<ReadOutcome>> Finish() &&;

 private:
  struct Target {
    const Reading* reading = nullptr;
    ProblemList problems;
    std::size_t objects = 0;
    bool seen = false, seen_in_file = false;
  };

  void Refused(std::string_view json, const Error& error);
  void Accepted(std::string_view json, const Fields& fields, const ObjectName& name);
  void Visit(Target& target, std::string_view json, const Fields& fields, const ObjectName& name);
  void NestedList(std::string_view json);
  void FlushPending(const std::string& api_version, const std::string& item_kind);

  const Progress& progress_;
  std::vector<Target> targets_;
  ObjectParser parser_;
  std::string file_;
  bool repaired_ = false, file_failed_ = false;
  std::size_t kinds_in_file_ = 0, nesting_ = 0;
  std::vector<Error> file_errors_;
  std::vector<std::string> pending_;  // items without a kind, until that of their list is known
};

}  // namespace lastgood
