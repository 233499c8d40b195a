// The Helm chart and `discover` on a real API server: what helm creates there, what its account may do, and
// what is written down of a cluster that it may read in part. Skipped where there is none.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "tests/support/api_server.h"
#include "tests/support/process.h"

namespace lastgood {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class RealChartTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(ApiServer::Programs() + "/helm"))
      GTEST_SKIP() << "no kube-apiserver and helm here: ./dev test-real builds them";
    server_.emplace();
    ASSERT_EQ(server_->Start(), "");
    for (const auto& [kind, plural] :
         {std::pair("Cluster", "clusters"), {"Backup", "backups"}, {"ScheduledBackup", "scheduledbackups"}})
      ASSERT_EQ(server_->Define("postgresql.cnpg.io", "v1", kind, plural), "");
    for (const char* name : {"backups", "shop"})
      ASSERT_EQ(
          server_->Apply(std::string("/api/v1/namespaces/") + name,
                         std::string("{apiVersion: v1, kind: Namespace, metadata: {name: ") + name + "}}"),
          "");
    ASSERT_EQ(
        server_->Apply(
            "/apis/postgresql.cnpg.io/v1/namespaces/shop/clusters/orders",
            "apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: {name: orders, namespace: shop}\n"
            "spec: {instances: 1, backup: {barmanObjectStore: {destinationPath: s3://backups/pg,\n"
            "  s3Credentials: {accessKeyId: {name: s3, key: A}, secretAccessKey: {name: s3, key: S}}}}}\n"),
        "");
  }

  int Helm(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), ApiServer::Programs() + "/helm");
    for (const std::string& each : {std::string("-n"), std::string("backups"), std::string("--kubeconfig"),
                                    server_->KubeconfigOf(ApiServer::kAdmin)})
      arguments.push_back(each);
    return Run(arguments);
  }
  int Lastgood(const std::vector<std::string>& arguments, const char* token) {
    std::vector<std::string> argv = {LASTGOOD_BINARY};
    argv.insert(argv.end(), arguments.begin(), arguments.end());
    argv.insert(argv.end(), {"--kubeconfig", server_->KubeconfigOf(token)});
    return Run(argv);
  }
  int Run(const std::vector<std::string>& argv) {
    Process process(argv, "", {"HOME=" + server_->folder().path(), "KUBECONFIG="});
    const int code = process.Wait();
    said_ = process.out + process.err;
    return code;
  }
  std::string ConfigMap() {
    const Result<HttpResponse> answer =
        server_->GetAs(ApiServer::kAdmin, "/api/v1/namespaces/backups/configmaps/lastgood");
    return answer.ok() ? answer->body : answer.error().message;
  }
  int StatusFor(const std::string& path) {
    const Result<HttpResponse> answer = server_->GetAs(ApiServer::kAccount, path);
    return answer.ok() ? answer->status : 0;
  }

  const std::string chart_ = LASTGOOD_SOURCE_DIR "/deploy/helm/lastgood";
  const std::vector<std::string> values_ = {"lastgood", chart_, "--set",
                                            "image.repository=registry.example/lastgood"};
  std::optional<ApiServer> server_;
  std::string said_;
};

TEST_F(RealChartTest, WhatHelmInstallsMayReadWhatItNeedsAndNothingElse) {
  Lastgood({"check"}, ApiServer::kAccount);
  EXPECT_THAT(said_, HasSubstr("add to the role"));
  std::vector<std::string> install = {"install"};
  install.insert(install.end(), values_.begin(), values_.end());
  ASSERT_EQ(Helm(install), 0) << said_;
  EXPECT_THAT(said_, HasSubstr("STATUS: deployed"));
  Lastgood({"check"}, ApiServer::kAccount);
  EXPECT_THAT(said_, AllOf(HasSubstr("shop/orders"), Not(HasSubstr("add to the role"))));
  EXPECT_EQ(StatusFor("/apis/postgresql.cnpg.io/v1/backups"), 200);
  EXPECT_EQ(StatusFor("/api/v1/namespaces/shop/secrets"), 403);
  EXPECT_EQ(StatusFor("/api/v1/configmaps"), 403);
  EXPECT_EQ(StatusFor("/api/v1/pods"), 403);
}

TEST_F(RealChartTest, AnUpgradeChangesTheConfigAndARollbackBringsItBack) {
  std::vector<std::string> install = {"install"}, upgrade = {"upgrade"};
  install.insert(install.end(), values_.begin(), values_.end());
  upgrade.insert(upgrade.end(), values_.begin(), values_.end());
  upgrade.insert(upgrade.end(), {"--set", "config.log.level=debug", "--set", "replicaCount=2"});
  ASSERT_EQ(Helm(install), 0) << said_;
  EXPECT_THAT(ConfigMap(), Not(HasSubstr("debug")));
  ASSERT_EQ(Helm(upgrade), 0) << said_;
  EXPECT_THAT(ConfigMap(), HasSubstr("debug"));
  ASSERT_EQ(Helm({"rollback", "lastgood", "1"}), 0) << said_;
  EXPECT_THAT(ConfigMap(), AllOf(HasSubstr("lastgood.yaml"), Not(HasSubstr("debug"))));
  ASSERT_EQ(Helm({"uninstall", "lastgood"}), 0) << said_;
  EXPECT_EQ(StatusFor("/apis/postgresql.cnpg.io/v1/backups"), 403) << "its rights went along";
}

TEST_F(RealChartTest, DiscoverWritesWhatItFindsAndNamesWhatItMayNotRead) {
  const std::string config = server_->folder() / "found.yaml";
  EXPECT_EQ(Lastgood({"discover", "-o", config}, ApiServer::kAdmin), 0) << said_;
  EXPECT_EQ(Run({LASTGOOD_BINARY, "check-config", config}), 0) << said_;
  EXPECT_EQ(Lastgood({"discover"}, ApiServer::kAdmin), 0);
  EXPECT_THAT(said_,
              AllOf(HasSubstr("secret: {namespace: shop, name: s3, access_key: A, secret_key: S}"),
                    HasSubstr("Nothing backs these up: Cluster shop/orders"), Not(HasSubstr("Not read"))));
  EXPECT_EQ(Lastgood({"discover"}, ApiServer::kAccount), 2) << "who may read nothing finds no empty cluster";
  EXPECT_THAT(said_, HasSubstr("add to the role"));
  std::vector<std::string> install = {"install"};
  install.insert(install.end(), values_.begin(), values_.end());
  ASSERT_EQ(Helm(install), 0) << said_;
  EXPECT_EQ(Lastgood({"discover"}, ApiServer::kAccount), 0) << said_;
  EXPECT_THAT(said_, AllOf(HasSubstr("cnpg: {}"), HasSubstr("# Not read: "), HasSubstr("services"),
                           Not(HasSubstr("token-of"))));
}

}  // namespace
}  // namespace lastgood
