#include "net/manifests/index.h"

#include <sys/stat.h>

#include <filesystem>

#include "net/manifests/text.h"
#include "net/objects/object.h"

namespace lastgood {
namespace {

namespace fs = std::filesystem;

std::string Normal(const std::string& path) { return fs::path(path).lexically_normal().string(); }

std::string_view WithoutPadding(const std::string& padded) {
  return std::string_view(padded).substr(0, padded.size() - kTextPadding);
}

Glimpse Look(const std::string& path) {
  const Result<std::string> text = ReadManifestFile(path, false);
  return text.ok() ? GlanceAtText(WithoutPadding(*text)) : Glimpse{.unsure = true};
}

std::optional<std::string> ReadText(const std::string& path) {
  const Result<std::string> text = ReadManifestFile(path, false);
  if (!text.ok()) return std::nullopt;
  return std::string(WithoutPadding(*text));
}

}  // namespace

Status ManifestIndex::Update(const ManifestFiles& files, const std::function<bool()>& stop) {
  std::map<std::string, File> now;
  bool changed_any = files_.size() != files.paths.size();
  strangers_ = 0;
  for (const std::string& named : files.paths) {
    if (stop()) return Error{ErrorCode::kTimeout, named + ": not read, since no time was left"};
    const std::string path = Normal(named);
    struct stat status{};
    const bool there = ::stat(path.c_str(), &status) == 0;
    const std::int64_t changed = status.st_mtim.tv_sec * std::int64_t{1'000'000'000} + status.st_mtim.tv_nsec;
    const auto former = files_.find(path);
    File& file = now[path];
    if (former != files_.end()) file = std::move(former->second);
    if (former == files_.end() || !there || file.size != status.st_size || file.changed != changed) {
      file.size = status.st_size;
      file.changed = changed;
      file.glimpse = Look(path);
      changed_any = true;
    }
    if (file.glimpse.kinds.empty() && !file.glimpse.unsure) ++strangers_;
  }
  files_ = std::move(now);
  if (changed_any) {
    std::vector<std::string> paths;
    for (const auto& [path, file] : files_) paths.push_back(path);
    kustomizations_ = std::make_shared<const Kustomizations>(paths, ReadText);
  }
  return Ok();
}

std::vector<std::string> ManifestIndex::Wanted(const ManifestFiles& files, const Kinds& kinds) const {
  std::vector<std::string> wanted;
  for (const std::string& path : files.paths) {
    const auto file = files_.find(Normal(path));
    if (file == files_.end() ||
        (file->second.glimpse.MayHold(kinds) && !kustomizations_->patch_files().contains(file->first)))
      wanted.push_back(path);
  }
  return wanted;
}

}  // namespace lastgood
