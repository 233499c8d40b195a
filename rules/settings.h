// The `generate` section of the config: what the generated files are fitted to. Every setting has a default
// that a Prometheus Operator stack runs with. Values, safe from any thread.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/config_reader.h"
#include "model/names.h"
#include "model/thresholds.h"
#include "promql/expression.h"

namespace lastgood {

struct DataSource {
  std::string name, uid, url;
  bool operator==(const DataSource&) const = default;
};

// Where Alertmanager sends to; secrets are named by their files, as Alertmanager reads them.
struct Receivers {
  struct Slack {
    std::string api_url_file, channel;
  };
  struct Telegram {
    std::string bot_token_file;
    std::int64_t chat_id;
  };
  struct Email {
    std::string to, from, smarthost, auth_username, auth_password_file;
  };
  struct PagerDuty {
    std::string routing_key_file;
  };
  // One of the two; what is behind a URL that is a secret stays out of generated files by url_file.
  struct Webhook {
    std::string url, url_file;
    bool empty() const { return url.empty() && url_file.empty(); }
  };
  std::optional<Slack> slack;
  std::optional<Telegram> telegram;
  std::optional<Email> email;
  std::optional<PagerDuty> pagerduty;  // critical alerts only
  std::optional<Webhook> webhook;

  bool empty() const { return !slack && !telegram && !email && !pagerduty && !webhook; }
};

struct GeneratorSettings {
  promql::Names names;
  Thresholds thresholds;              // of the config's `thresholds`
  std::set<std::string> collectors;   // the kinds that the config uses: cnpg, s3; empty without a config: all
  bool everything = true;             // no config: rules for every system
  std::set<std::string> config_maps;  // names of those that the config says to read
  std::map<std::string, std::set<std::string>> secrets;  // the same, by namespace

  std::string job = "lastgood";      // the name under which Prometheus scrapes it
  bool per_namespace = false;        // one alert for a namespace instead of one for an object
  std::optional<Duration> max_for;   // no alert waits longer
  std::optional<Duration> interval;  // of each group; Prometheus' own without it
  Duration keep_firing_for = std::chrono::minutes(15);      // 0 leaves it out (Prometheus before 2.42)
  std::map<std::string, std::string> severities;            // by alert name
  std::set<std::string> disabled;                           // alert names
  std::vector<std::pair<std::string, std::string>> labels;  // added to every alert
  std::vector<std::string> group_by;  // labels, one message for each; empty: cluster and namespace
  // Around an alert's name, where its runbook is; without the first, nothing links to runbooks.
  std::string runbook_url, runbook_suffix = ".md";
  std::string
      external_url;  // where people open lastgood, by which alerts link to the page of what they are about
  std::string grafana_url;  // by which its pages link to dashboards

  // Prometheus Operator and Grafana in the cluster.
  std::string release = "kube-prometheus-stack";
  std::string kubernetes_namespace = "monitoring";
  std::string image = "lastgood";  // that the generated Deployment runs
  std::string grafana_folder = "Backup";
  DataSource prometheus{"Prometheus", "prometheus", "http://prometheus-operated:9090"};
  DataSource loki{"Loki", "loki", "http://loki-gateway"};
  DataSource alertmanager{"Alertmanager", "alertmanager", "http://alertmanager-operated:9093"};

  // Alertmanager.
  Receivers receivers;
  // Asked every 5 minutes while alerts can be sent.
  Receivers::Webhook heartbeat = {"http://127.0.0.1:9096/heartbeat"};

  // Entries that Loki throws away: how many a second are worth an alert, and for which reasons they are not:
  // an agent that sends the same old lines again and again is told so for ever (alloy#6954).
  double discarded_rate = 0.1;
  std::vector<std::string> discard_reasons_ignored = {"greater_than_max_sample_age"};

  // Systems that other exporters tell of.
  std::string disaster_recovery_cluster = "cnpg-disaster-recovery";
  std::string disaster_recovery_namespace;  // "": wherever it has been seen in the last day
  Duration disaster_recovery_max_lag = std::chrono::minutes(15);
  std::string restore_test_cronjob = "cnpg-restore-test";
  Duration restore_test_max_age = std::chrono::hours(8 * 24);
  // For series that carry no deadline of their own: what a daily backup may be late.
  Duration fallback_max_age = std::chrono::hours(49), fallback_critical_age = std::chrono::hours(73);

  // True when the config has this collector, or when there is no config.
  bool Has(std::string_view kind) const { return everything || collectors.contains(std::string(kind)); }
  // Buckets are told of by who lists them, and by host jobs that push their figures.
  bool HasBuckets() const { return Has(systems::kS3) || Has(systems::kJobs); }
  // True when a config leaves this collector out, so that other exporters' series speak for it.
  bool Lacks(std::string_view kind) const { return !collectors.contains(std::string(kind)); }
};

// Runbooks are where lastgood serves them itself, under this URL (no slash at its end), and so are the pages
// of what alerts are about.
void UseExternalUrl(GeneratorSettings& settings, const std::string& external_url);

// Reads `generate`, which beats what is set already; mistakes become complaints of the reader.
void ReadGeneratorSettings(ConfigReader& config, GeneratorSettings& settings);

}  // namespace lastgood
