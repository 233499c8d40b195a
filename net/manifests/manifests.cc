#include "net/manifests/manifests.h"

#include <filesystem>

#include "net/manifests/files.h"
#include "net/manifests/sink.h"
#include "net/manifests/text.h"
#include "net/objects/reading.h"

namespace lastgood {
namespace {

using Stop = std::function<bool()>;

// Only a file that was named must be a manifest; a folder may hold other JSON and YAML.
void RequireObjects(const std::string& name, ManifestSink& sink) {
  if (sink.kinds_in_file() > 0 || sink.file_failed()) return;
  sink.BeginFile(name, false);
  sink.FileProblem({ErrorCode::kMalformed, "no Kubernetes object in it: expected apiVersion and kind"});
  sink.EndFile();
}

Status ReadFiles(const std::string& path, const Stop& stop, ManifestSink& sink) {
  LASTGOOD_ASSIGN(const ManifestFiles files, FindManifests(path));
  const auto tell = [&sink](const std::string& name, const Error& error) {
    sink.BeginFile(name, false);
    sink.FileProblem(error);
    sink.EndFile();
  };
  for (const Error& error : files.unread) tell(path, error);
  for (const std::string& file : files.paths) {
    if (stop()) return Error{ErrorCode::kTimeout, file + ": not read, since no time was left"};
    const Result<std::string> text = ReadManifestFile(file, file == path);
    if (!text.ok() && file == path) return text.error();
    if (!text.ok()) {
      tell(file, text.error());
      continue;
    }
    LASTGOOD_RETURN_IF_ERROR(ReadManifestText(file, *text, stop, sink));
    if (file == path) RequireObjects(file, sink);
  }
  return Ok();
}

}  // namespace

Result<ManifestSource> ManifestSource::Open(const std::string& path) {
  ManifestSource source(path);
  std::error_code error;
  if (path == "-") {
    source.path_ = "standard input";
    LASTGOOD_ASSIGN(source.input_, ReadStandardInput());
  } else if (std::filesystem::is_fifo(path, error)) {  // check <(kubectl ...)
    LASTGOOD_ASSIGN(source.input_, ReadManifestFile(path, true));
  } else {
    LASTGOOD_ASSIGN([[maybe_unused]] const ManifestFiles files, FindManifests(path));
  }
  return source;
}

std::vector<Result<ReadOutcome>> ManifestSource::Read(
    std::span<const Reading> readings, const Deadline& deadline, const Clock& clock,
    const std::function<void(std::string_view, std::size_t)>& progress) const {
  ManifestSink sink(readings, progress);
  const Stop stop = [&] { return deadline.Over(clock); };
  Status status = Ok();
  if (input_) {
    status = ReadManifestText(path_, *input_, stop, sink);
    if (status.ok()) RequireObjects(path_, sink);
  } else {
    status = ReadFiles(path_, stop, sink);
  }
  if (!status.ok()) return std::vector<Result<ReadOutcome>>(readings.size(), status.error());
  return std::move(sink).Finish();
}

std::string ManifestSource::Describe() const {
  if (input_) return path_;
  std::error_code error;
  return (std::filesystem::is_directory(path_, error) ? "folder " : "file ") + path_;
}

}  // namespace lastgood
