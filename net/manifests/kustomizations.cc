#include "net/manifests/kustomizations.h"

#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>

namespace lastgood {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr std::size_t kMostDepth = 16;
constexpr std::size_t kMostSteps = 1'000'000;  // of patches to files, and of files to those that use them
constexpr std::string_view kHowTo = "kubectl kustomize DIR | lastgood check -";

std::string FolderOf(const std::string& path) { return fs::path(path).parent_path().string(); }

std::string Join(const std::string& folder, const std::string& name) {
  std::string path = (fs::path(folder) / name).lexically_normal().string();
  if (path.size() > 1 && path.ends_with('/')) path.pop_back();
  return path;
}

// The paths that a list names; URLs are no files, and neither are patches that stand there themselves.
std::vector<std::string> Paths(const std::string& folder, const json& list) {
  std::vector<std::string> paths;
  if (!list.is_array()) return paths;
  for (const json& entry : list)
    if (entry.is_string() && entry.get<std::string>().find_first_of("\n:?") == std::string::npos)
      paths.push_back(Join(folder, entry.get<std::string>()));
  return paths;
}

std::string Text(const json& entry, const char* key) {
  const auto found = entry.is_object() ? entry.find(key) : entry.end();
  return entry.is_object() && found != entry.end() && found->is_string() ? found->get<std::string>() : "";
}

Error Unclear(std::string_view what) {
  return {ErrorCode::kMalformed, fmt::format("{}: give lastgood what it becomes: {}", what, kHowTo)};
}

}  // namespace

bool IsKustomization(const std::string& path) {
  const std::string name = fs::path(path).filename().string();
  return name == "kustomization.yaml" || name == "kustomization.yml" || name == "Kustomization";
}

Kustomizations::Kustomizations(const std::vector<std::string>& paths, const ReadText& read) {
  for (const std::string& path : paths)
    if (IsKustomization(path)) ReadOne(path, read);
  FindVariants();
}

void Kustomizations::ReadOne(const std::string& path, const ReadText& read) {
  const std::optional<std::string> text = read(path);
  if (!text) return;
  const std::string folder = FolderOf(path);
  for (const std::string& text_of : ReadDocuments(*text)) {
    const json document = json::parse(text_of, nullptr, false);
    if (!document.is_object()) continue;
    Kustomization& into = folders_[folder];
    for (const char* key : {"resources", "bases"})
      for (std::string& named : Paths(folder, document.value(key, json())))
        into.resources.push_back(std::move(named));
    for (std::string& named : Paths(folder, document.value("components", json())))
      into.components.push_back(std::move(named));
    for (const char* key : {"patchesStrategicMerge", "patches", "patchesJson6902"})
      ReadPatches(path, document.value(key, json()).dump(), read, into);
  }
}

// An entry of `patches` and `patchesJson6902` has its file in `path` or stands in `patch`; one of
// `patchesStrategicMerge` is the file, or the patch itself.
void Kustomizations::ReadPatches(const std::string& path, std::string_view entries, const ReadText& read,
                                 Kustomization& into) {
  for (const json& entry : json::parse(entries, nullptr, false)) {
    const std::string plain = entry.is_string() ? entry.get<std::string>() : "";
    const bool is_file = !plain.empty() && plain.find('\n') == plain.npos;
    const std::string name = is_file ? plain : Text(entry, "path");
    std::optional<std::string> text = is_file || entry.is_object() ? Text(entry, "patch") : plain;
    std::string written_in = path;
    if (!name.empty()) {
      written_in = Join(FolderOf(path), name);
      patch_files_.insert(written_in);
      text = read(written_in);
    }
    const bool targeted = entry.is_object() && entry.contains("target");
    const std::string target = targeted ? entry["target"].dump() : "";
    std::vector<std::string> bodies = ReadDocuments(text.value_or(""));
    if (bodies.empty() && targeted) bodies.emplace_back();
    for (std::string& body : bodies) into.patches.push_back(MakePatch(written_in, target, std::move(body)));
  }
}

void Kustomizations::ReachResources(const Kustomization& from, std::size_t depth, Reached& reached) const {
  for (const std::string& resource : from.resources) {
    if (!reached.Step()) return;
    if (!folders_.contains(resource)) {
      reached.files[resource];
      continue;
    }
    Reached below{.steps_left = reached.steps_left};
    Reach(resource, depth + 1, below);
    for (const auto& [file, patches] : below.files) {
      if (!reached.Step()) return;
      Patches& own = reached.files[file];
      own.insert(own.end(), patches.begin(), patches.end());
    }
  }
}

void Kustomizations::Reach(const std::string& folder, std::size_t depth, Reached& reached) const {
  const auto found = folders_.find(folder);
  if (found == folders_.end() || depth == kMostDepth) return;
  ReachResources(found->second, depth, reached);
  // A component changes what was gathered so far
  // (https://kubectl.docs.kubernetes.io/guides/config_management/components/).
  for (const std::string& component : found->second.components)
    if (reached.Step()) Reach(component, depth + 1, reached);
  for (const Patch& patch : found->second.patches)
    for (auto& [file, patches] : reached.files)
      if (reached.Step()) patches.push_back(&patch);
}

void Kustomizations::FindVariants() {
  std::set<std::string> used;
  for (const auto& [folder, kustomization] : folders_) {
    used.insert(kustomization.resources.begin(), kustomization.resources.end());
    used.insert(kustomization.components.begin(), kustomization.components.end());
  }
  std::size_t steps = kMostSteps;
  for (const auto& [folder, kustomization] : folders_) {
    if (used.contains(folder)) continue;
    Reached reached{.steps_left = &steps};
    Reach(folder, 0, reached);
    for (auto& [file, patches] : reached.files) variants_[file].insert(std::move(patches));
  }
  too_many_ = steps == 0;
}

Result<std::optional<std::string>> Kustomizations::Apply(const std::string& file, const ObjectName& name,
                                                         std::string_view object) const {
  const auto variants = variants_.find(file);
  if (too_many_) return Unclear("the kustomizations of this folder go round in circles, or are too many");
  if (variants == variants_.end()) return std::optional<std::string>();
  std::set<Patches> concerning;
  for (const Patches& all : variants->second) {
    Patches patches;
    for (const Patch* patch : all)
      if (MayConcern(*patch, name)) patches.push_back(patch);
    concerning.insert(std::move(patches));
  }
  if (concerning.size() > 1) return Unclear("several kustomizations make different things of it");
  const Patches& patches = *concerning.begin();
  if (patches.empty()) return std::optional<std::string>();
  Result<std::string> made = Patched(patches, object);
  if (!made.ok()) return Unclear(made.error().message);
  return std::optional(*std::move(made));
}

}  // namespace lastgood
