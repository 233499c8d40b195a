// What every dashboard has, whatever the settings.
#include "dashboards/dashboard.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>

#include "dashboards/asking.h"
#include "dashboards/dashboards.h"
#include "dashboards/exceptions.h"
#include "rules/groups/all.h"

namespace lastgood {
namespace {

// With a config that has only these collectors.
GeneratorSettings Only(std::set<std::string> collectors) {
  GeneratorSettings settings;
  settings.everything = false;
  settings.collectors = std::move(collectors);
  return settings;
}

const std::vector<GeneratorSettings>& Configs() {
  static const std::vector<GeneratorSettings> kConfigs = {
      {}, Only({}), Only({"cnpg"}), Only({"longhorn", "s3"}), Only({"loki", "restore_tests"})};
  return kConfigs;
}

template <typename Visit>
void EachPanel(Visit visit) {
  for (const GeneratorSettings& settings : Configs())
    for (const Dashboard& dashboard : Dashboards(settings))
      for (const Panel& panel : dashboard.panels) {
        SCOPED_TRACE(dashboard.uid + ": " + panel.title);
        visit(panel);
      }
}

std::vector<std::string> TitlesOf(const GeneratorSettings& settings) {
  std::vector<std::string> titles;
  for (const Dashboard& dashboard : Dashboards(settings)) titles.push_back(dashboard.title);
  return titles;
}

const Dashboard& Named(const std::vector<Dashboard>& dashboards, std::string_view title) {
  return *std::find_if(dashboards.begin(), dashboards.end(),
                       [&](const Dashboard& each) { return each.title == title; });
}

// How many panels cover each cell, row by row.
std::vector<std::array<int, 24>> CellsOf(const Dashboard& dashboard) {
  std::vector<std::array<int, 24>> cells;
  for (const Panel& panel : dashboard.panels)
    for (int y = panel.grid.y; y < panel.grid.y + panel.grid.height; ++y)
      for (int x = panel.grid.x; x < panel.grid.x + panel.grid.width; ++x) {
        if (cells.size() <= static_cast<std::size_t>(y)) cells.resize(y + 1);
        ++cells[y].at(x);
      }
  return cells;
}

TEST(DashboardTest, TheGridHasNoGapAndNoOverlap) {
  for (const GeneratorSettings& settings : Configs())
    for (const Dashboard& dashboard : Dashboards(settings)) {
      const auto cells = CellsOf(dashboard);
      for (std::size_t y = 0; y < cells.size(); ++y)
        for (int x = 0; x < 24; ++x)
          ASSERT_EQ(cells[y][x], 1) << dashboard.uid << " at column " << x << ", row " << y;
    }
}

TEST(DashboardTest, EveryPanelSaysWhatItShowsAndWhatItMeansWhenItShowsNothing) {
  EachPanel([](const Panel& panel) {
    EXPECT_FALSE(panel.title.empty());
    if (panel.type == PanelType::kRow) return;
    EXPECT_TRUE(panel.description.ends_with('.')) << panel.description;
    EXPECT_FALSE(panel.unit.empty());
    EXPECT_FALSE(panel.no_value.empty());
    EXPECT_FALSE(panel.queries.empty());
    EXPECT_FALSE(panel.thresholds.empty());
  });
}

TEST(DashboardTest, EveryQueryAsksOneDataSource) {
  EachPanel([](const Panel& panel) {
    for (const Query& query : panel.queries) EXPECT_NE(query.expr == nullptr, query.logql.empty());
  });
}

TEST(DashboardTest, TablesAskForTheLastValuesOfAtLeastTwoQueries) {
  // Grafana calls the value of a single query Value instead of Value #A, and every column would be empty.
  EachPanel([](const Panel& panel) {
    if (panel.type != PanelType::kTable) return;
    EXPECT_GE(panel.queries.size(), 2u);
    for (const Query& query : panel.queries) EXPECT_FALSE(query.range);
    EXPECT_FALSE(panel.columns.empty());
  });
}

TEST(DashboardTest, TablesAreSortedByAColumnThatTheyHave) {
  EachPanel([](const Panel& panel) {
    if (panel.sort_by.empty()) return;
    EXPECT_TRUE(std::any_of(panel.columns.begin(), panel.columns.end(),
                            [&](const Column& column) { return column.title == panel.sort_by; }));
  });
}

TEST(DashboardTest, EveryRunbookAndAnnotationIsOfAnAlertThatExists) {
  std::set<std::string> known;
  for (const Alert& alert : AllAlerts()) known.insert(alert.name);
  for (const Dashboard& dashboard : Dashboards({})) {
    for (const AlertName alert : dashboard.alerts) EXPECT_TRUE(known.contains(alert)) << alert;
    EXPECT_FALSE(dashboard.alerts.empty()) << dashboard.uid;
    for (const Panel& panel : dashboard.panels)
      for (const AlertName alert : panel.alerts) EXPECT_TRUE(known.contains(alert)) << panel.title;
  }
}

TEST(DashboardTest, UidsAreUniqueAndOfALengthThatGrafanaTakes) {
  std::set<std::string> uids;
  for (const Dashboard& dashboard : Dashboards({})) {
    EXPECT_TRUE(uids.insert(dashboard.uid).second) << dashboard.uid;
    EXPECT_GE(dashboard.uid.size(), 8u);
    EXPECT_LE(dashboard.uid.size(), 40u);
  }
}

TEST(DashboardTest, PanelTitlesOfADashboardDiffer) {
  for (const Dashboard& dashboard : Dashboards({})) {
    std::set<std::string> titles;
    for (const Panel& panel : dashboard.panels)
      EXPECT_TRUE(titles.insert(panel.title).second) << dashboard.uid << ": " << panel.title;
  }
}

TEST(DashboardTest, EveryExceptionIsOfAPanelThatExists) {
  const std::vector<Dashboard> dashboards = Dashboards({});
  for (const Exception& exception : EmptyOnTheDemo()) {
    std::size_t found = 0;
    for (const Dashboard& dashboard : dashboards)
      for (const PanelQuery& query : QueriesOf(dashboard, {})) found += exception.IsAbout(dashboard, query);
    EXPECT_GT(found, 0u) << exception.dashboard << ": " << exception.panel;
    EXPECT_FALSE(exception.reason.empty());
  }
}

TEST(DashboardTest, SystemsThatAreNotConfiguredHaveNoDashboard) {
  using testing::ElementsAre;
  EXPECT_THAT(TitlesOf({}), ElementsAre("Backup posture", "Backup & storage", "PostgreSQL recovery",
                                        "Volumes", "Logs", "lastgood itself"));
  EXPECT_THAT(TitlesOf(Only({})), ElementsAre("Backup posture", "Backup & storage", "lastgood itself"));
  EXPECT_THAT(
      TitlesOf(Only({"cnpg", "loki"})),
      ElementsAre("Backup posture", "Backup & storage", "PostgreSQL recovery", "Logs", "lastgood itself"));
}

TEST(DashboardTest, StorageHasExactlyThePanelsThatWereAskedFor) {
  std::vector<std::string> titles;
  const std::vector<Dashboard> dashboards = Dashboards({});
  const Dashboard& dashboard = Named(dashboards, "Backup & storage");
  for (const Panel& panel : dashboard.panels) titles.push_back(panel.title);
  EXPECT_THAT(titles, testing::ElementsAre("Status per job", "Time since last backup", "Duration",
                                           "Files changed", "Dump size", "Bucket usage vs limit",
                                           "Size by prefix", "Objects by prefix"));
}

TEST(DashboardTest, WithoutBucketsStorageHasNoPanelOfThem) {
  const std::vector<Dashboard> dashboards = Dashboards(Only({"cnpg"}));
  EXPECT_EQ(Named(dashboards, "Backup & storage").panels.size(), 5u);
}

TEST(DashboardTest, HostJobsTellOfBucketsToo) {
  const std::vector<Dashboard> dashboards = Dashboards(Only({"jobs"}));
  EXPECT_EQ(Named(dashboards, "Backup & storage").panels.size(), 8u);
}

TEST(DashboardTest, UsageIsColoredByTheConfiguredThresholds) {
  GeneratorSettings settings;
  settings.thresholds.bucket_warning = 0.7;
  settings.thresholds.bucket_critical = 0.8;
  const std::vector<Dashboard> dashboards = Dashboards(settings);
  const Panel& usage = Named(dashboards, "Backup & storage").panels[5];
  ASSERT_EQ(usage.thresholds.size(), 3u);
  EXPECT_EQ(usage.thresholds[1].from, 0.7);
  EXPECT_EQ(usage.thresholds[2].from, 0.8);
}

}  // namespace
}  // namespace lastgood
