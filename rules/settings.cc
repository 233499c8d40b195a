#include "rules/settings.h"

#include <algorithm>

#include "base/suggest.h"
#include "base/time.h"
#include "model/alerts.h"
#include "rules/rule.h"

namespace lastgood {
namespace {

void Take(ConfigReader& reader, std::string_view key, std::string& value) {
  if (auto text = reader.String(key)) value = std::move(*text);
}
void Take(ConfigReader& reader, std::string_view key, Duration& value) {
  if (auto length = reader.Length(key)) value = *length;
}

bool IsLabelName(std::string_view name) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return !name.empty() && letter(name.front()) &&
         std::all_of(name.begin(), name.end(), [&](char c) { return letter(c) || digit(c); });
}

void TakeLabelName(ConfigReader& reader, std::string_view key, std::string& value, bool may_be_empty) {
  Take(reader, key, value);
  if (!IsLabelName(value) && !(value.empty() && may_be_empty))
    reader.Complain(key, "expected the name of a label: letters, digits and _");
}

// A map from a name to text, in file order.
std::vector<std::pair<std::string, std::string>> TakePairs(ConfigReader& reader, std::string_view key,
                                                           bool names_are_labels) {
  std::vector<std::pair<std::string, std::string>> pairs;
  std::optional<ConfigReader> section = reader.Map(key);
  if (!section) return pairs;
  for (const std::string& name : section->Keys()) {
    if (names_are_labels && !IsLabelName(name)) section->Complain(name, "is not the name of a label");
    if (auto value = section->String(name)) pairs.emplace_back(name, std::move(*value));
  }
  return pairs;
}

void ReadDataSource(ConfigReader& section, std::string_view key, DataSource& source) {
  std::optional<ConfigReader> reader = section.Map(key);
  if (!reader) return;
  Take(*reader, "name", source.name);
  Take(*reader, "uid", source.uid);
  Take(*reader, "url", source.url);
}

void Require(ConfigReader& reader, std::string_view key, const std::string& value) {
  if (value.empty()) reader.Complain("", std::string(key) + " is missing");
}

// KEY, or KEY_file with a file that holds it.
void TakeUrl(ConfigReader& reader, const std::string& key, Receivers::Webhook& hook) {
  const std::optional<std::string> url = reader.String(key), file = reader.String(key + "_file");
  if (url && file) reader.Complain(key, "either " + key + " or " + key + "_file");
  if (url || file) hook = {url.value_or(""), file.value_or("")};
}

void ReadChats(ConfigReader& section, Receivers& receivers) {
  if (auto reader = section.Map("slack")) {
    receivers.slack.emplace();
    Take(*reader, "api_url_file", receivers.slack->api_url_file);
    Take(*reader, "channel", receivers.slack->channel);
    Require(*reader, "api_url_file", receivers.slack->api_url_file);
  }
  if (auto reader = section.Map("telegram")) {
    receivers.telegram.emplace();
    Take(*reader, "bot_token_file", receivers.telegram->bot_token_file);
    Require(*reader, "bot_token_file", receivers.telegram->bot_token_file);
    const auto chat = reader->Int("chat_id", INT64_MIN, INT64_MAX);
    if (!chat) reader->Complain("", "chat_id is missing");
    receivers.telegram->chat_id = chat.value_or(0);
  }
}

void ReadReceivers(ConfigReader& section, Receivers& receivers) {
  ReadChats(section, receivers);
  if (auto reader = section.Map("email")) {
    Receivers::Email& email = receivers.email.emplace();
    Take(*reader, "to", email.to);
    Take(*reader, "from", email.from);
    Take(*reader, "smarthost", email.smarthost);
    Take(*reader, "auth_username", email.auth_username);
    Take(*reader, "auth_password_file", email.auth_password_file);
    for (const auto& [key, value] :
         {std::pair{"to", &email.to}, {"from", &email.from}, {"smarthost", &email.smarthost}})
      Require(*reader, key, *value);
  }
  if (auto reader = section.Map("pagerduty")) {
    Take(*reader, "routing_key_file", receivers.pagerduty.emplace().routing_key_file);
    Require(*reader, "routing_key_file", receivers.pagerduty->routing_key_file);
  }
  if (auto reader = section.Map("webhook")) {
    TakeUrl(*reader, "url", receivers.webhook.emplace());
    if (receivers.webhook->empty()) reader->Complain("", "url is missing, or url_file");
  }
}

// A misspelt name would be a setting without effect.
void RequireAlert(ConfigReader& section, std::string_view key, const std::string& alert) {
  if (alerts::IsAlert(alert)) return;
  const std::vector<std::string> names(alerts::kAlerts.begin(), alerts::kAlerts.end());
  const std::optional<std::string> suggestion = Suggest(alert, names);
  section.Complain(key, Cut(alert) + " is not an alert of lastgood" +
                            (suggestion ? ", did you mean \"" + *suggestion + "\"?" : ""));
}

void ReadAlerts(ConfigReader& section, GeneratorSettings& settings) {
  settings.per_namespace = section.Bool("per_namespace").value_or(settings.per_namespace);
  settings.max_for = section.Length("max_for");
  settings.interval = section.Length("interval");
  Take(section, "keep_firing_for", settings.keep_firing_for);
  for (auto& [alert, severity] : TakePairs(section, "severities", false)) {
    if (severity != "critical" && severity != "warning" && severity != "info")
      section.Complain("severities", "expected critical, warning or info for " + alert);
    RequireAlert(section, "severities", alert);
    settings.severities.emplace(alert, severity);
  }
  for (std::string& alert : section.Strings("disabled")) {
    RequireAlert(section, "disabled", alert);
    settings.disabled.insert(std::move(alert));
  }
  settings.labels = TakePairs(section, "labels", true);
  settings.group_by = section.Strings("group_by");
  for (const std::string& label : settings.group_by)
    if (!IsLabelName(label)) section.Complain("group_by", Cut(label) + " is not the name of a label");
  if (const std::optional<std::string> url = section.String("runbook_url")) {
    settings.runbook_url = url->empty() || url->ends_with('/') ? *url : *url + '/';
    settings.runbook_suffix = GeneratorSettings().runbook_suffix;
  }
}

void ReadOthers(ConfigReader& section, GeneratorSettings& settings) {
  if (auto reader = section.Map("disaster_recovery")) {
    Take(*reader, "cluster", settings.disaster_recovery_cluster);
    Take(*reader, "namespace", settings.disaster_recovery_namespace);
    Take(*reader, "max_lag", settings.disaster_recovery_max_lag);
  }
  if (auto reader = section.Map("discarded_logs")) {
    if (const auto count = reader->Int("per_minute", 0, 1'000'000))
      settings.discarded_rate = static_cast<double>(*count) / 60;
    if (reader->Has("ignore_reasons")) settings.discard_reasons_ignored = reader->Strings("ignore_reasons");
  }
  if (auto reader = section.Map("restore_test")) {
    Take(*reader, "cronjob", settings.restore_test_cronjob);
    Take(*reader, "max_age", settings.restore_test_max_age);
  }
  if (auto reader = section.Map("fallback")) {
    Take(*reader, "max_age", settings.fallback_max_age);
    Take(*reader, "critical_age", settings.fallback_critical_age);
  }
}

}  // namespace

void UseExternalUrl(GeneratorSettings& settings, const std::string& external_url) {
  settings.runbook_url = external_url + "/runbooks/";
  settings.runbook_suffix = "";
  settings.external_url = external_url;
}

void ReadGeneratorSettings(ConfigReader& config, GeneratorSettings& settings) {
  std::optional<ConfigReader> section = config.Map("generate");
  if (!section) return;
  TakeLabelName(*section, "namespace_label", settings.names.namespace_label, false);
  TakeLabelName(*section, "cluster_label", settings.names.cluster_label, true);
  settings.names.matchers = TakePairs(*section, "matchers", true);
  settings.names.namespaces = section->Strings("namespaces");
  Take(*section, "job", settings.job);
  for (std::string& system : section->Strings("systems")) settings.collectors.insert(std::move(system));
  ReadAlerts(*section, settings);
  Take(*section, "release", settings.release);
  Take(*section, "kubernetes_namespace", settings.kubernetes_namespace);
  Take(*section, "image", settings.image);
  Take(*section, "grafana_folder", settings.grafana_folder);
  Take(*section, "grafana_url", settings.grafana_url);
  const std::string_view grafana = settings.grafana_url;
  if (!grafana.empty() && !grafana.starts_with("http://") && !grafana.starts_with("https://"))
    section->Complain("grafana_url", "expected a URL that begins with http:// or https://");
  while (settings.grafana_url.ends_with('/')) settings.grafana_url.pop_back();
  if (auto sources = section->Map("datasources")) {
    ReadDataSource(*sources, "prometheus", settings.prometheus);
    ReadDataSource(*sources, "loki", settings.loki);
    ReadDataSource(*sources, "alertmanager", settings.alertmanager);
  }
  if (auto receivers = section->Map("receivers")) ReadReceivers(*receivers, settings.receivers);
  TakeUrl(*section, "heartbeat_url", settings.heartbeat);
  ReadOthers(*section, settings);
}

}  // namespace lastgood
