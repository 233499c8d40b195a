#include "net/kube/kubeconfig.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "net/kube/access.h"
#include "tests/support/temp_dir.h"

namespace lastgood {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kConfig = R"(
apiVersion: v1
kind: Config
current-context: home
contexts:
- {name: home, context: {cluster: c1, user: admin, namespace: not-a-filter}}
- {name: work, context: {cluster: c2, user: plugin}}
- {name: nobody, context: {cluster: c1}}
clusters:
- name: c1
  cluster: {server: "https://10.0.0.1:6443/", certificate-authority: pki/ca.crt, tls-server-name: kube}
- name: c2
  cluster:
    server: https://[fd00::1]:6443/prefix
    certificate-authority-data: "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCg=="
    insecure-skip-tls-verify: true
    proxy-url: http://proxy:3128
users:
- name: admin
  user: {client-certificate-data: YQ==, client-key: /abs/key, token: t, tokenFile: ~/token}
- name: plugin
  user:
    exec:
      apiVersion: client.authentication.k8s.io/v1
      command: ./bin/login
      args: [get-token, --quiet]
      env: [{name: PROFILE, value: prod}]
      installHint: install it
      provideClusterInfo: true
      interactiveMode: IfAvailable
)";

class KubeconfigTest : public ::testing::Test {
 protected:
  Result<KubeAccess> Load(const std::string& text, const std::string& context = "") {
    return KubeconfigAccess(folder_.Write("config", text), context, "/home/me");
  }
  const TempDir folder_;
};

TEST_F(KubeconfigTest, TheCurrentContextSaysWhereAndWho) {
  const auto access = Load(kConfig);
  ASSERT_TRUE(access.ok()) << access.error().message;
  EXPECT_EQ(access->server, "https://10.0.0.1:6443");
  EXPECT_EQ(access->context, "home");
  EXPECT_EQ(access->tls.ca_file, folder_ / "pki/ca.crt");
  EXPECT_EQ(access->tls.server_name, "kube");
  EXPECT_FALSE(access->tls.insecure_skip_verify);
  EXPECT_EQ(access->tls.cert_pem, "a");
  EXPECT_EQ(access->tls.key_file, "/abs/key");
  EXPECT_EQ(access->token, "t");
  EXPECT_EQ(access->token_file, "/home/me/token");
  EXPECT_FALSE(access->exec.has_value());
}

TEST_F(KubeconfigTest, AnotherContextMayBeNamed) {
  const auto access = Load(kConfig, "work");
  ASSERT_TRUE(access.ok()) << access.error().message;
  EXPECT_EQ(access->server, "https://[fd00::1]:6443/prefix");
  EXPECT_EQ(access->tls.ca_pem, "-----BEGIN CERTIFICATE-----\n");
  EXPECT_TRUE(access->tls.insecure_skip_verify);
  EXPECT_EQ(access->proxy_url, "http://proxy:3128");
  ASSERT_TRUE(access->exec.has_value());
  EXPECT_EQ(access->exec->command, folder_ / "./bin/login");
  EXPECT_THAT(access->exec->args, ElementsAre("get-token", "--quiet"));
  EXPECT_EQ(access->exec->env.at(0), std::make_pair(std::string("PROFILE"), std::string("prod")));
  EXPECT_TRUE(access->exec->cluster_info);
  EXPECT_TRUE(Load(kConfig, "nobody").ok());
}

TEST_F(KubeconfigTest, GzipIsAskedForUnlessTheClusterIsSaidToDoWithout) {
  EXPECT_TRUE(Load(kConfig)->compressed);
  std::string near = kConfig;
  near.insert(near.find("tls-server-name"), "disable-compression: true, ");
  EXPECT_FALSE(Load(near)->compressed);
}

TEST_F(KubeconfigTest, OfSeveralFilesTheFirstThatSaysItWins) {
  const std::string first = folder_.Write("a/config", R"(
current-context: mine
contexts: [{name: mine, context: {cluster: c1, user: admin}}]
users: [{name: admin, user: {tokenFile: mine}}])");
  const std::string second = folder_.Write("b/config", kConfig);
  const auto access = KubeconfigAccess(first + ":/nowhere/at/all:" + second, "", "/home/me");
  ASSERT_TRUE(access.ok()) << access.error().message;
  EXPECT_EQ(access->context, "mine");
  EXPECT_EQ(access->token_file, folder_ / "a/mine");
  EXPECT_EQ(access->tls.ca_file, folder_ / "b/pki/ca.crt");
}

TEST_F(KubeconfigTest, AMissingFileIsNotFound) {
  const auto access = KubeconfigAccess("~/.kube/config", "", "/nowhere/at/all");
  EXPECT_EQ(access.error().code, ErrorCode::kNotFound);
  EXPECT_THAT(access.error().message, HasSubstr("/nowhere/at/all/.kube/config"));
}

struct BadConfig {
  const char* name;
  std::string text;
  const char* message;
};

class BadKubeconfigTest : public KubeconfigTest, public ::testing::WithParamInterface<BadConfig> {};

TEST_P(BadKubeconfigTest, IsAnErrorThatNamesTheMistakeAndNoSecret) {
  const auto access = Load(GetParam().text);
  ASSERT_FALSE(access.ok());
  EXPECT_EQ(access.error().code, ErrorCode::kConfig);
  EXPECT_THAT(access.error().message, HasSubstr(GetParam().message));
  EXPECT_THAT(access.error().message, Not(HasSubstr("SECRET")));
}

// A config whose user and cluster are these flow mappings.
std::string With(const std::string& user, const std::string& cluster = "server: https://a") {
  return "current-context: x\ncontexts: [{name: x, context: {cluster: c, user: u}}]\nclusters: [{name: c, "
         "cluster: {" +
         cluster + "}}]\nusers: [{name: u, user: {" + user + "}}]\n";
}

std::string Exec(const std::string& exec) { return With("exec: {" + exec + "}"); }

INSTANTIATE_TEST_SUITE_P(
    Each, BadKubeconfigTest,
    ::testing::Values(
        BadConfig{"Empty", "", "expected a kubeconfig"},
        BadConfig{"NoMapping", "- a\n", "expected a kubeconfig"},
        BadConfig{"NotYaml", "users:\n- token: SECRET\n  x: [SECRET\n y: }", "config:4:3: not valid YAML"},
        BadConfig{"NoCurrentContext", "contexts: []\n", "there is no current-context"},
        BadConfig{"UnknownContext",
                  "current-context: gone\ncontexts: [{name: a, context: {}}, {name: b, context: {}}]\n",
                  "there is no context \"gone\"; known: a, b"},
        BadConfig{"UnknownCluster", "current-context: a\ncontexts: [{name: a, context: {cluster: c}}]\n",
                  "there is no cluster \"c\"; known: none"},
        BadConfig{"UnknownUser",
                  "current-context: a\ncontexts: [{name: a, context: {cluster: c, user: u}}]\n"
                  "clusters: [{name: c, cluster: {server: https://a}}]\n",
                  "there is no user \"u\""},
        BadConfig{"NoServer", With("", "x: y"), "the cluster c of"},
        BadConfig{"ServerWithPassword", With("", "server: \"https://me:SECRET@host\""),
                  "without user or query"},
        BadConfig{"ServerOfAnotherKind", With("", "server: \"file:///etc\""), "expected a server like"},
        BadConfig{"NoBase64", With("client-key-data: \"%%SECRET\""), "client-key-data is not base64"},
        BadConfig{"AuthProvider", With("auth-provider: {name: gcp, config: {access-token: SECRET}}"),
                  "use an exec plugin"},
        BadConfig{"OldExec", Exec("apiVersion: client.authentication.k8s.io/v1alpha1, command: x"),
                  "is not supported"},
        BadConfig{"ExecWithoutCommand", Exec("apiVersion: client.authentication.k8s.io/v1"),
                  "expected a command"},
        BadConfig{"InteractiveExec",
                  Exec("apiVersion: client.authentication.k8s.io/v1, command: x, interactiveMode: Always"),
                  "nobody is there to answer"}),
    [](const auto& info) { return info.param.name; });

class InClusterTest : public ::testing::Test {
 protected:
  Result<KubeAccess> Access(const std::string& host) {
    return InClusterAccess(
        [&](const char* name) -> std::optional<std::string> {
          if (std::string(name) == "KUBERNETES_SERVICE_PORT") return "6443";
          return host.empty() ? std::nullopt : std::optional(host);
        },
        folder_.path());
  }
  const TempDir folder_;
};

TEST_F(InClusterTest, APodIsTakenAtItsWord) {
  folder_.Write("token", "t");
  folder_.Write("ca.crt", "c");
  EXPECT_EQ(Access("10.96.0.1")->server, "https://10.96.0.1:6443");
  EXPECT_EQ(Access("fd00::1")->server, "https://[fd00::1]:6443");
  EXPECT_EQ(Access("10.96.0.1")->token_file, folder_ / "token");
  EXPECT_EQ(Access("10.96.0.1")->tls.ca_file, folder_ / "ca.crt");
}

TEST_F(InClusterTest, OutsideAPodAndWithoutATokenItSaysSo) {
  EXPECT_THAT(Access("").error().message, HasSubstr("KUBERNETES_SERVICE_HOST is not set"));
  EXPECT_THAT(Access("10.96.0.1").error().message, HasSubstr(folder_ / "token"));
}

}  // namespace
}  // namespace lastgood
