// One entry of `opensearch:` as its collector runs it, and what one reading of a repository gives. Values.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "collectors/shared/store.h"
#include "net/http/access.h"
#include "net/objects/reading.h"

namespace lastgood::opensearch {

struct Plan {
  ObjectKey key;         // named by `name`, else by the repository, else by the entry
  StorePromise promise;  // for what no policy of the cluster promises

  // By the API of a cluster, or from a folder with its recorded answers (file:///folder).
  std::string url;
  std::string repository;  // as the cluster calls it
  HttpAccess access;

  // Without the API.
  std::optional<StorePlace> place;
};

struct RepositoryFacts {
  ObjectFacts object;
  DestinationFacts destination;
  std::vector<PolicyFacts> policies;
  std::vector<Problem> problems;
};

// Mistakes are complained about to the reader.
Plan ReadPlan(const std::string& name, ConfigReader& reader, const Environment& environment);

// The object and the destination before anything is read; protection by the entry's own promise.
RepositoryFacts BlankRepository(const Plan& plan);

// The place was read, and holds no repository: `detail` says what is there instead.
void TellMissing(RepositoryFacts& reading, std::string detail);

}  // namespace lastgood::opensearch
