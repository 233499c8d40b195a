#include "collectors/jobs/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace lastgood::jobs {
namespace {

constexpr std::size_t kMaxExpected = 10'000;

// What an exporter's metrics mean, so that nobody has to write it down.
void ApplyPreset(ConfigReader& reader, JobsPlan& plan) {
  const std::optional<std::string> name = reader.String("preset");
  if (!name) return;
  const std::optional<Preset> preset = PresetNamed(*name);
  if (!preset)
    return reader.Complain("preset", fmt::format("\"{}\" is none; expected one of {}", *name, PresetNames()));
  plan.job_label = preset->job_label;
  for (const auto& [metric, fact] : preset->metrics) plan.vocabulary.metrics[metric] = fact;
}

void ReadPlace(ConfigReader& reader, JobsPlan& plan) {
  if (reader.Has("folder") == reader.Has("url"))
    reader.Complain("", "expected either folder (of .prom files) or url (of a Pushgateway's /metrics)");
  plan.folder = reader.Path("folder").value_or("");
  if (reader.Has("folder") && plan.folder.empty()) reader.Complain("folder", "expected the path of a folder");
  if (!reader.Has("url")) return;
  plan.url = ReadHttpUrl(reader, "http://pushgateway:9091/metrics");
  plan.access = ReadHttpAccess(reader);
}

void ReadMetrics(ConfigReader& reader, MetricMap& metrics) {
  std::optional<ConfigReader> table = reader.Map("metrics");
  if (!table) return;
  for (const std::string& metric : table->Keys()) {
    const std::optional<std::string> name = table->String(metric);
    const std::optional<Fact> fact = name ? FactNamed(*name) : std::nullopt;
    if (fact)
      metrics[metric] = *fact;
    else if (name)
      table->Complain(metric, fmt::format("\"{}\" is no fact; expected one of {}", *name, FactNames()));
  }
}

bool Promises(const StorePromise& promise) { return promise.cron || promise.max_age; }

Expectation ReadExpectation(ConfigReader& reader, const JobsPlan& plan) {
  Expectation expected{.job = reader.String("job").value_or(""), .promise = ReadStorePromise(reader)};
  if (expected.job.empty()) reader.Complain("", "job is missing: the job's label");
  if (reader.Has("schedule") || Promises(expected.promise)) return expected;
  if (!Promises(plan.promise))
    reader.Complain("", "expected a schedule or max_age: how often should it succeed?");
  expected.promise = plan.promise;
  return expected;
}

std::vector<Expectation> ReadExpectations(ConfigReader& reader, const JobsPlan& plan) {
  std::vector<Expectation> all;
  std::set<std::string> jobs;
  for (ConfigReader& entry : reader.List("expect")) {
    all.push_back(ReadExpectation(entry, plan));
    if (!jobs.insert(all.back().job).second)
      entry.Complain("job", fmt::format("\"{}\" is expected twice", all.back().job));
  }
  if (all.size() > kMaxExpected) reader.Complain("expect", "at most 10,000 jobs are possible");
  return all;
}

}  // namespace

std::string JobsPlan::place() const { return url.empty() ? folder : url.substr(0, url.find_first_of("?#")); }

JobsPlan ReadJobsPlan(const std::string& name, ConfigReader& reader) {
  JobsPlan plan{.name = name};
  ReadPlace(reader, plan);
  ApplyPreset(reader, plan);
  plan.job_label = reader.String("job_label").value_or(plan.job_label);
  ReadMetrics(reader, plan.vocabulary.metrics);
  plan.vocabulary.outcomes.Read(reader);
  for (std::string& label : reader.Strings("not_parts")) plan.vocabulary.not_parts.insert(std::move(label));
  plan.promise = ReadStorePromise(reader);
  plan.expect = ReadExpectations(reader, plan);
  plan.forget_after = ReadPositiveLength(reader, "forget_after", plan.forget_after);
  plan.bucket_max_age = ReadPositiveLength(reader, "bucket_max_age", plan.bucket_max_age);
  plan.interval = ReadPositiveLength(reader, "interval", plan.interval);
  plan.timeout = ReadPositiveLength(reader, "timeout", plan.timeout);
  return plan;
}

}  // namespace lastgood::jobs
