// What lies in a folder of manifests, so that each reader opens only files that may hold what it wants: the
// kinds that each file names, by a glance, and what kustomizations make of them. Files that did not change
// are not looked at again. Not thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "net/manifests/files.h"
#include "net/manifests/glance.h"
#include "net/manifests/kustomizations.h"

namespace lastgood {

class ManifestIndex {
 public:
  // kTimeout when `stop` says so. A file that cannot be read is taken for one that may hold anything.
  Status Update(const ManifestFiles& files, const std::function<bool()>& stop);

  // The files worth reading for these kinds, in their order.
  std::vector<std::string> Wanted(const ManifestFiles& files, const Kinds& kinds) const;
  // How many files hold no Kubernetes object, and how many are patches.
  std::size_t strangers() const { return strangers_; }
  std::size_t patches() const { return kustomizations_->patch_files().size(); }
  std::shared_ptr<const Kustomizations> kustomizations() const { return kustomizations_; }  // never null

 private:
  struct File {
    std::int64_t size = 0, changed = 0;  // bytes; nanoseconds
    Glimpse glimpse;
  };

  std::map<std::string, File> files_;
  std::shared_ptr<const Kustomizations> kustomizations_ = std::make_shared<const Kustomizations>();
  std::size_t strangers_ = 0;
};

}  // namespace lastgood
