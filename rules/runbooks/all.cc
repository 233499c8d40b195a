#include "rules/runbooks/all.h"

#include <iterator>

#include "rules/runbooks/backups.h"
#include "rules/runbooks/cnpg.h"
#include "rules/runbooks/coverage.h"
#include "rules/runbooks/lastgood.h"
#include "rules/runbooks/logs.h"
#include "rules/runbooks/loki.h"
#include "rules/runbooks/protection.h"
#include "rules/runbooks/raw_systems.h"
#include "rules/runbooks/restores.h"
#include "rules/runbooks/schedules.h"
#include "rules/runbooks/standby.h"
#include "rules/runbooks/steps.h"
#include "rules/runbooks/storage.h"

namespace lastgood {

const std::vector<Runbook>& Runbooks() {
  using namespace runbooks;
  static const std::vector<Runbook> books = [] {
    std::vector<Runbook> all;
    for (const auto of : {OfBackups, OfSchedules, OfProtection, OfRestores, OfStorage, OfCoverage, OfLogs,
                          OfLastgood, OfCnpg, OfStandby, OfLoki, OfRawSystems}) {
      std::vector<Runbook> part = of();
      std::move(part.begin(), part.end(), std::back_inserter(all));
    }
    return all;
  }();
  return books;
}

}  // namespace lastgood
