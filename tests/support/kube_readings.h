// Readings of Kubernetes objects for tests: each collects the names that it was shown. Used by one thread.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "net/kube/source.h"
#include "net/objects/reading.h"

namespace lastgood {

inline constexpr Resource kBackups{"postgresql.cnpg.io", "v1", "backups", "Backup"};
inline constexpr Resource kClusters{"postgresql.cnpg.io", "v1", "clusters", "Cluster"};
inline constexpr Resource kClaims{"", "v1", "persistentvolumeclaims", "PersistentVolumeClaim"};

// Collects "namespace/name" of each object; `also` may read more of it.
class Names {
 public:
  explicit Names(const Resource& resource, std::function<Status(const Fields&)> also = {})
      : resource_(resource), also_(std::move(also)) {}

  Reading reading() {
    return {resource_,
            [this](const Fields& fields) -> Status {
              list.push_back(fields.Namespace() + "/" + fields.Name());
              return also_ ? also_(fields) : fields.status();
            },
            [this] {
              list.clear();
              ++restarts;
            }};
  }

  std::vector<std::string> list;
  int restarts = 0;

 private:
  Resource resource_;
  std::function<Status(const Fields&)> also_;
};

// The messages of the problems, in order.
inline std::vector<std::string> Messages(const Result<ReadOutcome>& outcome) {
  if (!outcome.ok()) return {"ERROR " + outcome.error().message};
  std::vector<std::string> messages;
  for (const Problem& problem : outcome->problems) messages.push_back(problem.error.message);
  return messages;
}

}  // namespace lastgood
