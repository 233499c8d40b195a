// What the kustomizations of a folder make of the objects in its files, as far as their patches go: names,
// namespaces, images and generators are not followed, and neither is what lies elsewhere. Bounded in depth
// and number. Immutable once read; may be asked from several threads.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "net/manifests/patches.h"

namespace lastgood {

bool IsKustomization(const std::string& path);

class Kustomizations {
 public:
  // The text of a file; nullopt when it cannot be read.
  using ReadText = std::function<std::optional<std::string>(const std::string& path)>;

  Kustomizations() = default;
  // Of those of `paths` that are kustomizations. Paths here and below are normal ("a/b", not "./a//b").
  Kustomizations(const std::vector<std::string>& paths, const ReadText& read);

  // The files that hold a patch: half an object, which is not to be read as one.
  const std::set<std::string>& patch_files() const { return patch_files_; }

  // `object`, JSON text of a file of this tree, as they make it; nullopt when they leave it as it is.
  // kMalformed when that cannot be told: two of them make different things of it, or a patch is not
  // understood.
  Result<std::optional<std::string>> Apply(const std::string& file, const ObjectName& name,
                                           std::string_view object) const;

 private:
  using Patches = std::vector<const Patch*>;
  struct Reached {
    std::map<std::string, Patches> files;
    std::size_t* steps_left;  // of the whole search
    bool Step() const {
      if (*steps_left == 0) return false;
      --*steps_left;
      return true;
    }
  };
  struct Kustomization {
    std::vector<std::string> resources, components;  // paths
    std::vector<Patch> patches;
  };
  void ReadOne(const std::string& path, const ReadText& read);
  void ReadPatches(const std::string& path, std::string_view entries, const ReadText& read,
                   Kustomization& into);
  void Reach(const std::string& folder, std::size_t depth, Reached& reached) const;
  void ReachResources(const Kustomization& from, std::size_t depth, Reached& reached) const;
  void FindVariants();

  std::map<std::string, Kustomization> folders_;
  std::set<std::string> patch_files_;
  bool too_many_ = false;
  // What each kustomization that no other uses does to a file; more than one where they differ.
  std::map<std::string, std::set<Patches>> variants_;
};

}  // namespace lastgood
