#include "outputs/alertmanager/receivers.h"

#include <fmt/format.h>

#include "outputs/alertmanager/plan.h"
#include "outputs/alertmanager/routes.h"

namespace lastgood::alertmanager {
namespace {

// `slack_configs: [{...}]` with one entry.
template <typename Emit>
void One(const Dialect& dialect, const std::string& name, const Emit& emit, const std::string& remark = "") {
  yaml::Begin(dialect.out, dialect.Key(name), YAML::BeginSeq);
  if (!remark.empty()) yaml::Remark(dialect.out, remark);
  dialect.out << YAML::BeginMap;
  emit();
  dialect.out << YAML::EndMap << YAML::EndSeq;
}

void EmitSlack(const Dialect& dialect, const Receivers::Slack& slack, const Messages& messages) {
  One(dialect, "slack_configs", [&] {
    dialect.Secret("api_url", slack.api_url_file);
    if (!slack.channel.empty()) dialect.Field("channel", slack.channel);
    dialect.Bare("send_resolved", "true");
    dialect.Template("color", messages.slack_color);
    dialect.Template("title", messages.title);
    dialect.Template("fallback", messages.title);
    dialect.Template("text", messages.slack_text);
  });
}

// Alertmanager 0.25 knows no bot_token_file, and refuses the whole config that has one.
std::string TelegramRemark(const Dialect& dialect, const Receivers::Telegram& telegram, bool example) {
  if (dialect.kubernetes) return "";
  if (example) return "From Alertmanager 0.26 on, rather: bot_token_file: " + telegram.bot_token_file;
  return "Alertmanager 0.25 (Debian 12) has no bot_token_file: there, write bot_token and the token itself.";
}

void EmitTelegram(const Dialect& dialect, const Receivers::Telegram& telegram, const Messages& messages,
                  bool example) {
  const auto emit = [&] {
    if (example && !dialect.kubernetes)
      dialect.Field("bot_token", "replace-me");
    else
      dialect.Secret("bot_token", telegram.bot_token_file);
    dialect.Bare("chat_id", std::to_string(telegram.chat_id));
    dialect.Bare("send_resolved", "true");
    dialect.Field("parse_mode", "HTML");
    dialect.Template("message", messages.telegram);
  };
  One(dialect, "telegram_configs", emit, TelegramRemark(dialect, telegram, example));
}

void EmitEmail(const Dialect& dialect, const Receivers::Email& email, const Messages& messages) {
  One(dialect, "email_configs", [&] {
    dialect.Field("to", email.to);
    dialect.Field("from", email.from);
    dialect.Field("smarthost", email.smarthost);
    if (!email.auth_username.empty()) dialect.Field("auth_username", email.auth_username);
    if (!email.auth_password_file.empty()) dialect.Secret("auth_password", email.auth_password_file);
    dialect.Bare("send_resolved", "true");
    dialect.Map("headers", {{"Subject", messages.title}});
    dialect.Template("html", "");
    dialect.Template("text", messages.text);
  });
}

void EmitWebhook(const Dialect& dialect, const Receivers::Webhook& hook, bool send_resolved) {
  const bool in_file = !hook.url_file.empty();
  const auto emit = [&] {
    if (in_file)
      dialect.Secret("url", hook.url_file);
    else
      dialect.Field("url", hook.url);
    dialect.Bare("send_resolved", send_resolved ? "true" : "false");
  };
  One(dialect, "webhook_configs", emit,
      in_file && !dialect.kubernetes
          ? "Alertmanager 0.25 (Debian 12) has no url_file: there, write url and the URL itself."
          : "");
}

// A link without an address is left out by Alertmanager.
void EmitRunbookLink(const Dialect& dialect) {
  One(dialect, dialect.kubernetes ? "pagerDutyLinkConfigs" : "links", [&] {
    dialect.Template("href", "{{ .CommonAnnotations.runbook_url }}");
    dialect.Field(dialect.kubernetes ? "alt" : "text", "Runbook");
  });
}

void EmitPagerDuty(const Dialect& dialect, const GeneratorSettings& settings,
                   const Receivers::PagerDuty& pagerduty, const Messages& messages) {
  One(dialect, "pagerduty_configs", [&] {
    dialect.Secret("routing_key", pagerduty.routing_key_file);
    dialect.Bare("send_resolved", "true");
    dialect.Field("severity", "critical");
    dialect.Template("description", messages.title);
    dialect.Template("class", "{{ .CommonLabels.alertname }}");
    dialect.Template("component", "{{ .CommonLabels.system }}");
    dialect.Template("group", fmt::format("{{{{ .CommonLabels.{} }}}}", settings.names.namespace_label));
    dialect.Map("details", {{"firing", messages.text}, {"resolved", "{{ .Alerts.Resolved | len }}"}});
    EmitRunbookLink(dialect);
  });
}

template <typename Emit>
void Receiver(const Dialect& dialect, const std::string& remark, const std::string& name, const Emit& emit) {
  if (!remark.empty()) yaml::Remark(dialect.out, remark);
  dialect.out << YAML::BeginMap;
  yaml::Pair(dialect.out, "name", name);
  emit();
  dialect.out << YAML::EndMap;
}

void EmitChat(const Dialect& dialect, const ReceiverPlan& plan, const Messages& messages) {
  const Receivers& receivers = plan.receivers;
  const bool none = !receivers.slack && !receivers.telegram && !receivers.email && !receivers.webhook;
  Receiver(dialect, none ? "Reaches nobody: no chat, mail or webhook is configured." : "", kChat, [&] {
    if (receivers.slack) EmitSlack(dialect, *receivers.slack, messages);
    if (receivers.telegram) EmitTelegram(dialect, *receivers.telegram, messages, plan.examples);
    if (receivers.email) EmitEmail(dialect, *receivers.email, messages);
    if (receivers.webhook) EmitWebhook(dialect, *receivers.webhook, true);
  });
}

}  // namespace

ReceiverPlan PlanReceivers(const GeneratorSettings& settings) {
  if (!settings.receivers.empty()) return {settings.receivers, false};
  const std::string secrets = "/etc/alertmanager/secrets/";
  Receivers examples;
  examples.slack = {secrets + "slack-api-url", "#backups"};
  examples.telegram = {secrets + "telegram-bot-token", -1001234567890};
  examples.email = {"oncall@example.com", "alertmanager@example.com", "smtp.example.com:587", "alertmanager",
                    secrets + "email-password"};
  examples.pagerduty = {secrets + "pagerduty-routing-key"};
  examples.webhook = {"http://127.0.0.1:8080/alerts"};
  return {examples, true};
}

void EmitReceivers(const Dialect& dialect, const GeneratorSettings& settings, const ReceiverPlan& plan,
                   const Messages& messages) {
  yaml::Begin(dialect.out, "receivers", YAML::BeginSeq);
  Receiver(dialect, settings.heartbeat.empty() ? "Reaches nobody: generate.heartbeat_url is empty." : "",
           kHeartbeat, [&] {
             if (!settings.heartbeat.empty()) EmitWebhook(dialect, settings.heartbeat, false);
           });
  if (plan.receivers.pagerduty)
    Receiver(dialect, "", kPager,
             [&] { EmitPagerDuty(dialect, settings, *plan.receivers.pagerduty, messages); });
  else if (plan.examples)
    Receiver(dialect, "Reaches nobody: no pager is configured.", kPager, [] {});
  EmitChat(dialect, plan, messages);
  dialect.out << YAML::EndSeq;
}

std::vector<std::string> SecretFiles(const GeneratorSettings& settings, const Receivers& receivers) {
  std::vector<std::string> files;
  const auto add = [&](const std::string& file) {
    if (!file.empty()) files.push_back(file);
  };
  if (receivers.pagerduty) add(receivers.pagerduty->routing_key_file);
  if (receivers.slack) add(receivers.slack->api_url_file);
  if (receivers.telegram) add(receivers.telegram->bot_token_file);
  if (receivers.email) add(receivers.email->auth_password_file);
  if (receivers.webhook) add(receivers.webhook->url_file);
  add(settings.heartbeat.url_file);
  return files;
}

}  // namespace lastgood::alertmanager
