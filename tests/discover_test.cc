// `lastgood discover` as a new user runs it: on a dump, twice, and compared with a config.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "tests/support/demo.h"

namespace lastgood {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr char kObjects[] = R"(
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: {name: orders, namespace: shop, uid: a}
spec:
  instances: 3
  plugins:
    - {name: barman-cloud.cloudnative-pg.io, isWALArchiver: true, parameters: {barmanObjectName: store}}
---
apiVersion: barmancloud.cnpg.io/v1
kind: ObjectStore
metadata: {name: store, namespace: shop, uid: b}
spec:
  configuration:
    destinationPath: s3://backups/cnpg
    endpointURL: https://minio.example
    s3Credentials:
      accessKeyId: {name: s3-keys, key: ACCESS_KEY_ID}
      secretAccessKey: {name: s3-keys, key: ACCESS_SECRET_KEY}
---
apiVersion: postgresql.cnpg.io/v1
kind: ScheduledBackup
metadata: {name: nightly, namespace: shop, uid: c, creationTimestamp: "2026-11-01T00:00:00Z"}
spec:
  schedule: "0 0 2 * * *"
  method: plugin
  cluster: {name: orders}
  pluginConfiguration: {name: barman-cloud.cloudnative-pg.io}
---
apiVersion: longhorn.io/v1beta2
kind: BackupTarget
metadata: {name: default, namespace: longhorn-system, uid: d}
spec: {backupTargetURL: "s3://backups@eu-central-1/longhorn", credentialSecret: longhorn-s3}
---
apiVersion: velero.io/v1
kind: BackupStorageLocation
metadata: {name: default, namespace: velero, uid: e}
spec:
  provider: velero.io/aws
  objectStorage: {bucket: velero, prefix: main}
  config: {region: minio, s3Url: "https://minio.example", s3ForcePathStyle: "true"}
  credential: {name: velero-s3, key: minio}
---
apiVersion: volsync.backube/v1alpha1
kind: ReplicationSource
metadata: {name: photos, namespace: media, uid: f}
spec:
  sourcePVC: photos
  trigger: {schedule: "0 4 * * *"}
  restic: {repository: photos-restic}
---
apiVersion: v1
kind: Secret
metadata: {name: photos-restic, namespace: media, uid: g}
stringData:
  RESTIC_REPOSITORY: s3:https://minio.example/volsync/photos
  RESTIC_PASSWORD: never-to-be-seen
  AWS_ACCESS_KEY_ID: key-of-photos
  AWS_SECRET_ACCESS_KEY: secret-of-photos
---
apiVersion: v1
kind: Secret
metadata: {name: longhorn-s3, namespace: longhorn-system, uid: h}
stringData: {AWS_ENDPOINTS: "https://minio.example", AWS_ACCESS_KEY_ID: k, AWS_SECRET_ACCESS_KEY: secret-of-longhorn}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: uploads, namespace: shop, uid: i}
spec: {volumeName: pvc-1}
---
apiVersion: v1
kind: Service
metadata: {name: loki-gateway, namespace: logs, uid: j, labels: {app.kubernetes.io/name: loki}}
spec: {ports: [{port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: prometheus-operated, namespace: monitoring, uid: k}
spec: {ports: [{port: 9090}]}
)";

class DiscoverTest : public testing::Test {
 protected:
  int Run(std::vector<std::string> arguments, const std::string& input = "") {
    arguments.insert(arguments.begin(), LASTGOOD_BINARY);
    Process process(arguments, input, {"KUBECONFIG=", "HOME=/nonexistent", "KUBERNETES_SERVICE_HOST="});
    const int code = process.Wait();
    out_ = process.out;
    err_ = process.err;
    return code;
  }
  std::string Written() const {
    std::ostringstream text;
    text << std::ifstream(config_).rdbuf();
    return text.str();
  }

  TempDir folder_;
  const std::string dump_ = folder_.Write("dump/objects.yaml", kObjects);
  const std::string config_ = folder_ / "lastgood.yaml";
  std::string out_, err_;
};

TEST_F(DiscoverTest, ADumpBecomesAConfigThatCheckConfigTakes) {
  ASSERT_EQ(Run({"discover", folder_ / "dump", "-o", config_}), 0) << err_;
  EXPECT_THAT(out_, HasSubstr("lastgood.yaml written. Next: lastgood check --config"));
  EXPECT_EQ(Run({"check-config", config_}), 0) << err_ << Written();
  const std::string text = Written();
  EXPECT_THAT(text, AllOf(HasSubstr("# Used by BackupTarget longhorn-system/default, ObjectStore shop/store"),
                          HasSubstr("url: s3://backups"), HasSubstr("endpoint: https://minio.example"),
                          HasSubstr("region: eu-central-1"), HasSubstr("prefixes: [cnpg/, longhorn/]")))
      << text;
  EXPECT_THAT(text, AllOf(HasSubstr("secret: {namespace: shop, name: s3-keys, access_key: ACCESS_KEY_ID, "
                                    "secret_key: ACCESS_SECRET_KEY}"),
                          HasSubstr("{namespace: velero, name: velero-s3, file: minio}"),
                          HasSubstr("path_style: true")))
      << text;
  EXPECT_THAT(text,
              AllOf(HasSubstr("media-photos: {type: restic, bucket: volsync, prefix: photos/, schedule: "
                              "0 4 * * *}"),
                    HasSubstr("logs-loki-gateway: {url: http://loki-gateway.logs.svc}"),
                    HasSubstr("lastgood verify --prometheus http://prometheus-operated.monitoring.svc:9090")))
      << text;
  EXPECT_THAT(text, AllOf(HasSubstr("name: shop/orders"), HasSubstr("max_age: 26h"), HasSubstr("velero: {}"),
                          HasSubstr("longhorn: {}")))
      << text;
}

TEST_F(DiscoverTest, KeysAndPasswordsOfSecretsAreNowhere) {
  ASSERT_EQ(Run({"discover", folder_ / "dump"}), 0);
  EXPECT_THAT(out_ + err_, AllOf(Not(HasSubstr("never-to-be-seen")), Not(HasSubstr("secret-of")),
                                 Not(HasSubstr("key-of-photos"))));
}

TEST_F(DiscoverTest, ASecondTimeNothingChangesAndADiffIsEmpty) {
  ASSERT_EQ(Run({"discover", folder_ / "dump", "-o", config_}), 0);
  const std::string first = Written();
  EXPECT_EQ(Run({"discover", folder_ / "dump", "-o", config_}), 0);
  EXPECT_EQ(out_, config_ + " has all that was found.\n");
  EXPECT_EQ(Written(), first);
  EXPECT_EQ(Run({"discover", folder_ / "dump", "--diff", "--config", config_}), 0);
  EXPECT_EQ(out_, config_ + " has all that was found.\n");
}

TEST_F(DiscoverTest, ADiffHasWhatIsNewAndNothingElse) {
  ASSERT_EQ(Run({"discover", folder_ / "dump", "-o", config_}), 0);
  folder_.Write(
      "dump/new.yaml",
      "apiVersion: velero.io/v1\nkind: BackupStorageLocation\nmetadata: {name: offsite, namespace: velero, "
      "uid: z}\n"
      "spec: {provider: aws, objectStorage: {bucket: velero}, config: {s3Url: \"https://other.example\"}}\n");
  ASSERT_EQ(Run({"discover", folder_ / "dump", "--diff", "--config", config_}), 0) << err_;
  EXPECT_THAT(
      out_, AllOf(HasSubstr("What it lacks:"), HasSubstr("velero-2:"), HasSubstr("https://other.example"),
                  Not(HasSubstr("https://minio.example")), Not(HasSubstr("orders")), Not(HasSubstr("loki"))));
}

TEST_F(DiscoverTest, WithoutAClusterItSaysWhatItExpects) {
  EXPECT_EQ(Run({"discover"}), 2);
  EXPECT_THAT(err_, AllOf(HasSubstr("there is no cluster to look at"), HasSubstr("--kubeconfig")));
  EXPECT_EQ(Run({"discover", folder_ / "nowhere"}), 2);
  EXPECT_EQ(Run({"discover", "--diff", folder_ / "dump", "--config", folder_ / "none.yaml"}), 2);
}

TEST_F(DiscoverTest, WhatCannotBeReadAtAllIsNoEmptyConfig) {
  const std::string kubeconfig = folder_.Write(
      "kubeconfig",
      "apiVersion: v1\nkind: Config\ncurrent-context: c\n"
      "contexts: [{name: c, context: {cluster: c, user: c}}]\n"
      "clusters: [{name: c, cluster: {server: \"http://127.0.0.1:1\"}}]\nusers: [{name: c, user: {}}]\n");
  EXPECT_EQ(Run({"discover", "--kubeconfig", kubeconfig, "-o", config_}), 2);
  EXPECT_THAT(err_, AllOf(HasSubstr("lastgood: "), HasSubstr("127.0.0.1:1")));
  EXPECT_EQ(Run({"discover", "s3://backups", "--endpoint", "http://127.0.0.1:1", "-o", config_}), 2);
  EXPECT_FALSE(std::ifstream(config_).good()) << "nothing was written";
}

TEST_F(DiscoverTest, AnEmptyClusterIsAnEmptyConfig) {
  EXPECT_EQ(Run({"discover", "-"}, "apiVersion: v1\nkind: List\nitems: []\n"), 0) << err_;
  EXPECT_THAT(out_, AllOf(Not(HasSubstr("buckets")), Not(HasSubstr("collectors"))));
  EXPECT_THAT(err_, IsEmpty());
}

TEST_F(DiscoverTest, NamesCannotEndACommentOrAValue) {
  const std::string hostile =
      "apiVersion: velero.io/v1\nkind: BackupStorageLocation\nmetadata: {name: \"x\\nevil: true\", "
      "namespace: velero, uid: z}\n"
      "spec: {provider: aws, objectStorage: {bucket: \"b: {\\nevil: true\"}}\n";
  ASSERT_EQ(Run({"discover", "-"}, hostile), 0);
  EXPECT_THAT(out_, Not(HasSubstr("\nevil")));
}

TEST_F(DiscoverTest, TheDemosBucketIsSearched) {
  Demo demo;
  ASSERT_TRUE(demo.rendered());
  ASSERT_EQ(Run({"discover", "file://" + (demo.folder() / "demo/bucket"), "-o", config_}), 0) << err_;
  EXPECT_EQ(Run({"check-config", config_}), 0) << err_ << Written();
  EXPECT_THAT(Written(), AllOf(HasSubstr("type: restic"), HasSubstr("prefix: restic-nas/"),
                               HasSubstr("app-%Y%m%d.sql.gz"), HasSubstr("prefix: elasticsearch/")));
}

TEST_F(DiscoverTest, TheDemosClusterBecomesAConfig) {
  Demo demo;
  ASSERT_TRUE(demo.rendered());
  ASSERT_EQ(Run({"discover", demo.manifests(), "-o", config_}), 0) << err_;
  EXPECT_EQ(Run({"check-config", config_}), 0) << err_ << Written();
  EXPECT_THAT(Written(), AllOf(HasSubstr("cnpg: {}"), HasSubstr("velero: {}"), HasSubstr("components:"),
                               HasSubstr("Nothing backs these up: Cluster analytics/events")));
}

}  // namespace
}  // namespace lastgood
