// Where the objects of a dump go: each to the reading that asked for its kind; other kinds are ignored. Of
// what people wrote (no list, no uid) nobody knows whether it is all, so its kinds are read in part. Holds
// what one Read found out. Used by one thread; the readings outlive it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "net/manifests/glance.h"
#include "net/manifests/kustomizations.h"
#include "net/objects/object.h"
#include "net/objects/problems.h"
#include "net/objects/reading.h"

namespace lastgood {

class ManifestSink {
 public:
  using Progress = std::function<void(std::string_view, std::size_t)>;
  // `complete`: the kinds of which what is given is all that there is.
  ManifestSink(std::span<const Reading> readings, const Progress& progress, CompleteKinds complete = {});

  const Kinds& wanted() const { return wanted_; }
  // By which the objects that people wrote are changed.
  void Use(std::shared_ptr<const Kustomizations> kustomizations) {
    kustomizations_ = std::move(kustomizations);
  }

  // `repaired`: some of the file's bytes were replaced by U+FFFD.
  void BeginFile(std::string name, bool repaired);
  void Repaired() { repaired_ = true; }  // found out after the beginning
  // An object of a list, or a list within it. `fault` is what is known to be wrong with it.
  void Item(std::string_view json, const std::optional<Error>& fault);
  // An object that is a document of its own: of a cluster, or of its configuration as someone wrote it.
  void Document(std::string_view json, const std::optional<Error>& fault);
  // A document that was not parsed, since it holds nothing that is wanted.
  void Passed(const Glimpse& glimpse) { kinds_in_file_ += glimpse.kinds.size(); }
  // The list whose items were given since the last one has this type: items without a kind get it.
  void EndList(const std::string& api_version, const std::string& kind);
  // A mistake of the file as a whole; its name is prepended.
  void FileProblem(const Error& error);
  // A problem of the file goes to the readings that found objects in it, else to the first.
  void EndFile();

  std::size_t kinds_in_file() const { return kinds_in_file_; }  // objects and lists that have a kind
  bool file_failed() const { return file_failed_; }             // something of it has a problem
  // Something of the file is to be filled in by Helm.
  void HelmTemplate();
  const std::set<std::string>& helm_templates() const { return helm_templates_; }  // files
  // "Cluster shop/db", of written objects that there are two of.
  const std::set<std::string>& seconds() const { return seconds_; }
  std::vector<Result<ReadOutcome>> Finish() &&;

 private:
  struct Target {
    const Reading* reading = nullptr;
    ProblemList problems;
    std::size_t objects = 0;
    bool seen = false, seen_in_file = false;
    bool live = false;  // in a list, or with what only a cluster gives an object
    // Of each written object, how much there is of it: the fullest counts, the others are patches of it.
    std::map<std::pair<std::string, std::string>, std::size_t> written;
  };
  enum class Origin : std::uint8_t { kItem, kDocument };

  void Refused(std::string_view json, const Error& error);
  void Object(std::string_view json, const std::optional<Error>& fault, Origin origin);
  void Accepted(std::string_view json, const Fields& fields, const ObjectName& name, Origin origin);
  void Visit(Target& target, std::string_view json, const Fields& fields, const ObjectName& name);
  void VisitWritten(Target& target, std::string_view json, const Fields& fields, const ObjectName& name);
  void VisitWhole(Target& target, std::string_view json, const Fields& fields, const ObjectName& name);
  void NestedList(std::string_view json);
  void FlushPending(const std::string& api_version, const std::string& item_kind);

  const Progress& progress_;
  const CompleteKinds complete_;
  Kinds wanted_;
  std::vector<Target> targets_;
  ObjectParser parser_, patched_parser_;
  std::shared_ptr<const Kustomizations> kustomizations_;
  std::string file_;
  bool repaired_ = false, file_failed_ = false;
  std::size_t kinds_in_file_ = 0, nesting_ = 0;
  std::vector<Error> file_errors_;
  std::set<std::string> seconds_, helm_templates_;
  std::vector<std::string> pending_;  // items without a kind, until that of their list is known
};

}  // namespace lastgood
