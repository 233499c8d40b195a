#include "collectors/s3/repository_finder.h"

#include <algorithm>

#include "net/s3/lifecycle.h"

namespace lastgood {
namespace {

constexpr std::size_t kMostRepositories = 1000;
constexpr std::string_view kRestic = "restic repository", kSnapshots = "snapshot repository";
constexpr std::string_view kLonghorn = "backupstore/volumes/";

std::string_view NameOf(std::string_view key) { return key.substr(key.rfind('/') + 1); }

// Beside the marker: "config" alone may be anybody's.
bool ConfirmsRestic(std::string_view rest) {
  return rest.starts_with("keys/") || rest.starts_with("snapshots/");
}

bool ConfirmsSnapshots(std::string_view rest) {
  return rest.starts_with("snap-") || rest.starts_with("indices/");
}

bool Confirms(const FoundRepository& repository, std::string_view rest) {
  if (repository.kind == kRestic) return ConfirmsRestic(rest);
  if (repository.kind == kSnapshots) return ConfirmsSnapshots(rest);
  return true;
}

void MakeOlder(std::optional<Time>& oldest, const std::optional<Time>& other) {
  if (other && (!oldest || *other < *oldest)) oldest = other;
}

void AddUsage(const Usage& from, Usage& to) {
  to.objects += from.objects;
  to.bytes += from.bytes;
}

std::string_view KindOf(std::string_view name) {
  if (name == "kopia.repository" || name == "kopia.repository.f") return "kopia repository";
  if (name == "config") return kRestic;
  if (name == "index.latest") return kSnapshots;
  return "";
}

}  // namespace

RepositoryFinder::RepositoryFinder(std::string_view start) {
  if (start.empty()) return;
  heads_.push_back({});
  for (std::size_t slash = start.find('/'); slash != std::string_view::npos;
       slash = start.find('/', slash + 1))
    heads_.push_back({.prefix = std::string(start.substr(0, slash + 1))});
  open_ = heads_.size();
}

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
  if (IsArchiveClass(object.storage_class)) AddUsage({object.size, 1}, archived_);
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
  if (found_.empty())
    AddToHeads(object);
  else
    Note(object);
}

void RepositoryFinder::AddToHeads(const BucketObject& object) {
  // A folder that a key has left behind does not come again.
  while (open_ > 0 && !object.key.starts_with(heads_[open_ - 1].prefix)) --open_;
  for (std::size_t i = 0; i < open_; ++i) {
    Head& head = heads_[i];
    const std::string_view rest = object.key.substr(head.prefix.size());
    head.restic = head.restic || ConfirmsRestic(rest);
    head.snapshots = head.snapshots || ConfirmsSnapshots(rest);
    MakeOlder(head.oldest, object.modified);
    if (!IsArchiveClass(object.storage_class)) continue;
    AddUsage({object.size, 1}, head.archived);
    head.archive_class = object.storage_class;
  }
}

void RepositoryFinder::Join(const Head& head, FoundRepository& repository) {
  repository.sure = repository.sure || (repository.kind == kRestic && head.restic) ||
                    (repository.kind == kSnapshots && head.snapshots);
  MakeOlder(repository.oldest, head.oldest);
  if (head.archived.objects == 0) return;
  AddUsage(head.archived, repository.archived);
  repository.archive_class = head.archive_class;
}

void RepositoryFinder::Append(RepositoryFinder next) {
  AddUsage(next.archived_, archived_);
  if (found_.empty()) {
    found_ = std::move(next.found_);
    return;
  }
  FoundRepository& last = found_.back();
  for (const Head& head : next.heads_)
    if (head.prefix == last.prefix) Join(head, last);
  auto first = next.found_.begin();
  // Of a Longhorn store every volume begins it anew, in each range.
  if (first != next.found_.end() && first->marker.ends_with("volume.cfg") && first->prefix == last.prefix) {
    MakeOlder(last.oldest, first->oldest);
    AddUsage(first->archived, last.archived);
    if (first->archived.objects > 0) last.archive_class = first->archive_class;
    ++first;
  } else if (first != next.found_.end() && !last.sure) {
    found_.pop_back();
  }
  const auto room = static_cast<std::ptrdiff_t>(kMostRepositories - found_.size());
  std::move(first, first + std::min(room, next.found_.end() - first), std::back_inserter(found_));
}

void RepositoryFinder::Note(const BucketObject& object) {
  if (found_.empty() || !object.key.starts_with(found_.back().prefix)) return;
  FoundRepository& repository = found_.back();
  repository.sure = repository.sure || Confirms(repository, object.key.substr(repository.prefix.size()));
  MakeOlder(repository.oldest, object.modified);
  if (!IsArchiveClass(object.storage_class)) return;
  AddUsage({object.size, 1}, repository.archived);
  repository.archive_class = object.storage_class;
}

std::vector<FoundRepository> RepositoryFinder::Take() {
  std::erase_if(found_, [](const FoundRepository& repository) { return !repository.sure; });
  return std::move(found_);
}

}  // namespace lastgood
