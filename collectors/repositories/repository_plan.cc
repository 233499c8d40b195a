#include "collectors/repositories/repository_plan.h"

namespace lastgood {

RepositoryReading BlankReading(const RepositoryPlan& plan, std::string_view method, Time now) {
  RepositoryReading reading{.object = StoreObject(plan.key, method, plan.place, plan.promise)};
  reading.object.observed = now;
  reading.destination = {.system = plan.key.system,
                         .name = plan.key.name,
                         .url = plan.place.Url(),
                         .available = true,
                         .last_check = now,
                         .observed = now};
  return reading;
}

void TellMissing(RepositoryReading& reading, std::string detail) {
  reading.object.protection = Protection::kImpossible;
  reading.object.protection_detail = detail;
  reading.destination.available = false;
  reading.destination.detail = std::move(detail);
}

}  // namespace lastgood
