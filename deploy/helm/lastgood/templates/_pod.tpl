{{/* How a probe asks: with a password it cannot, so that it only connects. dict "root" $ "path" PATH */}}
{{- define "lastgood.probe" -}}
{{- if .root.Values.web.basicAuth -}}
tcpSocket: {port: http}
{{- else -}}
httpGet: {path: {{ .path }}, port: http, scheme: {{ .root.Values.web.scheme }}}
{{- end }}
{{- end }}

{{- define "lastgood.container" -}}
name: lastgood
image: {{ include "lastgood.image" . | quote }}
imagePullPolicy: {{ .Values.image.pullPolicy }}
args:
  - serve
  - --config=/etc/lastgood/lastgood.yaml
  - --state.dir=/var/lib/lastgood/state
  {{- with .Values.web.externalUrl }}
  - --web.external-url={{ . }}
  {{- end }}
  {{- if .Values.web.secret }}
  - --web.config.file=/etc/lastgood/web/web.yaml
  {{- end }}
  {{- range .Values.extraArgs }}
  - {{ . | quote }}
  {{- end }}
{{- with .Values.env }}
env:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.envFrom }}
envFrom:
  {{- toYaml . | nindent 2 }}
{{- end }}
ports:
  - {name: http, containerPort: 9847, protocol: TCP}
livenessProbe:
  {{- include "lastgood.probe" (dict "root" . "path" "/-/healthy") | nindent 2 }}
  {{- toYaml .Values.livenessProbe | nindent 2 }}
readinessProbe:
  {{- include "lastgood.probe" (dict "root" . "path" "/-/ready") | nindent 2 }}
  {{- toYaml .Values.readinessProbe | nindent 2 }}
resources:
  {{- toYaml .Values.resources | nindent 2 }}
securityContext:
  {{- toYaml .Values.securityContext | nindent 2 }}
volumeMounts:
  - {name: config, mountPath: /etc/lastgood/lastgood.yaml, subPath: lastgood.yaml, readOnly: true}
  - {name: state, mountPath: /var/lib/lastgood}
  {{- if .Values.web.secret }}
  - {name: web, mountPath: /etc/lastgood/web, readOnly: true}
  {{- end }}
  {{- range $i, $secret := .Values.secrets }}
  - {name: secret-{{ $i }}, mountPath: {{ $secret.mountPath | quote }}, readOnly: true}
  {{- end }}
  {{- with .Values.extraVolumeMounts }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}

{{- define "lastgood.volumes" -}}
- name: config
  configMap: {name: {{ include "lastgood.fullname" . }}}
{{- if not .Values.state.persistence.enabled }}
- name: state
  emptyDir: {}
{{- end }}
{{- if .Values.web.secret }}
- name: web
  secret: {secretName: {{ .Values.web.secret }}, defaultMode: 0440}
{{- end }}
{{- range $i, $secret := .Values.secrets }}
- name: secret-{{ $i }}
  secret:
    secretName: {{ $secret.name }}
    defaultMode: 0440
    {{- with $secret.items }}
    items:
      {{- toYaml . | nindent 6 }}
    {{- end }}
    {{- if $secret.optional }}
    optional: true
    {{- end }}
{{- end }}
{{- with .Values.extraVolumes }}
{{ toYaml . }}
{{- end }}
{{- end }}

{{- define "lastgood.podTemplate" -}}
metadata:
  labels:
    {{- toYaml (merge (include "lastgood.selectorLabels" . | fromYaml) (deepCopy .Values.podLabels) (deepCopy .Values.commonLabels)) | nindent 4 }}
  annotations:
    checksum/config: {{ include "lastgood.config" . | sha256sum }}
    {{- with .Values.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  serviceAccountName: {{ include "lastgood.serviceAccountName" . }}
  automountServiceAccountToken: true
  enableServiceLinks: false
  securityContext:
    {{- toYaml .Values.podSecurityContext | nindent 4 }}
  containers:
    - {{ include "lastgood.container" . | nindent 6 | trim }}
  volumes:
    {{- include "lastgood.volumes" . | nindent 4 }}
  {{- range $key := list "imagePullSecrets" "nodeSelector" "tolerations" "affinity" "topologySpreadConstraints" }}
  {{- with get $.Values $key }}
  {{ $key }}:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- end }}
  {{- with .Values.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
{{- end }}
