#include "exporter/config/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "model/alerts.h"
#include "rules/rule.h"
#include "tests/support/fakes.h"
#include "tests/support/kube_server.h"
#include "tests/support/temp_dir.h"

namespace lastgood {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// "cnpg/kubernetes" and so on, all that read the cluster, but for `without`.
std::vector<std::string> OfKubernetes(std::string_view without = "") {
  std::vector<std::string> names;
  for (const CollectorKind& kind : AllCollectorKinds())
    if (!kind.reads.empty() && kind.name != without) names.push_back(std::string(kind.name) + "/kubernetes");
  return names;
}

class ConfigTest : public testing::Test {
 protected:
  Result<lastgood::Setup> Load(const std::string& text, CollectorFlags flags = {}) {
    return LoadSetup(folder_.Write("lastgood.yaml", text), flags,
                     {http_, clock_, nullptr, [this](const char* name) {
                        const auto found = environment_.find(name);
                        return found == environment_.end() ? std::nullopt : std::optional(found->second);
                      }});
  }
  std::vector<std::string> Names(const std::string& text, CollectorFlags flags = {}) {
    Result<lastgood::Setup> setup = Load(text, std::move(flags));
    if (!setup.ok()) return {setup.error().message};
    std::vector<std::string> names;
    for (const Collector& collector : setup->collectors)
      names.push_back(collector.kind + '/' + collector.source);
    return names;
  }
  std::string Mistake(const std::string& text) {
    Result<lastgood::Setup> setup = Load(text);
    return setup.ok() ? "" : setup.error().message.substr(setup.error().message.find("lastgood.yaml"));
  }
  std::string Dump() {
    return folder_.Write("dump/x.yaml", "apiVersion: v1\nkind: List\nitems: []\n")
        .substr(0, (folder_ / "dump").size());
  }

  TempDir folder_;
  FakeClock clock_;
  FakeHttp http_{[](const HttpRequest&) { return Error{ErrorCode::kUnavailable, "none"}; }};
  std::map<std::string, std::string> environment_;
};

TEST_F(ConfigTest, EveryKubernetesCollectorRunsUnlessSomeAreNamed) {
  const std::string kubernetes = "kubernetes: {folder: " + Dump() + "}\n";
  EXPECT_EQ(Names(kubernetes), OfKubernetes());
  EXPECT_THAT(Names(kubernetes + "collectors: {cnpg: {}}\n"), ElementsAre("cnpg/kubernetes"));
  EXPECT_EQ(Names(kubernetes, {.enabled = {{"cnpg", false}}, .dump = ""}), OfKubernetes("cnpg"));
}

TEST_F(ConfigTest, ABucketConfigNeverTouchesWhateverClusterIsCurrent) {
  environment_["KUBECONFIG"] = folder_.Write("kubeconfig", "");
  EXPECT_THAT(Names("buckets: {nfs: {url: \"file:///mnt\"}}\n"), ElementsAre("s3/nfs"));
}

TEST_F(ConfigTest, WithADumpOnlyTheKubernetesCollectorsRunAndTheConfigIsStillChecked) {
  EXPECT_EQ(Names("buckets: {nfs: {url: \"file:///mnt\"}}\n", {.enabled = {}, .dump = Dump()}),
            OfKubernetes());
  EXPECT_FALSE(Load("buckets: {nfs: {urll: x}}\n", {.enabled = {}, .dump = Dump()}).ok());
}

TEST_F(ConfigTest, MistakesAreNamedWithTheirPlace) {
  EXPECT_EQ(Mistake("kubernets: {}\n"),
            "lastgood.yaml:1:1: unknown key \"kubernets\", did you mean \"kubernetes\"?");
  EXPECT_THAT(Mistake("kubernetes: {}\n"), HasSubstr("exactly one of kubeconfig, in_cluster: true, folder"));
  EXPECT_THAT(Mistake("objectives: {match: [{max_age: 5h}]}\n"), HasSubstr("a match needs at least one of"));
  EXPECT_THAT(Mistake("objectives: {default: {max_age: soon}}\n"),
              HasSubstr("expected a duration such as 26h or 7d, found \"soon\""));
  EXPECT_THAT(Mistake("thresholds: {bucket_warning_percent: 200}\n"), HasSubstr("from 1 to 100"));
  EXPECT_THAT(Mistake("collectors: {cnpgg: {}}\n"), HasSubstr("did you mean \"cnpg\"?"));
}

TEST_F(ConfigTest, PathsCountFromWhereTheConfigLies) {
  folder_.Write("dumps/x.yaml", "apiVersion: v1\nkind: List\nitems: []\n");
  const Result<lastgood::Setup> setup =
      Load("kubernetes: {folder: dumps}\nweb: {config_file: ../web.yml}\nstate: {dir: /var/lib/x/}\n");
  ASSERT_TRUE(setup.ok()) << setup.error().message;
  EXPECT_THAT(setup->collectors.front().place, HasSubstr(folder_ / "dumps"));
  const std::string parent = folder_.path().substr(0, folder_.path().rfind('/'));
  EXPECT_EQ(setup->settings.web_config_file, parent + "/web.yml");
  EXPECT_EQ(setup->settings.state_dir, "/var/lib/x");
}

TEST_F(ConfigTest, ObjectivesAndThresholdsAreRead) {
  const Result<lastgood::Setup> setup = Load(
      "objectives: {default: {grace: 2h, tolerate_missed: 0}, match: [{namespace: app, max_age: 26h}]}\n"
      "thresholds: {bucket_warning_percent: 70}\n");
  ASSERT_TRUE(setup.ok());
  EXPECT_EQ(setup->objectives.fallback.grace, std::chrono::hours(2));
  EXPECT_EQ(setup->objectives.match[0].objective.max_age, std::chrono::hours(26));
  EXPECT_DOUBLE_EQ(setup->thresholds.bucket_warning, 0.7);
  EXPECT_THAT(setup->collectors, IsEmpty());
}

TEST_F(ConfigTest, AMissingFileIsNamed) {
  const Result<lastgood::Setup> setup =
      LoadSetup("/nowhere.yaml", {}, {http_, clock_, nullptr, [](const char*) { return std::nullopt; }});
  ASSERT_FALSE(setup.ok());
  EXPECT_THAT(setup.error().message, HasSubstr("/nowhere.yaml:1:1"));
}

TEST_F(ConfigTest, ComponentsSayWhatTheServiceIsMadeOf) {
  Result<lastgood::Setup> setup = Load(
      "components:\n"
      "  - {name: care, needs: {system: cnpg, namespace: care, name: db}, max_age: 26h}\n"
      "  - {name: files, needs: [{system: restic}, {system: dumps, name: a}], holds: {namespace: care}}\n"
      "  - {name: valkey, ephemeral: true}\n"
      "  - {name: films, ignore: bought again}\n"
      "objectives: {match: [{namespace: care, copies: 2, copies_apart: 1}]}\n"
      "logs: {main: {url: \"http://loki\"}}\n");
  ASSERT_TRUE(setup.ok()) << setup.error().message;
  const std::vector<Component>& components = setup->objectives.components;
  ASSERT_EQ(components.size(), 4U);
  EXPECT_EQ(components[0].max_age, std::chrono::hours(26));
  EXPECT_EQ(components[1].needs.size(), 2U);
  EXPECT_EQ(components[1].holds.at(0).namespace_, "care");
  EXPECT_TRUE(components[2].ephemeral);
  EXPECT_EQ(components[3].ignore, "bought again");
  EXPECT_EQ(setup->objectives.match[0].objective.copies, 2);
  EXPECT_EQ(setup->objectives.match[0].objective.copies_apart, 1);
}

TEST_F(ConfigTest, AComponentSaysExactlyOneThing) {
  EXPECT_THAT(Mistake("components: [{name: a}]\n"), HasSubstr("expected exactly one of needs"));
  EXPECT_THAT(Mistake("components: [{name: a, ephemeral: true, ignore: b}]\n"),
              HasSubstr("exactly one of needs"));
  EXPECT_THAT(Mistake("components: [{ephemeral: true}]\n"), HasSubstr("a component needs a name"));
  EXPECT_THAT(Mistake("components: [{name: a, needs: {}}]\n"),
              HasSubstr("at least one of system, namespace"));
  EXPECT_THAT(Mistake("components: [{name: a, needs: {systen: cnpg}}]\n"),
              HasSubstr("did you mean \"system\""));
  EXPECT_THAT(Mistake("components: [{name: a, ephemeral: true}, {name: a, ephemeral: true}]\n"),
              HasSubstr("names must differ"));
}

// What of each collector a reload compares.
std::map<std::string, std::string> SettingsOf(const Result<lastgood::Setup>& setup) {
  std::map<std::string, std::string> settings;
  if (!setup.ok()) return {{"error", setup.error().message}};
  for (const Collector& collector : setup->collectors)
    settings[collector.kind + '/' + collector.source] = collector.settings;
  return settings;
}

TEST_F(ConfigTest, OnlyWhatACollectorReadsIsItsSettings) {
  const std::string folder = "kubernetes: {folder: " + Dump() + "}\n";
  const auto changed = [&](const std::string& before, const std::string& after) {
    const auto one = SettingsOf(Load(folder + before)), other = SettingsOf(Load(folder + after));
    std::vector<std::string> names;
    for (const auto& [name, settings] : one)
      if (!other.contains(name) || other.at(name) != settings) names.push_back(name);
    return names;
  };
  const std::string text = R"(collectors: {cnpg: {interval: 30s}, velero: {}}
buckets: {b: {url: "file:///b", limit: 5GiB}, c: {url: "file:///c"}}
dumps: {d: {bucket: b, pattern: "*.gz", max_age: 1d}, e: {bucket: c, pattern: "*.gz", max_age: 1d}}
jobs: {j: {folder: /jobs}, k: {folder: /more}}
)";
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string other = text;
    other.replace(other.find(from), from.size(), to);
    return changed(text, other);
  };
  EXPECT_THAT(changed(text, "# a comment\n" + text + "objectives: {default: {grace: 2h}}\n"), IsEmpty());
  EXPECT_THAT(with("interval: 30s", "interval: 31s"), ElementsAre("cnpg/kubernetes"));
  EXPECT_THAT(with("file:///b", "file:///x"), ElementsAre("dumps/d", "s3/b"));
  EXPECT_THAT(with("*.gz", "*.xz"), ElementsAre("dumps/d"));
  EXPECT_THAT(with("/more", "/other"), ElementsAre("jobs/j", "jobs/k")) << "they share their names";
  EXPECT_THAT(with("velero: {}", "volsync: {}"), ElementsAre("velero/kubernetes"));
}

TEST_F(ConfigTest, TheSourceOfKubernetesIsKeptWhileItIsTheSame) {
  const auto kubeconfig = [&](const std::string& token) {
    return "kubernetes: {kubeconfig: " + WriteKubeconfig(folder_, "http://127.0.0.1:1", "token: " + token) +
           "}\n";
  };
  Result<lastgood::Setup> first = Load(kubeconfig("one"));
  ASSERT_TRUE(first.ok()) << first.error().message;
  const auto again = [&](const std::string& text) {
    return LoadSetup(folder_.Write("lastgood.yaml", text), {},
                     {http_, clock_, nullptr, [](const char*) { return std::nullopt; }}, first->kubernetes);
  };
  Result<lastgood::Setup> same = again(kubeconfig("one") + "thresholds: {shrunk_percent: 40}\n");
  EXPECT_EQ(same->kubernetes.source, first->kubernetes.source);
  EXPECT_EQ(SettingsOf(same), SettingsOf(first));
  Result<lastgood::Setup> other = again(kubeconfig("two"));
  EXPECT_NE(other->kubernetes.source, first->kubernetes.source) << "the file says something else";
  EXPECT_NE(SettingsOf(other), SettingsOf(first));
}

TEST_F(ConfigTest, AnUnreadableSourceStopsNobody) {
  for (const char* kubernetes : {"kubeconfig: /nowhere/config", "in_cluster: true", "folder: /nowhere"}) {
    Result<lastgood::Setup> setup = Load(std::string("kubernetes: {") + kubernetes +
                                         "}\ncollectors: {cnpg: {}}\nbuckets: {b: {url: \"file:///b\"}}\n");
    ASSERT_TRUE(setup.ok()) << setup.error().message;
    ASSERT_EQ(setup->collectors.size(), 2U);
    const Facts none;
    const Collected collected = setup->collectors[0].collect({.former = none});
    ASSERT_EQ(collected.failures.size(), 1U) << kubernetes;
    EXPECT_NE(collected.failures[0].message, "");
    EXPECT_FALSE(collected.absent);
  }
  EXPECT_FALSE(Load("kubernetes: {kubeconfig: /nowhere, namespace: \"A B\"}\n").ok())
      << "a mistake of the config";
  EXPECT_FALSE(Load("", {.enabled = {}, .dump = "/nowhere"}).ok()) << "a mistake of the command line";
}

TEST_F(ConfigTest, AKubeconfigThatComesLaterIsRead) {
  const std::string path = folder_ / "config";
  Result<lastgood::Setup> setup = Load("kubernetes: {kubeconfig: " + path + "}\ncollectors: {cnpg: {}}\n");
  ASSERT_TRUE(setup.ok()) << setup.error().message;
  const Collector& collector = setup->collectors.at(0);
  EXPECT_EQ(collector.place, "");
  EXPECT_EQ(collector.find_place(), "");
  WriteKubeconfig(folder_, "http://127.0.0.1:1", "token: t");
  EXPECT_THAT(collector.find_place(), HasSubstr("127.0.0.1:1"));
  const Facts none;
  EXPECT_EQ(collector.collect({.former = none}).failures.at(0).code, ErrorCode::kUnavailable)
      << "it asks there";
}

TEST_F(ConfigTest, EveryCollectorSaysWhereItReads) {
  const std::string here = "kubernetes: {folder: " + Dump() + R"(}
collectors: {cnpg: {}, workloads: {}}
buckets: {b: {url: "s3://bbb", region: x, anonymous: true}, c: {url: "file:///c"}}
logs: {main: {url: "http://loki"}}
dumps: {d: {bucket: b, pattern: "*.gz", max_age: 1d}}
repositories: {r: {bucket: b, type: restic}}
copies: {o: {from: {bucket: b}, to: {bucket: c}, max_behind: 1d}}
jobs: {j: {folder: /jobs}}
opensearch: {s: {bucket: b}, t: {url: "http://search", repository: x}}
)";
  Result<lastgood::Setup> setup = Load(here);
  ASSERT_TRUE(setup.ok()) << setup.error().message;
  EXPECT_GE(setup->collectors.size(), 10u);
  for (const Collector& collector : setup->collectors)
    EXPECT_NE(collector.place, "") << collector.kind << "/" << collector.source;
}

TEST_F(ConfigTest, RunbooksAreWhereLastgoodIsReachedUnlessTheConfigSaysOtherwise) {
  const auto url = [&](const std::string& text, CollectorFlags flags = {}) {
    const Result<lastgood::Setup> setup = Load(text, std::move(flags));
    EXPECT_TRUE(setup.ok());
    const GeneratorSettings& settings = setup->generator;
    return settings.runbook_url.empty() ? "" : RunbookUrl(settings, alerts::kBackupStale);
  };
  EXPECT_EQ(url(""), "");
  const std::string reached = "web: {external_url: 'https://Ops.example:443/lastgood/'}\n";
  EXPECT_EQ(url(reached), "https://ops.example/lastgood/runbooks/BackupStale");
  EXPECT_EQ(url(reached, {.external_url = "http://other"}), "http://other/runbooks/BackupStale");
  EXPECT_EQ(url(reached + "generate: {runbook_url: 'https://books.example'}"),
            "https://books.example/BackupStale.md");
  EXPECT_EQ(url(reached + "generate: {runbook_url: ''}"), "");
}

TEST_F(ConfigTest, AnExternalUrlThatIsNoneIsAMistake) {
  EXPECT_THAT(Mistake("web:\n  external_url: ops.example:99999"), HasSubstr("lastgood.yaml:2:"));
  const Result<lastgood::Setup> setup = Load("", {.external_url = "ftp://ops"});
  ASSERT_FALSE(setup.ok());
  EXPECT_THAT(setup.error().message, HasSubstr("--web.external-url: expected a URL"));
}

TEST_F(ConfigTest, TheCommandLineNamesAClusterAsKubectlDoes) {
  const auto described = [&](const std::string& text, CollectorFlags flags) {
    const Result<lastgood::Setup> setup = Load(text, std::move(flags));
    return setup.ok() ? setup->kubernetes.source->Describe() : setup.error().message;
  };
  const std::string kubeconfig = WriteKubeconfig(folder_, "http://127.0.0.1:1", "token: t");
  EXPECT_THAT(described("buckets: {nfs: {url: \"file:///mnt\"}}\n", {.kubeconfig = kubeconfig}),
              HasSubstr("http://127.0.0.1:1"));
  EXPECT_THAT(described("kubernetes: {folder: " + Dump() + "}\n", {.kubeconfig = kubeconfig}),
              HasSubstr("http://127.0.0.1:1"));
  environment_["KUBECONFIG"] = kubeconfig;
  EXPECT_THAT(described("", {.context = "nowhere"}), HasSubstr("nowhere"));
  EXPECT_THAT(described("", {.kubeconfig = "/no/such/file"}), HasSubstr("/no/such/file"));
}

}  // namespace
}  // namespace lastgood
