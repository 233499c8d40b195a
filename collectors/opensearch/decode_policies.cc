// What a cluster has promised: OpenSearch's snapshot management (SM), Elasticsearch's snapshot lifecycle
// management (SLM).
#include "collectors/opensearch/decode_policies.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/time.h"
#include "collectors/opensearch/decode_cluster.h"
#include "collectors/opensearch/decode_snapshots.h"
#include "collectors/opensearch/document.h"
#include "collectors/opensearch/schedule.h"
#include "net/objects/object.h"

namespace lastgood::opensearch {
namespace {

constexpr std::size_t kMostPolicies = 1000;

Error Expected(std::string_view what, std::string_view body) {
  return {ErrorCode::kMalformed, fmt::format("expected {}, found {}", what, Cut(body))};
}

void SetCron(Result<Cron> cron, PolicyRow& row) {
  if (cron.ok())
    row.cron = *cron;
  else
    row.trouble = cron.error().message;
}

std::optional<Duration> Length(const Value& value) {
  const Result<Duration> length = ParseTimeValue(value.Text());
  return length.ok() ? std::optional(*length) : std::nullopt;
}

// What both systems pass on to the call that makes the snapshot.
void ReadConfig(const Value& config, PolicyRow& row) {
  row.indices = config["indices"].Joined();
  if (row.indices == "*" || row.indices == "_all") row.indices.clear();
  row.without_global_state = !config["include_global_state"].Bool().value_or(true);
}

void ReadSmSchedule(const Value& creation, PolicyRow& row) {
  row.creates = creation.IsObject();
  if (!row.creates) return;
  const Value cron = creation["schedule"]["cron"];
  row.schedule = cron["expression"].Text();
  row.timezone = cron["timezone"].Text();
  if (cron.IsObject())
    SetCron(UnixSchedule(row.schedule, row.timezone), row);
  else
    row.trouble = "its creation schedule is no cron expression";
}

PolicyRow SmPolicy(const Value& policy) {
  PolicyRow row{.name = policy["name"].Text(), .repository = policy["snapshot_config"]["repository"].Text()};
  ReadSmSchedule(policy["creation"], row);
  ReadConfig(policy["snapshot_config"], row);
  const Value condition = policy["deletion"]["condition"];
  row.retention = Length(condition["max_age"]);
  row.retention_backups = condition["max_count"].Number();
  const std::optional<bool> enabled = policy["enabled"].Bool();
  if (enabled) row.suspended = !*enabled;
  if (row.suspended.value_or(false))
    row.suspended_detail = "it is not enabled: POST _plugins/_sm/policies/<name>/_start";
  row.since = policy["enabled_time"].Millis();
  if (!row.since) row.since = policy["last_updated_time"].Millis();
  return row;
}

// An attempt may fail before there is a snapshot: then only this tells.
void AddLastExecution(const Value& execution, PolicyRow& row) {
  const std::string status = execution["status"].Text();
  row.last_run = execution["start_time"].Millis();
  // One that took too long may end well later.
  if (status == "SUCCESS" || status == "FAILED") row.own_until = execution["end_time"].Millis();
  if (status == "SUCCESS" && row.own_until)
    row.succeeded = PolicySuccess{.snapshot = "", .start = row.last_run, .end = *row.own_until};
  if (status != "FAILED" && status != "TIME_LIMIT_EXCEEDED") return;
  row.failed = execution["end_time"].Millis();
  if (!row.failed) row.failed = row.last_run;
  const std::string message = execution["info"]["message"].Text(), cause = execution["info"]["cause"].Text();
  row.failure = fmt::format("policy {}: {}{}{}", row.name, message.empty() ? status : message,
                            cause.empty() ? "" : ": ", cause);
}

void ReadSlmFailure(const Value& failure, PolicyRow& row) {
  row.failed = failure["time"].Millis();
  if (!row.failed) return;
  // JSON in a text, with the words under "reason".
  const std::string details = failure["details"].Text();
  const Result<Document> parsed = Document::Parse(details);
  const std::string reason = parsed.ok() ? parsed->root()["reason"].Text() : "";
  row.failure = fmt::format("policy {}: snapshot {}: {}", row.name, failure["snapshot_name"].Text(),
                            reason.empty() ? details : reason);
}

PolicyRow SlmPolicy(const std::string& name, const Value& item, const std::string& mode) {
  const Value policy = item["policy"];
  PolicyRow row{
      .name = name, .repository = policy["repository"].Text(), .schedule = policy["schedule"].Text()};
  SetCron(SlmSchedule(row.schedule), row);
  ReadConfig(policy["config"], row);
  row.retention = Length(policy["retention"]["expire_after"]);
  row.retention_backups = policy["retention"]["max_count"].Number();
  if (!mode.empty()) row.suspended = mode != "RUNNING";
  if (row.suspended.value_or(false)) row.suspended_detail = fmt::format("SLM is {}: POST _slm/start", mode);
  row.since = item["modified_date_millis"].Millis();
  row.next_run = item["next_execution_millis"].Millis();
  const Value success = item["last_success"], failure = item["last_failure"];
  for (const Value& record : {success, failure})
    if (const std::optional<Time> begun = record["start_time"].Millis(); begun > row.last_run)
      row.last_run = begun;
  if (const std::optional<Time> end = success["time"].Millis())
    row.succeeded = PolicySuccess{success["snapshot_name"].Text(), success["start_time"].Millis(), *end};
  row.names_successes = true;
  row.own_until = row.succeeded ? std::optional(row.succeeded->end) : row.since;
  ReadSlmFailure(failure, row);
  return row;
}

void Keep(PolicyRow row, PolicyList& list) {
  if (!row.name.empty() && !row.repository.empty()) return list.policies.push_back(std::move(row));
  list.problems.push_back(
      MakeProblem({"", "Policy", "", Cut(row.name, 200)},
                  {ErrorCode::kMalformed, "expected a name and a repository, found none"}));
}

}  // namespace

Result<PolicyList> DecodeSmPolicies(std::string_view body) {
  LASTGOOD_ASSIGN(const Document document, Document::Parse(body));
  const Value policies = document.root()["policies"];
  if (!policies.IsList()) return Expected("a list of policies", body);
  PolicyList list;
  std::size_t seen = 0;
  policies.EachElement([&](const Value& entry) {
    if (seen++ < kMostPolicies) Keep(SmPolicy(entry["sm_policy"]), list);
  });
  list.total = static_cast<std::uint64_t>(
      std::max<std::int64_t>(0, document.root()["total_policies"].Number().value_or(0)));
  list.total = std::max<std::uint64_t>(list.total, seen);
  return list;
}

Status AddSmExplanations(std::string_view body, std::vector<PolicyRow>& policies) {
  LASTGOOD_ASSIGN(const Document document, Document::Parse(body));
  const Value explained = document.root()["policies"];
  if (!explained.IsList()) return Expected("explanations of policies", body);
  explained.EachElement([&](const Value& entry) {
    const auto row = std::ranges::find(policies, entry["name"].Text(), &PolicyRow::name);
    if (row == policies.end()) return;
    row->next_run = entry["creation"]["trigger"]["time"].Millis();
    AddLastExecution(entry["creation"]["latest_execution"], *row);
  });
  return Ok();
}

Result<PolicyList> DecodeSlmPolicies(std::string_view body, const std::string& mode) {
  LASTGOOD_ASSIGN(const Document document, Document::Parse(body));
  if (document.root()["error"].IsObject()) return Expected("policies", body);
  PolicyList list;
  document.root().EachMember([&](const std::string& name, const Value& item) {
    if (list.total++ < kMostPolicies) Keep(SlmPolicy(name, item, mode), list);
  });
  return list;
}

Result<std::string> DecodeSlmMode(std::string_view body) {
  LASTGOOD_ASSIGN(const Document document, Document::Parse(body));
  std::string mode = document.root()["operation_mode"].Text();
  if (mode.empty()) return Expected("operation_mode", body);
  return mode;
}

}  // namespace lastgood::opensearch
