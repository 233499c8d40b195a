#include "collectors/s3/repository_finder.h"

#include <algorithm>

#include "net/s3/lifecycle.h"

namespace lastgood {
namespace {

constexpr std::size_t kMostRepositories = 1000;
constexpr std::string_view kLonghorn = "backupstore/volumes/";

std::string_view NameOf(std::string_view key) { return key.substr(key.rfind('/') + 1); }

// Beside the marker: "config" alone may be anybody's.
bool Confirms(const FoundRepository& repository, std::string_view rest) {
  if (repository.kind == "restic repository")
    return rest.starts_with("keys/") || rest.starts_with("snapshots/");
  if (repository.kind == "snapshot repository")
    return rest.starts_with("snap-") || rest.starts_with("indices/");
  return true;
}

std::string_view KindOf(std::string_view name) {
  if (name == "kopia.repository" || name == "kopia.repository.f") return "kopia repository";
  if (name == "config") return "restic repository";
  if (name == "index.latest") return "snapshot repository";
  return "";
}

}  // namespace

void RepositoryFinder::Begin(std::string_view kind, std::string_view key, std::string_view prefix,
                             Time written) {
  if (found_.size() == kMostRepositories) return;
  FoundRepository repository{.kind = std::string(kind), .prefix = std::string(prefix)};
  repository.marker = key.substr(prefix.size());
  repository.marked = written;
  repository.sure = Confirms(repository, repository.marker);
  found_.push_back(std::move(repository));
}

void RepositoryFinder::Add(const BucketObject& object) {
  const bool archived = IsArchiveClass(object.storage_class);
  if (archived) {
    ++archived_.objects;
    archived_.bytes += object.size;
  }
  const std::string_view name = NameOf(object.key);
  // What was not confirmed by the objects behind it is none: the next candidate takes its place.
  if (const std::string_view kind = KindOf(name); !kind.empty()) {
    if (!found_.empty() && !found_.back().sure) found_.pop_back();
    Begin(kind, object.key, object.key.substr(0, object.key.size() - name.size()), object.modified);
  } else if (name == "volume.cfg" && object.key.find(kLonghorn) != std::string_view::npos) {
    const std::string_view prefix = object.key.substr(0, object.key.find(kLonghorn) + kLonghorn.size());
    if (found_.empty() || found_.back().prefix != prefix)
      Begin("Longhorn backup store", object.key, prefix, object.modified);
  }
  Note(object);
}

void RepositoryFinder::Note(const BucketObject& object) {
  if (found_.empty() || !object.key.starts_with(found_.back().prefix)) return;
  FoundRepository& repository = found_.back();
  repository.sure = repository.sure || Confirms(repository, object.key.substr(repository.prefix.size()));
  if (!repository.oldest || object.modified < *repository.oldest) repository.oldest = object.modified;
  if (!IsArchiveClass(object.storage_class)) return;
  ++repository.archived.objects;
  repository.archived.bytes += object.size;
  repository.archive_class = object.storage_class;
}

std::vector<FoundRepository> RepositoryFinder::Take() {
  std::erase_if(found_, [](const FoundRepository& repository) { return !repository.sure; });
  return std::move(found_);
}

}  // namespace lastgood
