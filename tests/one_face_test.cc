// Page, `check`, JSON, records and dashboards say the same of every object, with a real Prometheus between
// them: on the demo, and on a thousand databases in every posture.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <regex>

#include "base/coding.h"
#include "base/time.h"
#include "dashboards/dashboard.h"
#include "dashboards/dashboards.h"
#include "tests/support/demo.h"
#include "tests/support/monitoring.h"

namespace lastgood {
namespace {

using nlohmann::json;
using Lines = std::set<std::string>;
using std::chrono::hours;

// What is good may have notes: then its level is `notice`.
std::string LineOf(const json& at) {
  const std::string state = at.value("state", "");
  return fmt::format("{} {}/{} {}: {} {}", at.value("system", ""), at.value("namespace", ""),
                     at.value("kind", ""), at.value("name", ""), state,
                     state == "Good" ? "" : at.value("level", ""));
}

// A line for each object: "cnpg shop/Cluster carts: BackupStale critical".
Lines InReport(const std::string& text) {
  Lines lines;
  const json report = json::parse(text);
  for (const json& row : report["rows"])
    if (row["subject"] == "object") lines.insert(LineOf(row));
  return lines;
}

// How many stand so, as the page's filters are called.
struct Counts {
  int risk = 0, attention = 0, unknown = 0, good = 0;
  bool operator==(const Counts&) const = default;
};

Counts CountsInReport(const std::string& text) {
  Counts counts;
  const json report = json::parse(text);
  for (const json& row : report["rows"]) {
    const bool object = row["subject"] == "object",
               bad = row["level"] == "critical" || row["level"] == "warning";
    counts.risk += object && bad;
    counts.attention += !object && bad;
    counts.unknown += row["level"] == "unknown";
    counts.good += object && row["state"] == "Good";
  }
  return counts;
}

Counts CountsOnPage(const std::string& html) {
  Counts counts;
  const std::pair<const char*, int*> chips[] = {{"At risk", &counts.risk},
                                                {"Attention", &counts.attention},
                                                {"Cannot tell", &counts.unknown},
                                                {"Good", &counts.good}};
  for (const auto& [words, count] : chips) {
    std::smatch match;
    const std::regex chip(fmt::format("</span>{} ([0-9]+)</a>", words));
    *count = std::regex_search(html, match, chip) ? std::stoi(match[1]) : -1;
  }
  return counts;
}

class Watched {
 public:
  explicit Watched(const std::string& config, const TempDir& folder) : serving_(config) {
    const std::string out = folder / "generated";
    Process generate({LASTGOOD_BINARY, "generate", "rules", "--config", config, "--out", out});
    EXPECT_EQ(generate.Wait(), 0) << generate.err;
    serving_.AwaitReady();
    prometheus_.emplace(serving_.url.substr(serving_.url.find("127")), out + "/rules/*.yaml");
  }

  std::string Report() const { return serving_.Get("/api/v1/report"); }
  std::string Page() const { return serving_.Get("/"); }
  Lines Recorded() const {
    Lines lines;
    for (const json& series : Ask("lastgood:object_state")) lines.insert(LineOf(series["metric"]));
    return lines;
  }
  // The number that a tile of the posture dashboard shows.
  int Tile(const std::string& panel) const {
    for (const Dashboard& dashboard : Dashboards({}))
      for (const PanelQuery& query : QueriesOf(dashboard, {}))
        if (dashboard.uid == "lastgood-posture" && query.panel == panel) {
          const json result = Ask(promql::ToLine(*query.expr, query.names));
          return result.empty() ? -1 : std::stoi(result[0]["value"][1].get<std::string>());
        }
    return -1;
  }

 private:
  json Ask(const std::string& query) const {
    const json data = prometheus_->Data("/api/v1/query?query=" + PercentEncode(query));
    return data.is_object() ? data["result"] : json::array();
  }

  Serving serving_;
  std::optional<PrometheusServer> prometheus_;
};

void ExpectOneFace(const std::string& config, const TempDir& folder, std::size_t objects) {
  const Watched watched(config, folder);
  const std::string report = watched.Report();
  const Lines told = InReport(report);
  EXPECT_GE(told.size(), objects);
  Eventually([&] { return watched.Recorded() == told; });
  EXPECT_EQ(watched.Recorded(), told);
  Process check({LASTGOOD_BINARY, "check", "--config", config, "-o", "json"});
  check.Wait();
  EXPECT_EQ(InReport(check.out), told);
  const Counts counts = CountsInReport(report);
  const Counts shown = CountsOnPage(watched.Page());
  EXPECT_TRUE(shown == counts) << shown.risk << ' ' << shown.attention << ' ' << shown.unknown << ' '
                               << shown.good;
  EXPECT_EQ(watched.Tile("At risk"), counts.risk);
  EXPECT_EQ(watched.Tile("Other problems"), counts.attention);
}

TEST(OneFaceTest, TheDemoIsJudgedOnce) {
  const Demo demo;
  ASSERT_TRUE(demo.rendered());
  ExpectOneFace(demo.config(), demo.folder(), 20);
}

// A database in one of the postures that there are, by `index`.
class Database {
 public:
  explicit Database(int index) : index_(index), now_(SystemClock().Now()) {}

  std::vector<json> Objects() const {
    switch (index_ % 12) {
      case 0:  // good
        return {Cluster(), Schedule(), Backup("a", hours(1))};
      case 1:
        return {Cluster(), Schedule(), Backup("late", hours(60))};
      case 2:
        return {Cluster(), Schedule(), Backup("critical", hours(24 * 9))};
      case 3:
        return {Cluster(), Schedule()};  // never
      case 4:
        return {Cluster(), Schedule(), Backup("a", hours(10)), Backup("failed", hours(1), "failed")};
      case 5:
        return {Cluster()};  // unprotected
      case 6:
        return {Cluster(), With(Schedule(), "/spec/suspend", true), Backup("a", hours(1))};
      case 7:
        return {With(Cluster(), "/metadata/annotations", {{"lastgood.dev/ignore", "a cache"}})};
      case 8:
        return {With(Cluster(), "/metadata/creationTimestamp", At(hours(1))),
                With(Schedule(), "/metadata/creationTimestamp", At(hours(1)))};
      case 9:
        return {Cluster(), Schedule(), Backup("a", hours(21)), Backup("hangs", hours(20), "running")};
      case 10:
        return {Cluster(), Schedule(), Backup("ahead", -hours(48))};
      default:
        return {With(Cluster(), "/status/conditions",
                     json::array({{{"type", "ContinuousArchiving"},
                                   {"status", "False"},
                                   {"reason", "ContinuousArchivingFailing"},
                                   {"message", "exit status 1"}}})),
                Schedule(), Backup("a", hours(1))};
    }
  }

 private:
  static json With(json object, const std::string& path, const json& value) {
    object[json::json_pointer(path)] = value;
    return object;
  }
  std::string At(Duration age) const { return FormatRfc3339(now_ - age); }
  std::string Name() const { return fmt::format("db-{}", index_); }
  json Object(const std::string& kind, const std::string& name) const {
    return {{"apiVersion", "postgresql.cnpg.io/v1"},
            {"kind", kind},
            {"metadata",
             {{"namespace", fmt::format("team-{}", index_ % 20)},
              {"name", name},
              {"creationTimestamp", At(hours(24 * 30))}}}};
  }
  json Cluster() const { return With(Object("Cluster", Name()), "/spec/instances", 1); }
  json Schedule() const {
    const json spec = {{"schedule", "0 0 2 * * *"}, {"cluster", {{"name", Name()}}}};
    return With(Object("ScheduledBackup", Name()), "/spec", spec);
  }
  json Backup(const std::string& name, Duration age, const std::string& phase = "completed") const {
    const json spec = {{"cluster", {{"name", Name()}}}};
    json status = {{"phase", phase}, {"startedAt", At(age)}};
    if (phase != "running") status["stoppedAt"] = At(age);
    json backup = With(Object("Backup", Name() + "-" + name), "/spec", spec);
    backup["metadata"]["creationTimestamp"] = At(std::max<Duration>(age, hours(1)));
    return With(backup, "/status", status);
  }

  int index_;
  Time now_;
};

TEST(OneFaceTest, AThousandDatabasesInEveryPostureAreJudgedOnce) {
  const TempDir folder;
  json items = json::array();
  for (int index = 0; index < 1'000; ++index)
    std::ranges::move(Database(index).Objects(), std::back_inserter(items));
  folder.Write("manifests/all.json", json{{"apiVersion", "v1"}, {"kind", "List"}, {"items", items}}.dump());
  const std::string config =
      folder.Write("lastgood.yaml", "kubernetes: {folder: " + folder / "manifests" + "}\n");
  ExpectOneFace(config, folder, 1'000);
}

}  // namespace
}  // namespace lastgood
