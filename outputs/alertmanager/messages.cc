#include "outputs/alertmanager/messages.h"

#include <fmt/format.h>

namespace lastgood::alertmanager {
namespace {

std::string Replaced(std::string text, std::string_view what, const std::string& with) {
  for (std::size_t at = text.find(what); at != text.npos; at = text.find(what, at + with.size()))
    text.replace(at, what.size(), with);
  return text;
}

// CRITICAL BackupStale x3 in shop (cnpg) on eu1
std::string Title(const promql::Names& names) {
  std::string title = R"({{- $worst := "" -}}
{{- range .Alerts.Firing -}}
  {{- if ne $worst "critical" -}}{{- $worst = .Labels.severity -}}{{- end -}}
{{- end -}}
{{- if .Alerts.Firing -}}{{- or $worst "firing" | toUpper -}}{{- else -}}RESOLVED{{- end -}}
{{- with .CommonLabels.alertname }} {{ . }}{{ end -}}
{{- if gt (len .Alerts.Firing) 1 }} x{{ len .Alerts.Firing }}{{ end -}}
{{- with .CommonLabels.@namespace }} in {{ . }}{{ end -}}
{{- with .CommonLabels.system }} ({{ . }}){{ end -}})";
  if (!names.cluster_label.empty()) title += "\n{{- with .CommonLabels.@cluster }} on {{ . }}{{ end -}}";
  return Replaced(Replaced(std::move(title), "@namespace", names.namespace_label), "@cluster",
                  names.cluster_label);
}

constexpr std::string_view kSlackColor = R"({{- $color := "good" -}}
{{- range .Alerts.Firing -}}
  {{- if eq .Labels.severity "critical" -}}{{- $color = "danger" -}}
  {{- else if eq $color "good" -}}{{- $color = "warning" -}}{{- end -}}
{{- end -}}
{{- $color -}})";

// The rule's description names the object. The cut keeps to Telegram's 4096 characters; Slack would take
// <...> for a link.
constexpr std::string_view kSays =
    R"({{ or .Annotations.description .Annotations.summary .Annotations.message .Labels.alertname
      | reReplaceAll "[<>]" "" | printf "%.200s" }})";

// Critical first. $shown has a mark for each alert that was listed, since templates cannot count.
constexpr std::string_view kList = R"({{- with .CommonAnnotations.summary }}{{ . }}{{ end -}}
{{- $shown := "" -}}
{{- range $pass := stringSlice "critical" "the rest" -}}
  {{- range $.Alerts.Firing -}}
    {{- if and (eq (eq .Labels.severity "critical") (eq $pass "critical")) (lt (len $shown) 5) -}}
      {{- $shown = print $shown "." }}
- {{ .Labels.severity }}: @says Since {{ .StartsAt.UTC.Format "2 Jan 15:04" }} UTC.
{{- with .Annotations.page_url }} {{ . }}{{ end }}
    {{- end -}}
  {{- end -}}
{{- end -}}
{{- with slice .Alerts.Firing (len $shown) }}
... and {{ len . }} more.{{ end -}}
{{- range $i, $alert := .Alerts.Resolved -}}
  {{- if lt $i 5 }}
- resolved: @says
  {{- end -}}
{{- end -}}
{{- if gt (len .Alerts.Resolved) 5 }}
... and {{ len (slice .Alerts.Resolved 5) }} more resolved.{{ end -}})";

// A silence for what all of them share: a group may hold the whole namespace.
constexpr std::string_view kSlackLinks =
    R"({{- with .CommonAnnotations.runbook_url }}
<{{ . }}|Runbook>{{ end }}
<{{ .ExternalURL }}/#/silences/new?filter=%7B
{{- range $i, $label := .CommonLabels.SortedPairs -}}
  {{- if $i }}%2C{{ end }}{{ $label.Name }}%3D%22{{ $label.Value | urlquery }}%22
{{- end }}%7D|Silence>{{- "" -}})";

constexpr std::string_view kTelegramLinks =
    R"({{- with .CommonAnnotations.runbook_url }}
<a href="{{ . }}">Runbook</a>{{ end }}
<a href="{{ .ExternalURL }}/#/silences/new?filter=%7B
{{- range $i, $label := .CommonLabels.SortedPairs -}}
  {{- if $i }}%2C{{ end }}{{ $label.Name }}%3D%22{{ $label.Value }}%22
{{- end }}%7D">Silence</a>{{- "" -}})";

constexpr std::string_view kTextLinks =
    R"({{- with .CommonAnnotations.runbook_url }}
Runbook: {{ . }}{{ end }}
Alerts: {{ .ExternalURL }}/#/alerts?receiver={{ .Receiver | urlquery -}})";

std::string List() { return Replaced(std::string(kList), "@says", std::string(kSays)); }

// `title` and `list` are the templates themselves or calls of them.
Messages Written(const std::string& title, const std::string& list) {
  Messages messages;
  messages.title = title;
  messages.slack_color = kSlackColor;
  messages.slack_text = list + "\n" + std::string(kSlackLinks);
  messages.telegram = "<b>" + title + "</b>{{ \"\\n\" -}}\n" + list + "\n" + std::string(kTelegramLinks);
  messages.text = list + "\n" + std::string(kTextLinks);
  return messages;
}

std::string Call(std::string_view name) { return fmt::format("{{{{ template \"lastgood.{}\" . }}}}", name); }

std::string Define(std::string_view name, const std::string& about, const std::string& body) {
  return fmt::format("\n{{{{/* {} */}}}}\n{{{{ define \"lastgood.{}\" }}}}{}{{{{ end }}}}\n", about, name,
                     body);
}

}  // namespace

Messages TemplateCalls() {
  return {Call("title"), Call("slack.color"), Call("slack.text"), Call("telegram"), Call("text")};
}

Messages InlineMessages(const GeneratorSettings& settings) { return Written(Title(settings.names), List()); }

std::string TemplateFile(const GeneratorSettings& settings) {
  const Messages messages = Written(Call("title"), Call("list"));
  return "{{/* Messages for a phone: what, where, since when, the worst first, how many more.\n"
         "   Written by lastgood generate; change the config and run it again. */}}\n" +
         Define("title", "Also the mail's subject and PagerDuty's summary.", Title(settings.names)) +
         Define(
             "list",
             "Telegram takes 4096 characters, so five alerts are listed and each is cut; Slack takes <> for "
             "links.",
             List()) +
         Define("slack.color", "Slack's bar at the left.", messages.slack_color) +
         Define("slack.text", "Slack.", messages.slack_text) +
         Define("telegram", "With parse_mode HTML, in which Alertmanager escapes what it fills in.",
                messages.telegram) +
         Define("text", "Mail and PagerDuty. A webhook receives Alertmanager's JSON and needs no template.",
                messages.text);
}

}  // namespace lastgood::alertmanager
