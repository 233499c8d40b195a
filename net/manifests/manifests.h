// A dump as a source of Kubernetes objects: a folder, a file, or standard input. Files are read anew by each
// Read, one at a time; standard input and pipes once, at Open. Read may be called from several threads at
// once.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "net/objects/reading.h"

namespace lastgood {

class ManifestSource {
 public:
  // `path` "-" is standard input. kNotFound when there is nothing to read.
  static Result<ManifestSource> Open(const std::string& path);

  // As KubeSource::Read. An error of the dump as a whole, or of the deadline, is every reading's.
  std::vector<Result<ReadOutcome>> Read(
      std::span<const Reading> readings, const Deadline& deadline, const Clock& clock,
      const std::function<void(std::string_view, std::size_t)>& progress) const;
  std::string Describe() const;

 private:
  explicit ManifestSource(std::string path) : path_(std::move(path)) {}

  std::string path_;
  std::optional<std::string> input_;  // of standard input or a pipe, padded
};

}  // namespace lastgood
