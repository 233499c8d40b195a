#include "collectors/cnpg/cnpg.h"

#include "collectors/cnpg/assemble.h"
#include "collectors/cnpg/reads.h"
#include "collectors/kubernetes.h"
#include "collectors/remember.h"
#include "collectors/table.h"

namespace lastgood {
namespace {

using namespace cnpg;

// Remembers the tables between passes.
class CnpgCollector {
 public:
  CnpgCollector(std::shared_ptr<KubeSource> source, const Clock& clock)
      : source_(std::move(source)), clock_(clock) {}

  Collected Collect(const Pass& pass) {
    const Time now = clock_.Now();
    TableReport report = ReadTables(*source_, ReadsInto(tables_), pass.deadline, now, pass.progress);
    Collected collected;
    collected.facts = Assemble(tables_, now);
    RememberFailures(pass.former, collected.facts);
    collected.failures = std::move(report.failures);
    collected.problems = std::move(report.problems);
    for (Problem& problem : Complaints(tables_)) collected.problems.push_back(std::move(problem));
    collected.absent = collected.failures.empty() && !tables_.clusters.Known() && !tables_.backups.Known() &&
                       !tables_.schedules.Known();
    return collected;
  }

 private:
  std::shared_ptr<KubeSource> source_;
  const Clock& clock_;
  CnpgTables tables_;
};

}  // namespace

const CollectorKind kCnpgKind{
    .name = "cnpg",
    .section = "collectors",
    .summary = "CloudNativePG clusters: base backups, schedules, WAL archiving, recovery windows",
    .reads = {kReads.begin(), kReads.end()},
    .make = &MakeCnpgCollectors,
};

Result<std::vector<Collector>> MakeCnpgCollectors(ConfigReader& section, const Environment& environment) {
  std::vector<Collector> collectors;
  Collector collector = KubernetesCollector("cnpg", section);
  if (environment.kubernetes == nullptr) return collectors;
  const auto memory = std::make_shared<CnpgCollector>(environment.kubernetes, environment.clock);
  collector.collect = [memory](const Pass& pass) { return memory->Collect(pass); };
  collectors.push_back(std::move(collector));
  return collectors;
}

}  // namespace lastgood
