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

{{- define "lastgood.ruleGroups" -}}
{{- include "lastgood.files" (dict "root" . "files" "files/rules/*.yaml" "suffix" ".rules.yaml" "exclude" .Values.rules.exclude) }}
{{- end }}

{{- define "lastgood.dashboardNames" -}}
{{- include "lastgood.files" (dict "root" . "files" "files/dashboards/*.json" "suffix" ".json" "exclude" .Values.dashboards.exclude) }}
{{- end }}
