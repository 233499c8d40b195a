#include "exporter/serve/object_page.h"

#include <gmock/gmock.h>

#include "model/snapshot.h"

namespace lastgood {
namespace {

using testing::HasSubstr;
using testing::Not;

const Time kNow{std::chrono::seconds(1'790'000'000)};

Story Late() {
  Story story;
  story.row.key = {"cnpg", "shop", "Cluster", "carts"};
  story.row.level = Level::kCritical;
  story.row.findings = {{Level::kCritical,
                         alerts::kBackupStale,
                         "overdue",
                         kNow - std::chrono::hours(3),
                         "the newest is old",
                         "kubectl -n shop get backups",
                         {}}};
  story.facts = {{"Can be restored to", "", kNow - std::chrono::hours(80), "the oldest is older"}};
  story.tracks = {
      {"plugin to s3",
       {},
       {{kNow - std::chrono::hours(80), StoryRun::Kind::kGood, 2048}, {kNow, StoryRun::Kind::kMissed, {}}}}};
  story.lists = {
      {"Policies", {{ObjectKey{"cnpg", "shop", "ScheduledBackup", "daily"}, "0 0 2 * * *", {}}}, 3}};
  story.commands = {"kubectl -n shop get backups"};
  return story;
}

TEST(ObjectPageTest, ThePageTellsTheStory) {
  const std::string page = RenderObjectPage(Late(), kNow, {});
  for (const char* text :
       {"<span>shop/</span>carts", "badge critical", "overdue", "href=\"../../../../runbooks/BackupStale\"",
        "<dt>Can be restored to</dt>", "class=\"run good\"", "class=\"run missed\"", "2.0 KiB",
        "href=\"../../../../object/cnpg/shop/ScheduledBackup/daily\"", "and 3 more", "<code>kubectl"})
    EXPECT_THAT(page, HasSubstr(text));
  EXPECT_THAT(page, Not(HasSubstr("dashboard"))) << "no Grafana is named";
}

TEST(ObjectPageTest, ItLeadsToTheDashboardWhereGrafanaIsNamed) {
  EXPECT_THAT(RenderObjectPage(Late(), kNow, {.grafana = "https://grafana.example"}),
              HasSubstr("href=\"https://grafana.example/d/lastgood-postgres?var-namespace=shop\""));
}

TEST(ObjectPageTest, WhatCameFromOutsideIsEscaped) {
  Story story = Late();
  const std::string evil = "\"><script>alert(1)</script>";
  story.row.key.name = story.row.findings[0].why = story.facts[0].note = story.tracks[0].title = evil;
  story.lists[0].lines[0].object->name = story.lists[0].lines[0].text = story.commands[0] = evil;
  EXPECT_THAT(RenderObjectPage(story, kNow, {}), Not(HasSubstr("<script")));
}

}  // namespace
}  // namespace lastgood
