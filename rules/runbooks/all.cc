#include <iterator>

#include "rules/runbooks/pages.h"

namespace lastgood {

const std::vector<Runbook>& Runbooks() {
  using namespace runbooks;
  static const std::vector<Runbook> books = [] {
    std::vector<Runbook> all;
    for (const auto of : {OfBackups, OfSchedules, OfProtection, OfRestores, OfStorage, OfCoverage, OfLogs,
                          OfLastgood, OfCnpg, OfStandby, OfLoki, OfOthers}) {
      std::vector<Runbook> part = of();
      std::move(part.begin(), part.end(), std::back_inserter(all));
    }
    return all;
  }();
  return books;
}

}  // namespace lastgood
