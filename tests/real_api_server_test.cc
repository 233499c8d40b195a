// lastgood against a real API server: rights, watches, what it forgets, restarts and tokens. Skipped where
// there is none.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "base/time.h"
#include "tests/support/api_server.h"
#include "tests/support/demo.h"
#include "tests/support/s3_server.h"

namespace lastgood {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string kGroup = "postgresql.cnpg.io";
const std::string kBackupsPath = "/apis/postgresql.cnpg.io/v1/namespaces/app/backups/";
const std::string kRights = "resources: [backups, clusters, scheduledbackups]\n    verbs: [list, watch]";
const std::string kRolePath = "/apis/rbac.authorization.k8s.io/v1/clusterroles/lastgood";

class RealApiServerTest : public testing::Test {
 protected:
  void SetUp() override {
    if (ApiServer::Programs().empty()) GTEST_SKIP() << "no kube-apiserver here: ./dev test-real builds one";
    server_.emplace();
    ASSERT_EQ(server_->Start(), "");
    for (const auto& [kind, plural] :
         {std::pair("Cluster", "clusters"), {"Backup", "backups"}, {"ScheduledBackup", "scheduledbackups"}})
      ASSERT_EQ(server_->Define(kGroup, "v1", kind, plural), "");
    ASSERT_EQ(
        server_->Apply("/api/v1/namespaces/app", "{apiVersion: v1, kind: Namespace, metadata: {name: app}}"),
        "");
    ASSERT_EQ(server_->Apply("/apis/postgresql.cnpg.io/v1/namespaces/app/clusters/pg",
                             "apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\n"
                             "metadata: {name: pg, namespace: app}\nspec: {instances: 1}\n"),
              "");
    PutBackup("one", std::chrono::hours(2));
    ASSERT_EQ(
        server_->Apply("/apis/rbac.authorization.k8s.io/v1/clusterrolebindings/lastgood",
                       "apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\n"
                       "metadata: {name: lastgood}\n"
                       "roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: lastgood}\n"
                       "subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: lastgood}]\n"),
        "");
  }

  void PutBackup(const std::string& name, Duration age) {
    const std::string at = FormatRfc3339(SystemClock().Now() - age);
    ASSERT_EQ(server_->Apply(kBackupsPath + name,
                             "apiVersion: postgresql.cnpg.io/v1\nkind: Backup\nmetadata: {name: " + name +
                                 ", namespace: app}\nspec: {cluster: {name: pg}}\nstatus: {phase: completed, "
                                 "startedAt: \"" +
                                 at + "\", stoppedAt: \"" + at + "\"}\n"),
              "");
  }
  // The role as `lastgood generate kubernetes` writes it, with `from` in it replaced.
  void Grant(const std::string& from = "", const std::string& to = "") {
    Process generate({LASTGOOD_BINARY, "generate", "kubernetes", "--config", Config(), "--out",
                      server_->folder() / "generated"});
    ASSERT_EQ(generate.Wait(), 0) << generate.err;
    std::ifstream file(server_->folder() / "generated/kubernetes/clusterrole.yaml");
    std::string role{std::istreambuf_iterator<char>(file), {}};
    const std::size_t at = from.empty() ? std::string::npos : role.find(from);
    ASSERT_TRUE(from.empty() || at != std::string::npos) << role;
    if (at != std::string::npos) role.replace(at, from.size(), to);
    ASSERT_EQ(server_->Apply(kRolePath, role), "");
  }
  std::string Config() const {
    return server_->folder().Write("lastgood.yaml", "kubernetes: {kubeconfig: " + server_->Kubeconfig() +
                                                        "}\ncollectors: {cnpg: {interval: 1s}, workloads: "
                                                        "{interval: 1s}}\nrestore_tests: {}\n");
  }
  static std::string Succeeded(const std::string& collector, bool success = true) {
    return "lastgood_collector_success{collector=\"" + collector + "\",source=\"kubernetes\"} " +
           (success ? "1\n" : "0\n");
  }
  static std::string Completed(int count) {
    return "name=\"pg\",status=\"completed\"} " + std::to_string(count) + "\n";
  }

  std::optional<ApiServer> server_;
};

TEST_F(RealApiServerTest, TheGeneratedRoleIsEnoughAndAWatchShowsWhatChanges) {
  Grant();
  const Serving serving(Config());
  for (const char* collector : {"cnpg", "workloads", "restore_tests"})
    EXPECT_THAT(serving.Until(Succeeded(collector)), HasSubstr(Succeeded(collector)));
  EXPECT_THAT(serving.Until(Completed(1)), HasSubstr(Completed(1)));
  PutBackup("two", std::chrono::hours(1));
  EXPECT_THAT(serving.Until(Completed(2), std::chrono::seconds(10)), HasSubstr(Completed(2)));
  EXPECT_EQ(server_->Delete(kBackupsPath + "one"), "");
  EXPECT_THAT(serving.Until(Completed(1), std::chrono::seconds(20)), HasSubstr(Completed(1)));
  EXPECT_THAT(serving.Get("/metrics"),
              HasSubstr("lastgood_watch_events_total{event=\"changed\",resource=\"backups."));
}

TEST_F(RealApiServerTest, WithoutTheRightToWatchItListsAndWithoutTheRightToListItSaysSo) {
  Grant(kRights, "resources: [backups, clusters, scheduledbackups]\n    verbs: [list]");
  {
    const Serving serving(Config());
    EXPECT_THAT(serving.Until(Completed(1)), HasSubstr(Completed(1)));
    EXPECT_THAT(serving.Get("/metrics"), HasSubstr(Succeeded("cnpg")));
  }
  Grant(kRights, "resources: [clusters, scheduledbackups]\n    verbs: [list, watch]");
  Serving serving(Config());
  EXPECT_THAT(serving.Until(Succeeded("cnpg", false)), HasSubstr(Succeeded("cnpg", false)));
  EXPECT_THAT(serving.process->AwaitErrorLine("reason=forbidden"), HasSubstr("backups"));
}

TEST_F(RealApiServerTest, ARestartOfTheServerIsAFailureAndThenNone) {
  Grant();
  const Serving serving(Config());
  EXPECT_THAT(serving.Until(Completed(1)), HasSubstr(Completed(1)));
  server_->Kill();
  const std::string metrics = serving.Until(Succeeded("cnpg", false));
  EXPECT_THAT(metrics, HasSubstr(Succeeded("cnpg", false)));
  EXPECT_THAT(metrics, HasSubstr(Completed(1))) << "what is known stays";
  ASSERT_EQ(server_->Start(), "");
  EXPECT_THAT(serving.Until(Succeeded("cnpg")), HasSubstr(Succeeded("cnpg")));
  PutBackup("two", std::chrono::hours(1));
  EXPECT_THAT(serving.Until(Completed(2)), HasSubstr(Completed(2)));
}

// It sleeps while the server changes, forgets the past and restarts: its watch cannot go on where it was.
TEST_F(RealApiServerTest, WhatTheServerHasForgottenIsListedAnew) {
  Grant();
  const Serving serving(Config());
  EXPECT_THAT(serving.Until(Completed(1)), HasSubstr(Completed(1)));
  serving.process->Signal(SIGSTOP);
  PutBackup("two", std::chrono::hours(1));
  EXPECT_EQ(server_->Delete(kBackupsPath + "one"), "");
  PutBackup("three", std::chrono::minutes(30));
  PutBackup("four", std::chrono::minutes(10));
  server_->Kill();
  ASSERT_TRUE(server_->Compact());
  ASSERT_EQ(server_->Start(), "");
  serving.process->Signal(SIGCONT);
  EXPECT_THAT(serving.Until(Completed(3)), HasSubstr(Completed(3)));
  EXPECT_THAT(serving.Until(Succeeded("cnpg")), HasSubstr(Succeeded("cnpg")));
}

TEST_F(RealApiServerTest, ATokenThatIsRotatedIsReadAnew) {
  Grant();
  server_->WriteToken("token-that-is-not-known");
  Serving serving(Config());
  EXPECT_THAT(serving.Until(Succeeded("cnpg", false)), HasSubstr(Succeeded("cnpg", false)));
  server_->WriteToken(ApiServer::kToken);
  EXPECT_THAT(serving.Until(Completed(1)), HasSubstr(Completed(1)));
  EXPECT_THAT(serving.Get("/metrics"), Not(HasSubstr("token-")));
}

class RealSecretTest : public RealApiServerTest {
 protected:
  void SetUp() override {
    RealApiServerTest::SetUp();
    if (!server_) return;
    for (const char* name : {"s3", "other"})
      ASSERT_EQ(
          server_->Apply(std::string("/api/v1/namespaces/app/secrets/") + name,
                         fmt::format("apiVersion: v1\nkind: Secret\nmetadata: {{name: {0}, namespace: app}}\n"
                                     "stringData: {{ACCESS_KEY_ID: key-of-{0}, ACCESS_SECRET_KEY: hush}}\n",
                                     name)),
          "");
    s3_.Put("a", 3);
    s3_.SetOverride([this](const TestServer::Request& request) -> std::optional<TestServer::Reply> {
      if (request.Header("authorization").find("Credential=key-of-s3/") != std::string::npos) signed_ = true;
      return std::nullopt;
    });
    Grant();
  }

  std::string BucketWithKeysOf(const std::string& secret) {
    return fmt::format(
        "  with-{0}: {{url: \"s3://backups\", endpoint: \"{1}\", interval: 1s,\n"
        "    credentials: {{secret: {{namespace: app, name: {0}}}}}}}\n",
        secret, s3_.server().Url());
  }
  std::string With(const std::string& buckets, const std::string& name) const {
    std::ifstream plain(Config());
    const std::string config{std::istreambuf_iterator<char>(plain), {}};
    return server_->folder().Write(name, config + "buckets:\n" + buckets);
  }
  // The generated Role, for the user that lastgood is here.
  void GrantSecretsOf(const std::string& config) {
    Process generate(
        {LASTGOOD_BINARY, "generate", "kubernetes", "--config", config, "--out", server_->folder() / "g"});
    ASSERT_EQ(generate.Wait(), 0) << generate.err;
    std::ifstream file(server_->folder() / "g/kubernetes/secret-reader-app.yaml");
    const std::string objects{std::istreambuf_iterator<char>(file), {}};
    const std::size_t role = objects.find("kind: Role\n"), end = objects.rfind("---");
    ASSERT_TRUE(role < end && end != std::string::npos) << objects;
    const std::string rbac = "/apis/rbac.authorization.k8s.io/v1/namespaces/app/",
                      api = "rbac.authorization.k8s.io";
    ASSERT_EQ(server_->Apply(rbac + "roles/lastgood-secrets",
                             "apiVersion: " + api + "/v1\n" + objects.substr(role, end - role)),
              "");
    ASSERT_EQ(server_->Apply(rbac + "rolebindings/lastgood-secrets",
                             "apiVersion: " + api +
                                 "/v1\nkind: RoleBinding\n"
                                 "metadata: {name: lastgood-secrets, namespace: app}\n"
                                 "roleRef: {apiGroup: " +
                                 api +
                                 ", kind: Role, name: lastgood-secrets}\n"
                                 "subjects: [{apiGroup: " +
                                 api + ", kind: User, name: lastgood}]\n"),
              "");
  }
  static std::string Listed(const std::string& bucket, bool success) {
    return fmt::format("lastgood_collector_success{{collector=\"s3\",source=\"{}\"}} {}\n", bucket,
                       success ? 1 : 0);
  }

  S3TestServer s3_;
  std::atomic<bool> signed_ = false;  // with the key in the Secret
};

TEST_F(RealSecretTest, TheGeneratedRoleOpensTheSecretOfABucketAndNoOther) {
  GrantSecretsOf(With(BucketWithKeysOf("s3"), "one.yaml"));
  const Serving serving(With(BucketWithKeysOf("s3") + BucketWithKeysOf("other"), "both.yaml"));
  EXPECT_THAT(serving.Until(Listed("with-s3", true)), HasSubstr(Listed("with-s3", true)));
  EXPECT_TRUE(signed_);
  EXPECT_THAT(serving.Until(Listed("with-other", false)), HasSubstr(Listed("with-other", false)));
  EXPECT_THAT(serving.process->AwaitErrorLine("source=s3/with-other"), HasSubstr("forbidden"));
  EXPECT_THAT(serving.Get("/metrics") + serving.Get("/"), Not(HasSubstr("key-of-")));
}

}  // namespace
}  // namespace lastgood
