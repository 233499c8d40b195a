// Manifests as a source of Kubernetes objects: what kubectl dumped, or the files of a Git repository; a
// folder, a file, or standard input. Files are read anew by each Read, one at a time, and only those that may
// hold what is wanted; standard input and pipes are read once, at Open. Read may be called from several
// threads at once.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/place.h"
#include "net/manifests/files.h"
#include "net/manifests/glance.h"
#include "net/objects/reading.h"

namespace lastgood {

class Kustomizations;
class ManifestSink;

class ManifestSource {
 public:
  // `path` "-" is standard input. `complete`: the kinds of which what is there is all that there is.
  // kNotFound when there is nothing to read.
  static Result<ManifestSource> Open(const std::string& path, CompleteKinds complete = {});

  // The same of files that need not be there yet.
  static ManifestSource At(const std::string& path, CompleteKinds complete) {
    return ManifestSource(path, std::move(complete));
  }

  // As KubeSource::Read. An error of the dump as a whole, or of the deadline, is every reading's.
  std::vector<Result<ReadOutcome>> Read(
      std::span<const Reading> readings, const Deadline& deadline, const Clock& clock,
      const std::function<void(std::string_view, std::size_t)>& progress) const;
  // Where those of `wanted` are written; what is not found is left out.
  Places Locate(const std::set<WrittenObject>& wanted, const Deadline& deadline, const Clock& clock) const;
  std::string Describe() const;
  // What was passed over in the last Read, for people: "4 files are no manifests".
  std::vector<std::string> Notes() const;

 private:
  struct Index;  // of a folder, shared by the threads that read
  ManifestSource(std::string path, CompleteKinds complete);
  // The files that are worth reading, and what is made of their objects.
  struct Found : ManifestFiles {
    std::shared_ptr<const Kustomizations> kustomizations;  // null of a file that was named
  };
  Result<Found> Find(const Kinds& wanted, Monotonic now, const std::function<bool()>& stop) const;
  Status ReadFiles(Monotonic now, const std::function<bool()>& stop, ManifestSink& sink) const;

  std::string path_;
  CompleteKinds complete_;
  std::shared_ptr<Index> index_;
  std::optional<std::string> input_;  // of standard input or a pipe, padded
};

}  // namespace lastgood
