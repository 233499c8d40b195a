#include "net/manifests/manifests.h"

#include <fmt/format.h>

#include <filesystem>
#include <mutex>
#include <set>

#include "net/manifests/files.h"
#include "net/manifests/index.h"
#include "net/manifests/locate.h"
#include "net/manifests/room.h"
#include "net/manifests/sink.h"
#include "net/manifests/text.h"
#include "net/objects/reading.h"

namespace lastgood {
namespace {

using Stop = std::function<bool()>;

constexpr std::size_t kRoom = 32 * 1024 * 1024;

std::size_t SizeOf(const std::string& file) {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(file, error);
  return error ? 0 : size;
}

// Only a file that was named must be a manifest; a folder may hold other JSON and YAML.
void RequireObjects(const std::string& name, ManifestSink& sink) {
  if (sink.kinds_in_file() > 0 || sink.file_failed()) return;
  const bool helm = sink.helm_templates().contains(name);
  sink.BeginFile(name, false);
  sink.FileProblem({ErrorCode::kMalformed,
                    helm
                        ? "a Helm template: give lastgood what it makes: helm template ... | lastgood check -"
                        : "no Kubernetes object in it: expected apiVersion and kind"});
  sink.EndFile();
}

}  // namespace

struct ManifestSource::Index {
  Room room{kRoom};
  std::mutex mutex;
  std::optional<Monotonic> walked;
  ManifestFiles found;
  bool named = false;
  ManifestIndex files;
  std::set<std::string> seconds, helm_templates;
};

ManifestSource::ManifestSource(std::string path, CompleteKinds complete)
    : path_(std::move(path)), complete_(std::move(complete)), index_(std::make_shared<Index>()) {}

// All collectors read at about the same time: the folder is walked for the first of them.
Result<ManifestSource::Found> ManifestSource::Find(const Kinds& wanted, Monotonic now,
                                                   const Stop& stop) const {
  const std::lock_guard lock(index_->mutex);
  if (!index_->walked || now - *index_->walked >= std::chrono::seconds(1)) {
    LASTGOOD_ASSIGN(index_->found, FindManifests(path_));
    // A file that was named is read whatever it holds, so that it can be told what is wrong with it.
    index_->named = index_->found.paths.size() == 1 && index_->found.paths.front() == path_;
    if (!index_->named) LASTGOOD_RETURN_IF_ERROR(index_->files.Update(index_->found, stop));
    index_->walked = now;
    index_->seconds.clear();
    index_->helm_templates.clear();
  }
  if (index_->named) return Found{index_->found, nullptr};
  return Found{{index_->files.Wanted(index_->found, wanted), index_->found.unread},
               index_->files.kustomizations()};
}

Status ManifestSource::ReadFiles(Monotonic now, const Stop& stop, ManifestSink& sink) const {
  LASTGOOD_ASSIGN(const Found files, Find(sink.wanted(), now, stop));
  sink.Use(files.kustomizations);
  const auto tell = [&sink](const std::string& name, const Error& error) {
    sink.BeginFile(name, false);
    sink.FileProblem(error);
    sink.EndFile();
  };
  for (const Error& error : files.unread) tell(path_, error);
  const auto read = [&](const std::string& file) -> Status {
    const Result<std::string> text = ReadManifestFile(file, file == path_);
    if (!text.ok() && file == path_) return text.error();
    if (!text.ok()) {
      tell(file, text.error());
      return Ok();
    }
    LASTGOOD_RETURN_IF_ERROR(ReadManifestText(file, *text, stop, sink));
    if (file == path_) RequireObjects(file, sink);
    return Ok();
  };
  for (const std::string& file : files.paths) {
    Status status = Ok();
    if (stop() || !index_->room.With(SizeOf(file), stop, [&] { status = read(file); }))
      return Error{ErrorCode::kTimeout, file + ": not read, since no time was left"};
    LASTGOOD_RETURN_IF_ERROR(status);
  }
  return Ok();
}

Result<ManifestSource> ManifestSource::Open(const std::string& path, CompleteKinds complete) {
  ManifestSource source(path, std::move(complete));
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
  ManifestSink sink(readings, progress, complete_);
  const Stop stop = [&] { return deadline.Over(clock); };
  Status status = Ok();
  if (input_) {
    const auto read = [&] { status = ReadManifestText(path_, *input_, stop, sink); };
    if (!index_->room.With(input_->size(), stop, read))
      status = Error{ErrorCode::kTimeout, path_ + ": not read, since no time was left"};
    if (status.ok()) RequireObjects(path_, sink);
  } else {
    status = ReadFiles(clock.Steady(), stop, sink);
  }
  {
    const std::lock_guard lock(index_->mutex);
    index_->seconds.insert(sink.seconds().begin(), sink.seconds().end());
    index_->helm_templates.insert(sink.helm_templates().begin(), sink.helm_templates().end());
  }
  if (!status.ok()) return std::vector<Result<ReadOutcome>>(readings.size(), status.error());
  return std::move(sink).Finish();
}

Places ManifestSource::Locate(const std::set<WrittenObject>& wanted, const Deadline& deadline,
                              const Clock& clock) const {
  Places places;
  const Stop stop = [&] { return deadline.Over(clock); };
  if (input_) {
    LocateObjects(path_, *input_, wanted, stop, places);
    return places;
  }
  Kinds kinds;
  for (const WrittenObject& object : wanted) kinds.insert(object.kind);
  const Result<Found> files = Find(kinds, clock.Steady(), stop);
  if (!files.ok()) return places;  // which the report says already
  for (const std::string& file : files->paths) {
    if (stop()) break;
    if (const Result<std::string> text = ReadManifestFile(file, file == path_); text.ok())
      LocateObjects(file, *text, wanted, stop, places);
  }
  return places;
}

std::vector<std::string> ManifestSource::Notes() const {
  const std::lock_guard lock(index_->mutex);
  std::vector<std::string> notes;
  const auto tell = [&notes](std::size_t count, std::string_view one, std::string_view several) {
    if (count > 0) notes.push_back(fmt::format("{} {}", count, count == 1 ? one : several));
  };
  tell(index_->files.strangers(), "file is no manifest", "files are no manifests");
  tell(index_->files.patches(), "file is a kustomize patch", "files are kustomize patches");
  tell(index_->helm_templates.size(), "file is a Helm template: helm template ... | lastgood check -",
       "files are Helm templates: helm template ... | lastgood check -");
  if (!index_->seconds.empty())
    notes.push_back(fmt::format(
        "{} written more than once, and the fullest counts: {}",
        index_->seconds.size() == 1 ? "1 object is" : fmt::format("{} objects are", index_->seconds.size()),
        *index_->seconds.begin()));
  return notes;
}

std::string ManifestSource::Describe() const {
  if (input_) return path_;
  std::error_code error;
  return (std::filesystem::is_directory(path_, error) ? "folder " : "file ") + path_;
}

}  // namespace lastgood
