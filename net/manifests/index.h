// What lies in a folder of manifests, so that each reader opens only files that may hold what it wants: the
// kinds that each file names, by a glance, and the files that kustomizations apply to others as patches (half
// an object of the same name). Files that did not change are not looked at again. Not thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "net/manifests/files.h"
#include "net/manifests/glance.h"

namespace lastgood {

class ManifestIndex {
 public:
  // kTimeout when `stop` says so. A file that cannot be read is taken for one that may hold anything.
  Status Update(const ManifestFiles& files, const std::function<bool()>& stop);

  // The files worth reading for these kinds, in their order.
  std::vector<std::string> Wanted(const ManifestFiles& files, const Kinds& kinds) const;
  // How many files hold no Kubernetes object, and how many are patches.
  std::size_t strangers() const { return strangers_; }
  std::size_t patches() const { return patches_.size(); }

 private:
  struct File {
    std::int64_t size = 0, changed = 0;  // bytes; nanoseconds
    Glimpse glimpse;
    std::vector<std::string> patches;  // that a kustomization names
  };
  void Look(const std::string& path, File& file) const;

  std::map<std::string, File> files_;
  std::set<std::string> patches_;
  std::size_t strangers_ = 0;
};

// The files that the text of a kustomization.yaml in `folder` names as strategic merge patches
// (https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/patches/).
std::vector<std::string> PatchFiles(const std::string& folder, std::string_view text);

}  // namespace lastgood
