#include "net/kube/exec.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <iterator>
#include <thread>

#include "net/kube/credentials.h"
#include "net/kube/process.h"
#include "tests/support/fakes.h"
#include "tests/support/temp_dir.h"

namespace lastgood {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class ExecTest : public ::testing::Test {
 protected:
  // A shell script of this content.
  std::string Script(const std::string& content) {
    const std::string path = folder_.Write("plugin", "#!/bin/sh\n" + content);
    chmod(path.c_str(), 0700);
    return path;
  }
  // A plugin that prints a credential whose status has these members.
  KubeAccess Plugin(const std::string& status, const std::string& before = "") {
    KubeAccess access{.server = "https://api:6443"};
    access.exec =
        ExecPlugin{.api_version = "client.authentication.k8s.io/v1", .install_hint = "install the plugin"};
    access.exec->command = Script(
        before +
        "\necho "
        "'{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{" +
        status + "}}'\n");
    return access;
  }
  std::string Counted() { return "echo run >> " + (folder_ / "runs"); }
  int Runs() {
    std::ifstream file(folder_ / "runs");
    return static_cast<int>(std::count(std::istreambuf_iterator<char>(file), {}, '\n'));
  }
  static std::string Authorization(KubeCredentials& credentials) {
    HttpRequest request;
    const Status status = credentials.Apply(request);
    return status.ok() ? request.headers.at(0).second : status.error().message;
  }

  const TempDir folder_;
  const SystemClock clock_;
};

TEST_F(ExecTest, ATokenIsKeptUntilItExpires) {
  FakeClock clock(Time(std::chrono::seconds(1'790'000'000)));  // 2026-09-21T14:13:20Z
  const KubeAccess access = Plugin(R"("token":"t1","expirationTimestamp":"2026-09-21T14:20:00Z")", Counted());
  KubeCredentials credentials(access, clock);
  EXPECT_EQ(Authorization(credentials), "Bearer t1");
  EXPECT_EQ(Authorization(credentials), "Bearer t1");
  EXPECT_EQ(Runs(), 1);
  clock.Advance(std::chrono::minutes(10));
  EXPECT_EQ(Authorization(credentials), "Bearer t1");
  EXPECT_EQ(Runs(), 2);
}

TEST_F(ExecTest, ATokenThatWasRefusedIsForgotten) {
  const KubeAccess access = Plugin(R"("token":"t1")", Counted());
  KubeCredentials credentials(access, clock_);
  EXPECT_EQ(Authorization(credentials), "Bearer t1");
  credentials.Forget();
  EXPECT_EQ(Authorization(credentials), "Bearer t1");
  EXPECT_EQ(Runs(), 2);
}

TEST_F(ExecTest, APluginMayGiveACertificate) {
  const KubeAccess access = Plugin(R"("clientCertificateData":"CERT","clientKeyData":"KEY")");
  KubeCredentials credentials(access, clock_);
  HttpRequest request;
  ASSERT_TRUE(credentials.Apply(request).ok());
  EXPECT_EQ(request.tls.cert_pem, "CERT");
  EXPECT_EQ(request.tls.key_pem, "KEY");
}

TEST_F(ExecTest, ThePluginGetsItsArgumentsItsEnvironmentAndTheCluster) {
  KubeAccess access = Plugin(R"x("token":"'"$1 $PROFILE $(echo "$KUBERNETES_EXEC_INFO" | tr -d '"')"'")x");
  access.exec->args = {"a b; $HOME"};
  access.exec->env = {{"PROFILE", "prod"}};
  access.exec->cluster_info = true;
  const auto credential = RunExecPlugin(access, clock_, {});
  ASSERT_TRUE(credential.ok()) << credential.error().message;
  EXPECT_EQ(credential->token,
            "a b; $HOME prod {apiVersion:client.authentication.k8s.io/v1,kind:ExecCredential,"
            "spec:{cluster:{server:https://api:6443},interactive:false}}");
}

struct BadPlugin {
  const char* name;
  const char* script;
  const char* message;
};

class BadPluginTest : public ExecTest, public ::testing::WithParamInterface<BadPlugin> {};

TEST_P(BadPluginTest, IsUnauthorizedAndSaysWhyWithoutItsOutput) {
  KubeAccess access = Plugin("");
  access.exec->command = Script(GetParam().script);
  const auto credential = RunExecPlugin(access, clock_, {});
  ASSERT_FALSE(credential.ok());
  EXPECT_EQ(credential.error().code, ErrorCode::kUnauthorized);
  EXPECT_THAT(credential.error().message, HasSubstr(GetParam().message));
  EXPECT_THAT(credential.error().message, HasSubstr("install the plugin"));
  EXPECT_THAT(credential.error().message, Not(HasSubstr("SECRET")));
}

INSTANTIATE_TEST_SUITE_P(
    Each, BadPluginTest,
    ::testing::Values(
        BadPlugin{"Fails", "echo SECRET; echo 'log in first' >&2; exit 3",
                  "exit code 3; what it says is not shown"},
        BadPlugin{"Killed", "kill -9 $$", "exit code 137"},
        BadPlugin{"Silent", "exit 0", "expected an ExecCredential"},
        BadPlugin{"NoJson", "echo SECRET", "expected an ExecCredential"},
        BadPlugin{"OtherKind", "echo '{\"kind\":\"Pod\"}'", "expected an ExecCredential"},
        BadPlugin{"OtherVersion", "echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"v9\"}'",
                  "found \"v9\""},
        BadPlugin{"NoStatus",
                  "echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\"}'",
                  "neither a token nor"},
        BadPlugin{"BadTime",
                  "echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\","
                  "\"status\":{\"token\":\"SECRET\",\"expirationTimestamp\":\"later\"}}'",
                  "expirationTimestamp"},
        BadPlugin{"Endless", "yes SECRET | head -c 5000000", "expected an ExecCredential"}),
    [](const auto& info) { return info.param.name; });

TEST_F(ExecTest, AMissingPluginGivesItsInstallHint) {
  KubeAccess access = Plugin("");
  access.exec->command = "no-such-plugin-anywhere";
  const auto credential = RunExecPlugin(access, clock_, {});
  ASSERT_FALSE(credential.ok());
  EXPECT_EQ(credential.error().code, ErrorCode::kNotFound);
  EXPECT_THAT(credential.error().message, HasSubstr("install the plugin"));
}

TEST_F(ExecTest, APluginThatHangsIsKilledWithItsChildren) {
  const std::string pipe = folder_ / "pipe";
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  const std::string hang = Script("exec 3>" + pipe + "; sleep 1000 & echo >&3; wait");
  std::stop_source stop;
  // The pipe ends when the last process that holds it is gone.
  std::thread watch([&] {
    std::ifstream held(pipe);
    held.get();
    stop.request_stop();
    held.get();
    EXPECT_TRUE(held.eof());
  });
  const auto run = RunProcess(hang, {}, {}, clock_, {.stop = stop.get_token()});
  watch.join();
  ASSERT_FALSE(run.ok());
  EXPECT_EQ(run.error().code, ErrorCode::kTimeout);
}

TEST_F(ExecTest, ADeadlineEndsAPlugin) {
  const Deadline soon = Deadline::After(clock_, std::chrono::milliseconds(50));
  const auto run = RunProcess(Script("exec sleep 1000"), {}, {}, clock_, soon);
  EXPECT_EQ(run.error().code, ErrorCode::kTimeout);
}

TEST_F(ExecTest, WhoWaitsForAPluginThatHangsGivesUpAtItsOwnDeadline) {
  const KubeAccess access = Plugin(R"("token":"t1")", "echo > " + (folder_ / "started") + "; sleep 1000");
  KubeCredentials credentials(access, clock_);
  std::stop_source stop;
  std::atomic<bool> first_ended = false;
  std::thread first([&] {
    HttpRequest request;
    request.deadline = Deadline::After(clock_, std::chrono::seconds(5), stop.get_token());
    EXPECT_FALSE(credentials.Apply(request).ok());
    first_ended = true;
  });
  while (!std::filesystem::exists(folder_ / "started")) std::this_thread::yield();
  HttpRequest request;
  request.deadline = Deadline::After(clock_, std::chrono::milliseconds(50));
  const Status second = credentials.Apply(request);
  EXPECT_FALSE(first_ended);
  EXPECT_EQ(second.error().code, ErrorCode::kTimeout);
  stop.request_stop();
  first.join();
}

TEST_F(ExecTest, OneRunOfAPluginServesAllWhoWait) {
  const std::string gate = folder_ / "gate";
  ASSERT_EQ(mkfifo(gate.c_str(), 0600), 0);
  const KubeAccess access = Plugin(R"("token":"t1")", Counted() + "; read line < " + gate);
  KubeCredentials credentials(access, clock_);
  std::vector<std::thread> callers;
  for (int i = 0; i < 4; ++i)
    callers.emplace_back([&] { EXPECT_EQ(Authorization(credentials), "Bearer t1"); });
  std::ofstream(gate) << "go\n";
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(Runs(), 1);
}

}  // namespace
}  // namespace lastgood
