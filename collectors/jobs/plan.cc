#include "collectors/jobs/plan.h"

#include <fmt/format.h>

#include <algorithm>

namespace lastgood::jobs {
namespace {

using std::chrono::seconds;

constexpr std::size_t kMaxExpected = 10'000;

Duration ReadLength(ConfigReader& reader, const char* key, Duration otherwise) {
  const Duration length = reader.Length(key).value_or(otherwise);
  if (length < seconds(1)) reader.Complain(key, "expected at least 1 s");
  return length;
}

void ReadPlace(ConfigReader& reader, JobsPlan& plan) {
  if (reader.Has("folder") == reader.Has("url"))
    reader.Complain("", "expected either folder (of .prom files) or url (of a Pushgateway's /metrics)");
  plan.folder = reader.String("folder").value_or("");
  if (reader.Has("folder") && !plan.folder.starts_with('/'))
    reader.Complain("folder", "expected an absolute path");
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

Expectation ReadExpectation(ConfigReader& reader) {
  Expectation expected{.job = reader.String("job").value_or(""),
                       .schedule = reader.String("schedule").value_or(""),
                       .timezone = reader.String("timezone").value_or(""),
                       .max_age = reader.Length("max_age")};
  if (expected.job.empty()) reader.Complain("", "job is missing: the job's label");
  if (expected.schedule.empty() && !expected.max_age)
    reader.Complain("", "expected a schedule or max_age: how often should it succeed?");
  if (expected.schedule.empty()) return expected;
  Result<Cron> cron = Cron::Parse(expected.schedule, CronDialect::kStandard, expected.timezone);
  if (cron.ok())
    expected.cron = std::move(cron).value();
  else
    reader.Complain("schedule", cron.error().message);
  return expected;
}

std::vector<Expectation> ReadExpectations(ConfigReader& reader) {
  std::vector<Expectation> all;
  for (ConfigReader& entry : reader.List("expect")) {
    Expectation expected = ReadExpectation(entry);
    if (std::ranges::find(all, expected.job, &Expectation::job) != all.end())
      entry.Complain("job", fmt::format("\"{}\" is expected twice", expected.job));
    all.push_back(std::move(expected));
  }
  if (all.size() > kMaxExpected) reader.Complain("expect", "at most 10,000 jobs are possible");
  return all;
}

}  // namespace

JobsPlan ReadJobsPlan(const std::string& name, ConfigReader& reader) {
  JobsPlan plan{.name = name};
  ReadPlace(reader, plan);
  ReadMetrics(reader, plan.metrics);
  plan.expect = ReadExpectations(reader);
  plan.bucket_max_age = ReadLength(reader, "bucket_max_age", plan.bucket_max_age);
  plan.interval = ReadLength(reader, "interval", plan.interval);
  plan.timeout = ReadLength(reader, "timeout", plan.timeout);
  return plan;
}

}  // namespace lastgood::jobs
