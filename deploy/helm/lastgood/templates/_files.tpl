{{/*
The names of generated files that values do not leave out, as JSON {"names": [...]}; dict "root" $ "files" GLOB "suffix" SUFFIX
"exclude" LIST. What is excluded must exist, so that a slip of the pen leaves nothing on.
*/}}
{{- define "lastgood.files" -}}
{{- $suffix := .suffix }}
{{- $all := list }}
{{- range $path, $_ := .root.Files.Glob .files }}
{{- $all = append $all (base $path | trimSuffix $suffix) }}
{{- end }}
{{- range .exclude }}
{{- if not (has . $all) }}
{{- fail (printf "exclude: expected one of %s, found \"%s\"" (join ", " $all) .) }}
{{- end }}
{{- end }}
{{- $names := list }}
{{- $exclude := .exclude }}
{{- range $all }}{{ if not (has . $exclude) }}{{ $names = append $names . }}{{ end }}{{ end }}
{{- dict "names" $names | toJson }}
{{- end }}

{{/* A group's file as it is, or with links to the runbooks that lastgood serves; dict "root" $ "group" NAME. */}}
{{- define "lastgood.ruleText" -}}
{{- $text := .root.Files.Get (printf "files/rules/%s.rules.yaml" .group) }}
{{- with .root.Values.web.externalUrl }}
{{- $runbooks := printf "%s/runbooks" (trimSuffix "/" .) }}
{{- $file := fromYaml $text }}
{{- range $group := $file.groups }}
{{- range $rule := $group.rules }}
{{- if $rule.alert }}{{ $_ := set $rule.annotations "runbook_url" (printf "%s/%s" $runbooks $rule.alert) }}{{ end }}
{{- end }}
{{- end }}
{{- toYaml $file }}
{{- else }}
{{- trim $text }}
{{- end }}
{{- end }}

{{- define "lastgood.ruleGroups" -}}
{{- include "lastgood.files" (dict "root" . "files" "files/rules/*.yaml" "suffix" ".rules.yaml" "exclude" .Values.rules.exclude) }}
{{- end }}

{{- define "lastgood.dashboardNames" -}}
{{- include "lastgood.files" (dict "root" . "files" "files/dashboards/*.json" "suffix" ".json" "exclude" .Values.dashboards.exclude) }}
{{- end }}
