#include "collectors/longhorn/longhorn.h"

#include "collectors/kubernetes.h"
#include "collectors/longhorn/assemble.h"
#include "collectors/longhorn/reads.h"
#include "collectors/remember.h"
#include "collectors/table.h"

namespace lastgood {
namespace {

using namespace longhorn;

// Remembers the tables between passes.
class LonghornCollector {
 public:
  LonghornCollector(std::shared_ptr<KubeSource> source, const Clock& clock)
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
    collected.absent = collected.failures.empty() && !tables_.volumes.Known() && !tables_.backups.Known() &&
                       !tables_.jobs.Known() && !tables_.targets.Known() && !tables_.system_backups.Known();
    return collected;
  }

 private:
  std::shared_ptr<KubeSource> source_;
  const Clock& clock_;
  LonghornTables tables_;
};

}  // namespace

const CollectorKind kLonghornKind{
    .name = "longhorn",
    .section = "collectors",
    .summary = "Longhorn volumes under their claims: backups, recurring jobs, backup targets, system backups",
    .reads = {kReads.begin(), kReads.end()},
    .make = &MakeLonghornCollectors,
};

Result<std::vector<Collector>> MakeLonghornCollectors(ConfigReader& section, const Environment& environment) {
  std::vector<Collector> collectors;
  Collector collector = KubernetesCollector("longhorn", section);
  if (environment.kubernetes == nullptr) return collectors;
  const auto memory = std::make_shared<LonghornCollector>(environment.kubernetes, environment.clock);
  collector.collect = [memory](const Pass& pass) { return memory->Collect(pass); };
  collectors.push_back(std::move(collector));
  return collectors;
}

}  // namespace lastgood
