#include "exporter/report/report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "base/text.h"
#include "base/time.h"
#include "exporter/report/service.h"
#include "exporter/report/table.h"
#include "exporter/serve/page.h"

namespace lastgood {
namespace {

using testing::HasSubstr;
using testing::Not;

const Time kNow = *ParseRfc3339("2026-08-20T12:00:00Z");

Row ObjectRow(Level level, std::string name) {
  Row row{.level = level, .key = {"cnpg", "app", "Cluster", std::move(name)}};
  row.recovery_point = kNow - std::chrono::hours(3);
  if (level > Level::kGood)
    row.findings = {{level, alerts::kBackupStale, "overdue", kNow - std::chrono::hours(2),
                     "no backup since yesterday", "look at it"}};
  return row;
}

Assessment With(std::vector<Row> rows) {
  Assessment assessment;
  assessment.rows = std::move(rows);
  assessment.objects = assessment.rows.size();
  assessment.objects_at_risk = 1;
  return assessment;
}

TEST(ReportTableTest, EachEntrySaysWhatSinceWhenWhyAndWhatToDoAndTheAnswerIsLast) {
  Row late = ObjectRow(Level::kWarning, "pg");
  late.known = Known{Evidence::kRestored, kNow - std::chrono::hours(48)};
  EXPECT_EQ(RenderTable(With({late, ObjectRow(Level::kGood, "a-longer-name")}), kNow, {}),
            "STATUS    WHAT          NAME    RECOVERY POINT  KNOWN BY         STATE\n"
            "WARNING   cnpg Cluster  app/pg  3h ago          restored 2d ago  overdue for 2h\n"
            "          no backup since yesterday\n"
            "          -> look at it\n"
            "\n1 is good; --all lists it.\n"
            "\n1 of 2 objects is at risk.\n");
}

TEST(ReportTableTest, NoRowIsWiderThanTheTerminal) {
  Row row = ObjectRow(Level::kWarning, std::string(60, 'x') + "\xC3\xA4");
  row.findings.front().what = std::string(80, 'y');
  for (const std::size_t width : {60, 80, 120}) {
    std::istringstream lines(RenderTable(With({row}), kNow, {.width = width, .fit = true}));
    for (std::string line; std::getline(lines, line);) EXPECT_LE(Columns(line), width) << line;
  }
}

TEST(ReportTableTest, QuietIsTheAnswerAlone) {
  EXPECT_EQ(RenderTable(With({ObjectRow(Level::kWarning, "pg")}), kNow, {.quiet = true}),
            "1 of 1 object is at risk.\n");
}

TEST(ReportTableTest, ARecoveryPointIsATimeABoundUnknownOrNone) {
  Row row = ObjectRow(Level::kGood, "pg");
  EXPECT_EQ(RecoveryInWords(row, kNow), "3h ago");
  row.recovery_point.reset();
  EXPECT_EQ(RecoveryInWords(row, kNow), "none");
  row.recovery_unknown = true;
  EXPECT_EQ(RecoveryInWords(row, kNow), "unknown");
  row.recovery_at_most = kNow - std::chrono::hours(6);
  EXPECT_EQ(RecoveryInWords(row, kNow), "before 6h ago");
}

TEST(ReportTableTest, NamesCannotWriteToTheTerminal) {
  const std::string table =
      RenderTable(With({ObjectRow(Level::kGood, "a\x1b[2Jb\nc")}), kNow, {.colour = true, .all = true});
  EXPECT_THAT(table, HasSubstr("app/a[2Jb c"));
  EXPECT_THAT(table, Not(HasSubstr("\x1b[2J")));
  EXPECT_THAT(table, HasSubstr("\x1b[32mGOOD"));
}

TEST(ReportTableTest, ManyGoodOnesAreFoldedUnlessAllAreWanted) {
  std::vector<Row> rows;
  for (int i = 0; i < 100; ++i) rows.push_back(ObjectRow(Level::kGood, "pg" + std::to_string(i)));
  EXPECT_THAT(RenderTable(With(rows), kNow, {}), HasSubstr("100 are good; --all lists them."));
  EXPECT_THAT(RenderTable(With(rows), kNow, {.all = true}), HasSubstr("app/pg99"));
}

TEST(ReportJsonTest, UnknownIsNull) {
  Row row = ObjectRow(Level::kUnknown, "pg\xFF");
  row.recovery_point.reset();
  const auto json = nlohmann::json::parse(RenderJson(With({row}), kNow));
  EXPECT_TRUE(json["rows"][0]["recovery_point"].is_null());
  EXPECT_EQ(json["rows"][0]["name"], "pg\uFFFD");
  EXPECT_EQ(json["rows"][0]["findings"][0]["since"], "2026-08-20T10:00:00Z");
}

TEST(ReportJsonTest, WhatIsNotSeenIsEscaped) {
  const std::string name = "pg\x7F\xC2\x9B\xE2\x80\xAE";
  const std::string text = RenderJson(With({ObjectRow(Level::kGood, name)}), kNow);
  EXPECT_THAT(text, HasSubstr("pg\\u007f\\u009b\\u202e"));
  EXPECT_EQ(nlohmann::json::parse(text)["rows"][0]["name"], name);
}

TEST(RelativeTest, BothDirections) {
  EXPECT_EQ(Relative(kNow - std::chrono::hours(2), kNow), "2h ago");
  EXPECT_EQ(Relative(kNow + std::chrono::minutes(5), kNow), "in 5m");
  EXPECT_EQ(Relative(kNow, kNow), "now");
}

ServiceLine Line() {
  ServiceLine line;
  line.level = Level::kWarning;
  line.declared = true;
  line.key.name = "care | <database>";
  line.covered_by = {"cnpg", "longhorn"};
  line.not_covered_by = {"velero"};
  line.what.recovery_point = kNow - std::chrono::hours(30);
  line.what.objective = std::chrono::hours(26);
  line.what.restored = kNow - std::chrono::hours(72);
  line.what.restore_duration = std::chrono::minutes(12);
  line.state = "recovery point too old";
  return line;
}

TEST(ReportServiceTest, TheTableShowsWhatIsAllowedAndWhatIsProven) {
  Assessment assessment = With({});
  assessment.service = {Line()};
  EXPECT_THAT(
      RenderTable(assessment, kNow, {}),
      HasSubstr("STATUS    COMPONENT          COVERED BY                  RECOVERY POINT  ALLOWED  RESTORE "
                "PROVEN  TOOK  VERDICT\n"
                "WARNING   care | <database>  cnpg, longhorn; not velero  1d 6h ago       1d 2h    3d ago    "
                "      12m   recovery point too old\n"));
}

TEST(ReportServiceTest, WhatIsUnknownIsSaid) {
  ServiceLine line = Line();
  line.what = {};
  line.covered_by = line.not_covered_by = {};
  EXPECT_EQ(ServiceCells(line, kNow), (std::vector<std::string>{"care | <database>", "nothing", "none", "",
                                                                "never", "", "recovery point too old"}));
}

TEST(ReportServiceTest, EveryFormatEscapesIt) {
  Assessment assessment = With({});
  assessment.service = {Line()};
  EXPECT_THAT(RenderMarkdown(assessment, kNow), HasSubstr("care \\| &lt;database>"));
  EXPECT_THAT(RenderPage(assessment, {}, {}, {}, kNow, {.version = "1"}),
              HasSubstr("care | &lt;database&gt;"));
  const auto json = nlohmann::json::parse(RenderJson(assessment, kNow));
  EXPECT_EQ(json["service"][0]["restore_duration_seconds"], 720);
  EXPECT_EQ(json["service"][0]["not_covered_by"][0], "velero");
}

TEST(ReportServiceTest, WhatIsCoveredIsOneLineAndDeclaredOnesAreListed) {
  Assessment assessment = With({});
  for (int i = 0; i < 100; ++i) {
    ServiceLine line = Line();
    line.level = Level::kGood;
    line.declared = i < 50;
    line.key.name = "c" + std::to_string(i);
    assessment.service.push_back(line);
  }
  const std::string table = RenderTable(assessment, kNow, {});
  EXPECT_THAT(table, HasSubstr("c49 "));
  EXPECT_THAT(table, Not(HasSubstr("c50 ")));
  EXPECT_THAT(table, HasSubstr("50 things that hold data are covered; --all lists them."));
}

}  // namespace
}  // namespace lastgood
