// A restart changes no alert: a real Prometheus with the generated rules and keep_firing_for 0s watches
// lastgood, which is killed between two scrapes and started again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/stat.h>

#include <atomic>

#include "base/time.h"
#include "tests/support/demo.h"
#include "tests/support/kube_cluster.h"
#include "tests/support/monitoring.h"

namespace lastgood {
namespace {

using std::chrono::hours;
using testing::HasSubstr;
using testing::Not;
using Alerts = std::set<std::string>;

// The API server and the Pushgateway that lastgood reads, each of which a test may take away.
class Sources {
 public:
  Sources() { StartApi(); }

  void StartApi() {
    api_.emplace([this](const TestServer::Request& request) { return Api(request); });
    WriteKubeconfig(folder_, api_->Url(), "token: token-that-nobody-may-see");
  }
  void StopApi() { api_.reset(); }
  void ForgetFailedBackup() { failed_there_ = false; }
  void ForgetGroup() { group_there_ = false; }
  const TempDir& folder() const { return folder_; }
  // How often they were read.
  int pushes() const { return pushes_; }
  int lists() const { return lists_; }
  std::string Pushgateway() const { return pushgateway_.Url() + "/metrics"; }

 private:
  static std::string At(Duration age) { return FormatRfc3339(SystemClock().Now() - age); }

  static std::string Backup(const std::string& name, Duration age, const std::string& phase) {
    return R"({"metadata":{"namespace":"app","name":")" + name + R"(","creationTimestamp":")" + At(age) +
           R"("},"spec":{"cluster":{"name":"pg"}},"status":{"phase":")" + phase + R"(","startedAt":")" +
           At(age) + R"(","stoppedAt":")" + At(age) + "\"}}";
  }

  TestServer::Reply Api(const TestServer::Request& request) {
    const std::string group = "/apis/postgresql.cnpg.io/v1/", version = "postgresql.cnpg.io/v1";
    const std::string created = R"("creationTimestamp":")" + At(hours(24 * 90)) + "\"";
    if (request.path() == group + "clusters")
      return {.body = KubeList(version, "Cluster",
                               R"({"metadata":{"namespace":"app","name":"pg",)" + created +
                                   R"(},"spec":{}},)" + R"({"metadata":{"namespace":"app","name":"bare",)" +
                                   created + R"(},"spec":{}})")};
    if (request.path() == group + "scheduledbackups")
      return {.body = KubeList(version, "ScheduledBackup",
                               R"({"metadata":{"namespace":"app","name":"pg",)" + created +
                                   R"(},"spec":{"schedule":"0 0 0 * * *","cluster":{"name":"pg"}}})")};
    if (request.path() != group + "backups")
      return {.status = 404, .body = "404 page not found\n", .headers = {{"Content-Type", "text/plain"}}};
    ++lists_;
    std::string backups = Backup("good", hours(24 * 9), "completed");
    if (failed_there_) backups += "," + Backup("bad", hours(20), "failed");
    return {.body = KubeList(version, "Backup", backups)};
  }

  TestServer::Reply Push() {
    ++pushes_;
    if (!group_there_) return {.body = "push_time_seconds{job=\"other\"} 1\n"};
    const auto then = SystemClock().Now() - hours(24 * 5);
    const std::string seconds = std::to_string(then.time_since_epoch() / std::chrono::seconds(1));
    return {.body =
                "backup_success{job=\"nightly\"} 1\npush_time_seconds{job=\"nightly\"} " + seconds + "\n"};
  }

  TempDir folder_;
  std::atomic<bool> failed_there_ = true, group_there_ = true;
  std::atomic<int> pushes_ = 0, lists_ = 0;
  std::optional<TestServer> api_;
  TestServer pushgateway_{[this](const TestServer::Request&) { return Push(); }};
};

class RestartTest : public testing::Test {
 protected:
  void SetUp() override {
    config_ = folder_.Write(
        "lastgood.yaml",
        "kubernetes: {kubeconfig: " + sources_.folder() / "config" +
            "}\ncollectors: {cnpg: {interval: 5s}}\njobs: {host: {url: \"" + sources_.Pushgateway() +
            "\", interval: 5s, max_age: 1d, basic_auth: {username: u, password_file: " +
            folder_.Write("password", "password-that-nobody-may-see") + "}}, never: {url: \"http://" +
            nobody_ + "/metrics\", interval: 5s}}\ngenerate: {keep_firing_for: 0s, max_for: 1s}\n");
    Process generate(
        {LASTGOOD_BINARY, "generate", "rules", "--config", config_, "--out", folder_ / "generated"});
    ASSERT_EQ(generate.Wait(), 0) << generate.err;
    Start();
    ASSERT_NE(serving_->url, "");
    serving_->AwaitReady();
    prometheus_.emplace(address_, folder_ / "generated/rules/*.yaml", "", "5s");
  }

  void Start() {
    serving_ = std::make_unique<Serving>(config_, std::vector<std::string>{"--state.dir", folder_ / "state"},
                                         address_);
  }

  // When Prometheus last scraped lastgood; and whether it ever failed to.
  double Scraped(const std::string& of) const {
    const nlohmann::json data = prometheus_->Data("/api/v1/query?query=" + of);
    if (!data.contains("result") || data["result"].empty()) return 0;
    return std::stod(data["result"][0]["value"][1].get<std::string>());
  }

  // Both sources were read since, and what they said was scraped and judged.
  void AwaitReadings() {
    const int pushes = sources_.pushes(), lists = sources_.lists();
    ASSERT_TRUE(Eventually([&] { return sources_.pushes() > pushes + 1 && sources_.lists() > lists + 1; }));
    for (int i = 0; i < 3; ++i) {
      const double before = Scraped("timestamp(up)");
      ASSERT_TRUE(Eventually([&] { return Scraped("timestamp(up)") > before; }));
    }
  }

  // Between two scrapes, as a restart in a cluster is.
  void KillAndRestart() {
    const double before = Scraped("timestamp(up)");
    ASSERT_TRUE(Eventually([&] { return Scraped("timestamp(up)") > before; }));
    serving_->process->Signal(SIGKILL);
    serving_->process->Wait();
    Start();
    ASSERT_NE(serving_->url, "");
  }

  // What fires, with its labels. That lastgood itself was away is no alert about backups.
  Alerts Firing() const {
    Alerts firing;
    const nlohmann::json data = prometheus_->Data("/api/v1/alerts");
    for (const auto& alert : data.is_object() ? data["alerts"] : nlohmann::json::array())
      if (alert["state"] == "firing") firing.insert(alert["labels"].dump());
    return firing;
  }
  bool Fires(const std::string& name, const std::string& label) const {
    for (const std::string& alert : Firing())
      if (alert.find('"' + name + '"') != alert.npos && alert.find(label) != alert.npos) return true;
    return false;
  }

  // Two scrapes and more.
  void ExpectNoChange(const Alerts& before, const std::string& after) const {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(13);
    while (std::chrono::steady_clock::now() < end && !HasFailure()) {
      EXPECT_EQ(Firing(), before) << after;
      poll(nullptr, 0, 200);
    }
    EXPECT_EQ(Scraped("min_over_time(up[10m])"), 1)
        << "a scrape came while lastgood was away: too slow a machine";
  }

  TempDir folder_;
  Sources sources_;
  std::string config_;
  // A source that was never read, however often lastgood starts.
  const std::string nobody_ = "127.0.0.1:" + std::to_string(FreePort());
  const std::string address_ = "127.0.0.1:" + std::to_string(FreePort());
  std::unique_ptr<Serving> serving_;
  std::optional<PrometheusServer> prometheus_;
};

TEST_F(RestartTest, NoAlertFiresOrClearsWhenLastgoodIsKilled) {
  ASSERT_TRUE(Eventually([&] {
    return Fires("BackupFailed", "pg") && Fires("BackupStale", "pg") && Fires("Unprotected", "bare") &&
           Fires("BackupStale", "nightly") && Fires("CollectorFailing", "never");
  }));
  sources_.ForgetFailedBackup();
  sources_.ForgetGroup();
  ASSERT_NO_FATAL_FAILURE(AwaitReadings());
  const Alerts before = Firing();
  ASSERT_NO_FATAL_FAILURE(KillAndRestart());
  ExpectNoChange(before, "the failed Backup expired, the group is gone, and lastgood was killed");
  ASSERT_TRUE(Fires("BackupFailed", "pg"));

  sources_.StopApi();
  ASSERT_TRUE(Eventually([&] { return Fires("CollectorFailing", "cnpg"); }));
  const Alerts down = Firing();
  serving_->process->Signal(SIGHUP);
  EXPECT_NE(serving_->process->AwaitErrorLine("reloaded the config"), "");
  ExpectNoChange(down, "the API server is down, and the config was reloaded");
  ASSERT_NO_FATAL_FAILURE(KillAndRestart());
  ExpectNoChange(down, "the API server is down, and lastgood was killed");
}

TEST_F(RestartTest, TheStateIsItsOwnersAloneAndHoldsNoSecret) {
  const std::string path = folder_ / "state/lastgood.state";
  struct stat status{};
  ASSERT_TRUE(Eventually([&] { return stat(path.c_str(), &status) == 0; }));
  EXPECT_EQ(status.st_mode & 0777, 0600U);
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  EXPECT_THAT(text.str(), HasSubstr("nightly"));
  EXPECT_THAT(text.str(), Not(HasSubstr("nobody-may-see")));
  const std::string metrics = serving_->Get("/metrics");
  EXPECT_THAT(metrics, HasSubstr("lastgood_state_read_successful 1\n"));
  EXPECT_THAT(metrics, HasSubstr("lastgood_state_write_successful 1\n"));
  EXPECT_THAT(metrics, HasSubstr("\nlastgood_state_size_bytes "));
}

TEST_F(RestartTest, AForeignStateIsIgnoredWithOneWarning) {
  serving_->process->Signal(SIGTERM);
  EXPECT_EQ(serving_->process->Wait(), 0);
  folder_.Write("state/lastgood.state", "not ours\n");
  Start();
  EXPECT_THAT(serving_->Get("/metrics"), HasSubstr("lastgood_state_read_successful 0\n"));
  serving_->process->Signal(SIGTERM);
  EXPECT_EQ(serving_->process->Wait(), 0);
  const std::string& log = serving_->process->err;
  const std::size_t first = log.find("what was known before this start is ignored");
  ASSERT_NE(first, log.npos) << log;
  EXPECT_EQ(log.find("is ignored", first + 60), log.npos) << log;
}

}  // namespace
}  // namespace lastgood
