{{/*
The rules of the role, from the generator's role of each collector (files/rbac/<collector>.yaml). Several collectors may read
the same; ConfigMaps only by their names.
*/}}
{{- define "lastgood.rules" -}}
{{- $root := . }}
{{- $groups := dict }}
{{- $configMaps := list }}
{{- range $name, $collector := .Values.collectors }}
{{- if $collector.enabled }}
{{- $file := printf "files/rbac/%s.yaml" $name }}
{{- $role := $root.Files.Get $file | fromYaml }}
{{- if not $role.rules }}
{{- fail (printf "collectors.%s: expected a collector that reads Kubernetes (a file of files/rbac), found none of that name" $name) }}
{{- end }}
{{- range $role.rules }}
{{- if .resourceNames }}
{{- $configMaps = concat $configMaps .resourceNames }}
{{- else }}
{{- $group := first .apiGroups }}
{{- $_ := set $groups $group (concat (get $groups $group | default list) .resources | uniq) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- range $drill := .Values.config.restore_tests | default dict }}
{{- with $drill.configmap }}{{ $configMaps = append $configMaps . }}{{ end }}
{{- end }}
{{- range $group := keys $groups | sortAlpha }}
- apiGroups: [{{ $group | quote }}]
  resources: {{ get $groups $group | sortAlpha | toJson }}
  verbs: [list, watch]
{{- end }}
{{- with $configMaps | uniq | sortAlpha }}
- apiGroups: [""]
  resources: [configmaps]
  resourceNames: {{ toJson . }}
  verbs: [list, watch]
{{- end }}
{{- with .Values.rbac.extraRules }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{/* The Secrets that buckets of the config name for their keys: a map from a namespace to names. */}}
{{- define "lastgood.secrets" -}}
{{- $secrets := dict }}
{{- range $name, $bucket := .Values.config.buckets | default dict }}
{{- with (($bucket.credentials | default dict).secret) }}
{{- $_ := set $secrets .namespace (append (get $secrets .namespace | default list) .name | uniq) }}
{{- end }}
{{- end }}
{{- toYaml $secrets }}
{{- end }}
