{{/* lastgood.yaml: values.config with what other values say. */}}
{{- define "lastgood.config" -}}
{{- $config := deepCopy .Values.config }}
{{- if hasKey $config "collectors" }}
{{- fail "config.collectors: expected under collectors.<name>.config, since the rights follow from there" }}
{{- end }}
{{- if gt (len .Values.namespaces) 1 }}
{{- fail (printf "namespaces: expected one, or none for the whole cluster, found %d; install a release for each" (len .Values.namespaces)) }}
{{- end }}
{{- $kubernetes := $config.kubernetes | default dict }}
{{- if not (or $kubernetes.kubeconfig $kubernetes.folder) }}
{{- $_ := set $kubernetes "in_cluster" true }}
{{- end }}
{{- with .Values.namespaces }}
{{- $_ := set $kubernetes "namespace" (first .) }}
{{- end }}
{{- $collectors := dict }}
{{- range $name, $collector := .Values.collectors }}
{{- if $collector.enabled }}
{{- if eq $name "restore_tests" }}
{{- if not $config.restore_tests }}{{ $_ := set $config "restore_tests" dict }}{{ end }}
{{- else }}
{{- $_ := set $collectors $name ($collector.config | default dict) }}
{{- end }}
{{- else if and (eq $name "restore_tests") $config.restore_tests }}
{{- fail "config.restore_tests: expected none where collectors.restore_tests.enabled is false" }}
{{- end }}
{{- end }}
{{- $_ := set $config "kubernetes" $kubernetes }}
{{- $_ := set $config "collectors" $collectors }}
{{- toYaml $config }}
{{- end }}
