#include "net/manifests/index.h"

#include <sys/stat.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "net/manifests/text.h"
#include "net/manifests/yaml.h"
#include "net/objects/object.h"

namespace lastgood {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

bool IsKustomization(const fs::path& path) {
  const std::string name = path.filename().string();
  return name == "kustomization.yaml" || name == "kustomization.yml" || name == "Kustomization";
}

// An entry of `patches` has its file in `path`; one of `patchesStrategicMerge` is the file, or the patch
// itself.
void AddPatches(const std::string& folder, const json& entries, std::vector<std::string>& files) {
  if (!entries.is_array()) return;
  for (const json& entry : entries) {
    const json& file = entry.is_object() ? entry.value("path", json()) : entry;
    if (!file.is_string()) continue;
    const std::string name = file.get<std::string>();
    if (name.empty() || name.find('\n') != name.npos) continue;
    files.push_back((fs::path(folder) / name).lexically_normal().string());
  }
}

std::string Normal(const std::string& path) { return fs::path(path).lexically_normal().string(); }

std::string_view WithoutPadding(const std::string& padded) {
  return std::string_view(padded).substr(0, padded.size() - kTextPadding);
}

}  // namespace

std::vector<std::string> PatchFiles(const std::string& folder, std::string_view text) {
  std::vector<std::string> files;
  if (text.find("patches") == text.npos) return files;
  const auto read = [&](std::string_view document, const std::optional<Error>&) {
    const json kustomization = json::parse(document, nullptr, false);
    if (!kustomization.is_object()) return;
    for (const char* key : {"patches", "patchesStrategicMerge"})
      AddPatches(folder, kustomization.value(key, json()), files);
  };
  const auto ignore = [](std::string_view, const std::optional<Error>&) {};
  for (const YamlPiece& piece : SplitYaml(text))
    // What is no YAML names no patches.
    static_cast<void>(ReadYaml(piece, {.item = ignore, .document = read, .stop = [] { return false; }}));
  return files;
}

void ManifestIndex::Look(const std::string& path, File& file) const {
  const Result<std::string> text = ReadManifestFile(path, false);
  file.glimpse = {};
  file.patches.clear();
  if (!text.ok()) {
    file.glimpse.unsure = true;
    return;
  }
  file.glimpse = GlanceAtText(WithoutPadding(*text));
  if (IsKustomization(path))
    file.patches = PatchFiles(fs::path(path).parent_path().string(), WithoutPadding(*text));
}

Status ManifestIndex::Update(const ManifestFiles& files, const std::function<bool()>& stop) {
  std::map<std::string, File> now;
  patches_.clear();
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
      Look(path, file);
    }
    patches_.insert(file.patches.begin(), file.patches.end());
    if (file.glimpse.kinds.empty() && !file.glimpse.unsure) ++strangers_;
  }
  files_ = std::move(now);
  std::erase_if(patches_, [&](const std::string& path) { return !files_.contains(path); });
  return Ok();
}

std::vector<std::string> ManifestIndex::Wanted(const ManifestFiles& files, const Kinds& kinds) const {
  std::vector<std::string> wanted;
  for (const std::string& path : files.paths) {
    const auto file = files_.find(Normal(path));
    if (file == files_.end() || (file->second.glimpse.MayHold(kinds) && !patches_.contains(file->first)))
      wanted.push_back(path);
  }
  return wanted;
}

}  // namespace lastgood
