// One entry of `repositories:` as its collector runs it, and what one reading of a repository gives. Values.
#pragma once

#include <string>
#include <vector>

#include "collectors/shared/store.h"
#include "net/objects/reading.h"

namespace lastgood {

struct RepositoryPlan {
  ObjectKey key;  // its system is the type: restic, kopia
  StorePlace place;
  StorePromise promise;
};

struct RepositoryReading {
  ObjectFacts object;
  DestinationFacts destination;
  std::vector<Problem> problems;
};

// Both as they are when the place was read just now and nothing is in it yet.
RepositoryReading BlankReading(const RepositoryPlan& plan, std::string_view method, Time now);

// The place was read, and holds no repository: `detail` says what is there instead.
void TellMissing(RepositoryReading& reading, std::string detail);

}  // namespace lastgood
