// The templates as Alertmanager's own engine runs them.
#include "outputs/alertmanager/messages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "rules/groups/all.h"
#include "rules/rule.h"
#include "tests/support/process.h"
#include "tests/support/temp_dir.h"

namespace lastgood::alertmanager {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

using Json = nlohmann::ordered_json;

Json AnAlert(const std::string& status, const std::string& severity, const std::string& description) {
  return {{"status", status},
          {"labels", {{"alertname", "BackupStale"}, {"severity", severity}}},
          {"annotations", {{"summary", "The next good backup is late."}, {"description", description}}},
          {"startsAt", "2025-11-21T03:12:00Z"},
          {"generatorURL", "http://prometheus/graph"}};
}

// A notification about BackupStale in shop.
Json Notification(Json alerts) {
  const Json group = {
      {"alertname", "BackupStale"}, {"cluster", "eu"}, {"system", "cnpg"}, {"namespace", "shop"}};
  return {{"receiver", "lastgood-chat"},
          {"status", "firing"},
          {"externalURL", "http://alertmanager:9093"},
          {"groupLabels", group},
          {"commonLabels", group},
          {"commonAnnotations",
           {{"summary", "The next good backup is late."}, {"runbook_url", "https://books/BackupStale.md"}}},
          {"alerts", std::move(alerts)}};
}

class MessagesTest : public testing::Test {
 protected:
  // By the text's name; in both forms, which must say the same.
  std::string Render(std::string Messages::* text, const Json& notification,
                     const std::string& type = "text") {
    const GeneratorSettings settings;
    folder_.Write("lastgood.tmpl", TemplateFile(settings));
    folder_.Write("data.json", notification.dump());
    const std::string called = Run(TemplateCalls().*text, type);
    EXPECT_EQ(Run(InlineMessages(settings).*text, type), called);
    return called;
  }

 private:
  std::string Run(const std::string& text, const std::string& type) {
    Process amtool({"amtool", "template", "render", "--template.glob=" + folder_ / "*.tmpl",
                    "--template.text=" + text, "--template.type=" + type,
                    "--template.data=" + folder_ / "data.json"});
    const int code = amtool.Wait();
    EXPECT_NE(code, 127) << "amtool is not in PATH; ./dev test brings it";
    EXPECT_EQ(code, 0) << amtool.err;
    EXPECT_THAT(amtool.out, AllOf(Not(HasSubstr("<no value>")), Not(HasSubstr("ZgotmplZ"))));
    return amtool.out;
  }

  TempDir folder_;
};

const Json kTwo = Notification({AnAlert("firing", "warning", "Cluster shop/a is late."),
                                AnAlert("firing", "critical", "Cluster shop/b is very late.")});

TEST_F(MessagesTest, TheTitleSaysHowBadWhatAndWhereOnOneLine) {
  EXPECT_EQ(Render(&Messages::title, kTwo), "CRITICAL BackupStale x2 in shop (cnpg) on eu");
  EXPECT_EQ(Render(&Messages::title, Notification({AnAlert("firing", "warning", "a")})),
            "WARNING BackupStale in shop (cnpg) on eu");
  EXPECT_EQ(Render(&Messages::title, Notification({AnAlert("resolved", "critical", "a")})),
            "RESOLVED BackupStale in shop (cnpg) on eu");
}

TEST_F(MessagesTest, TheWorstComesFirstWithSinceWhenAndTheRunbook) {
  EXPECT_EQ(Render(&Messages::text, kTwo),
            "The next good backup is late.\n"
            "- critical: Cluster shop/b is very late. Since 21 Nov 03:12 UTC.\n"
            "- warning: Cluster shop/a is late. Since 21 Nov 03:12 UTC.\n"
            "Runbook: https://books/BackupStale.md\n"
            "Alerts: http://alertmanager:9093/#/alerts?receiver=lastgood-chat");
}

TEST_F(MessagesTest, OfManyItListsFiveAndSaysHowManyMore) {
  Json alerts = Json::array();
  for (int i = 0; i < 7; ++i) alerts.push_back(AnAlert("firing", "warning", "warned"));
  for (int i = 0; i < 3; ++i) alerts.push_back(AnAlert("firing", "critical", "bad"));
  for (int i = 0; i < 6; ++i) alerts.push_back(AnAlert("resolved", "warning", "good again"));
  const std::string text = Render(&Messages::text, Notification(alerts));
  const auto count = [&](const std::string& what) {
    int found = 0;
    for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + 1)) ++found;
    return found;
  };
  EXPECT_EQ(count("critical: bad"), 3);
  EXPECT_EQ(count("warning: warned"), 2);
  EXPECT_THAT(text, HasSubstr("... and 5 more.\n"));
  EXPECT_EQ(count("resolved: good again"), 5);
  EXPECT_THAT(text, HasSubstr("... and 1 more resolved.\n"));
}

TEST_F(MessagesTest, TelegramsHtmlIsEscapedAndSlacksLinksAreNotForged) {
  const Json tricky = Notification({AnAlert("firing", "critical", "a & b <http://evil|click> <b>")});
  EXPECT_THAT(Render(&Messages::telegram, tricky, "html"),
              AllOf(StartsWith("<b>CRITICAL BackupStale in shop (cnpg) on eu</b>\nThe next"),
                    HasSubstr("a &amp; b http://evil|click b"),
                    HasSubstr("<a href=\"https://books/BackupStale.md\">Runbook</a>")));
  EXPECT_THAT(
      Render(&Messages::slack_text, tricky),
      AllOf(HasSubstr("a & b http://evil|click b"), HasSubstr("<https://books/BackupStale.md|Runbook>")));
}

TEST_F(MessagesTest, TheSilenceLinkFiltersByTheGroup) {
  const std::string filter =
      "http://alertmanager:9093/#/silences/"
      "new?filter=%7Balertname%3D%22BackupStale%22%2Ccluster%3D%22eu%22%2C"
      "namespace%3D%22shop%22%2Csystem%3D%22cnpg%22%7D";
  EXPECT_THAT(Render(&Messages::slack_text, kTwo), HasSubstr("<" + filter + "|Silence>"));
  EXPECT_THAT(Render(&Messages::telegram, kTwo, "html"), HasSubstr("<a href=\"" + filter + "\">Silence</a>"));
}

TEST_F(MessagesTest, AThousandLongAlertsFitIntoOneTelegramMessage) {
  Json alerts = Json::array();
  for (int i = 0; i < 1000; ++i)
    alerts.push_back(AnAlert(i % 2 ? "firing" : "resolved", "critical", std::string(1000, 'x')));
  const std::string text = Render(&Messages::telegram, Notification(alerts), "html");
  EXPECT_LT(text.size(), 4096u);
  EXPECT_THAT(text, HasSubstr("Silence</a>"));
}

TEST_F(MessagesTest, AnAlertOfAnotherRuleWithoutOurAnnotationsIsStillNamed) {
  Json alert = AnAlert("firing", "page", "");
  alert["annotations"] = Json::object();
  Json notification = Notification({alert});
  notification["commonLabels"] = {{"alertname", "NodeDown"}};
  notification["groupLabels"] = Json::object();
  notification["commonAnnotations"] = Json::object();
  EXPECT_EQ(Render(&Messages::title, notification), "PAGE NodeDown");
  EXPECT_THAT(Render(&Messages::text, notification), HasSubstr("- page: BackupStale Since 21 Nov"));
}

TEST_F(MessagesTest, SlacksBarShowsTheWorst) {
  EXPECT_EQ(Render(&Messages::slack_color, kTwo), "danger");
  EXPECT_EQ(Render(&Messages::slack_color, Notification({AnAlert("firing", "warning", "a")})), "warning");
  EXPECT_EQ(Render(&Messages::slack_color, Notification({AnAlert("resolved", "critical", "a")})), "good");
}

TEST_F(MessagesTest, EveryAlertsOwnWordsFitUncut) {
  for (const Alert& alert : AllAlerts()) EXPECT_LT(alert.summary.size(), 200u) << alert.name;
}

}  // namespace
}  // namespace lastgood::alertmanager
