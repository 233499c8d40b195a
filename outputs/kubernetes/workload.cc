#include "outputs/kubernetes/workload.h"

#include "base/yaml_writer.h"
#include "collectors/collector.h"
#include "model/names.h"
#include "rules/object_head.h"

namespace lastgood {
namespace {

using namespace yaml;

constexpr const char* kName = "lastgood";
constexpr const char* kPort = "9847";
constexpr const char* kNobody = "65534";
// Mounted alone, so that Secrets can be mounted beside it.
constexpr const char* kConfigPath = "/etc/lastgood/lastgood.yaml";

// {key: value, ...} in one line; values are plain.
using Pairs = std::vector<std::pair<std::string, std::string>>;
void EmitFlow(YAML::Emitter& out, const Pairs& pairs) {
  out << YAML::Flow << YAML::BeginMap;
  for (const auto& [key, value] : pairs) Plain(out, key, value);
  out << YAML::EndMap;
}
void Flow(YAML::Emitter& out, const std::string& key, const Pairs& pairs) {
  out << YAML::Key << key << YAML::Value;
  EmitFlow(out, pairs);
}

void EmitSelector(YAML::Emitter& out, const std::string& key) {
  Flow(out, key, {{"app.kubernetes.io/name", kName}});
}

void EmitProbe(YAML::Emitter& out, const std::string& probe, const std::string& path, const Pairs& times) {
  Begin(out, probe, YAML::BeginMap);
  Flow(out, "httpGet", {{"path", path}, {"port", "http"}});
  for (const auto& [key, value] : times) Plain(out, key, value);
  out << YAML::EndMap;
}

// What docs/performance.md measured: 57 MiB for 100,000 Backups, 330 MiB for a million.
void EmitResources(YAML::Emitter& out) {
  Begin(out, "resources", YAML::BeginMap);
  Remark(out, "100,000 Backups that are followed take 57 MiB, a million 330 MiB. CPU is for the first list.");
  Flow(out, "requests", {{"cpu", "30m"}, {"memory", "64Mi"}});
  Flow(out, "limits", {{"memory", "384Mi"}});
  out << YAML::EndMap;
}

void EmitContainerSecurity(YAML::Emitter& out) {
  Begin(out, "securityContext", YAML::BeginMap);
  Plain(out, "allowPrivilegeEscalation", "false");
  Plain(out, "readOnlyRootFilesystem", "true");
  Begin(out, "capabilities", YAML::BeginMap);
  List(out, "drop", {"ALL"});
  out << YAML::EndMap << YAML::EndMap;
}

void EmitContainer(YAML::Emitter& out, const GeneratorSettings& settings) {
  out << YAML::BeginMap;
  Pair(out, "name", kName);
  Pair(out, "image", settings.image);
  Begin(out, "args", YAML::BeginSeq);
  out << "serve" << std::string("--config=") + kConfigPath << "--state.dir=/var/lib/lastgood/state"
      << YAML::EndSeq;
  Begin(out, "ports", YAML::BeginSeq);
  EmitFlow(out, {{"name", "http"}, {"containerPort", kPort}});
  out << YAML::EndSeq;
  EmitProbe(out, "livenessProbe", "/-/healthy",
            {{"periodSeconds", "20"}, {"timeoutSeconds", "5"}, {"failureThreshold", "6"}});
  EmitProbe(out, "readinessProbe", "/-/ready", {{"periodSeconds", "5"}, {"timeoutSeconds", "5"}});
  EmitResources(out);
  EmitContainerSecurity(out);
  Begin(out, "volumeMounts", YAML::BeginSeq);
  EmitFlow(
      out,
      {{"name", "config"}, {"mountPath", kConfigPath}, {"subPath", "lastgood.yaml"}, {"readOnly", "true"}});
  EmitFlow(out, {{"name", "state"}, {"mountPath", "/var/lib/lastgood"}});
  out << YAML::EndSeq << YAML::EndMap;
}

void EmitVolumes(YAML::Emitter& out) {
  Begin(out, "volumes", YAML::BeginSeq);
  out << YAML::BeginMap;
  Pair(out, "name", "config");
  Flow(out, "configMap", {{"name", kName}});
  out << YAML::EndMap << YAML::BeginMap;
  Pair(out, "name", "state");
  Flow(out, "emptyDir", {});
  out << YAML::EndMap << YAML::EndSeq;
}

void EmitPod(YAML::Emitter& out, const GeneratorSettings& settings) {
  Begin(out, "spec", YAML::BeginMap);
  Pair(out, "serviceAccountName", kName);
  Plain(out, "automountServiceAccountToken", "true");
  Plain(out, "enableServiceLinks", "false");
  Begin(out, "securityContext", YAML::BeginMap);
  Plain(out, "runAsNonRoot", "true");
  for (const char* whom : {"runAsUser", "runAsGroup", "fsGroup"}) Plain(out, whom, kNobody);
  Flow(out, "seccompProfile", {{"type", "RuntimeDefault"}});
  out << YAML::EndMap;
  Begin(out, "containers", YAML::BeginSeq);
  EmitContainer(out, settings);
  out << YAML::EndSeq;
  EmitVolumes(out);
  out << YAML::EndMap;
}

std::string Deployment(const GeneratorSettings& settings) {
  YAML::Emitter out;
  out << YAML::BeginMap;
  Head(out, settings, {"apps/v1", "Deployment", kName});
  Begin(out, "spec", YAML::BeginMap);
  Remark(out, "One is enough: each replica reads everything.");
  Plain(out, "replicas", "1");
  Begin(out, "selector", YAML::BeginMap);
  EmitSelector(out, "matchLabels");
  out << YAML::EndMap;
  Begin(out, "template", YAML::BeginMap);
  Begin(out, "metadata", YAML::BeginMap);
  EmitSelector(out, "labels");
  out << YAML::EndMap;
  EmitPod(out, settings);
  out << YAML::EndMap << YAML::EndMap << YAML::EndMap;
  return WithHead("No image is published yet: generate.image, or images in a kustomization, names yours.",
                  out);
}

std::string Service(const GeneratorSettings& settings) {
  YAML::Emitter out;
  out << YAML::BeginMap;
  Head(out, settings, {"v1", "Service", kName});
  Begin(out, "spec", YAML::BeginMap);
  EmitSelector(out, "selector");
  Begin(out, "ports", YAML::BeginSeq);
  EmitFlow(out, {{"name", "http"}, {"port", kPort}, {"targetPort", "http"}});
  out << YAML::EndSeq << YAML::EndMap << YAML::EndMap;
  return WithHead("What the ServiceMonitor looks for.", out);
}

std::string ServiceAccount(const GeneratorSettings& settings) {
  YAML::Emitter out;
  out << YAML::BeginMap;
  Head(out, settings, {"v1", "ServiceAccount", kName});
  Plain(out, "automountServiceAccountToken", "false");
  out << YAML::EndMap;
  return WithHead("The pod mounts its token itself; whoever else uses this account does not get it unasked.",
                  out);
}

std::string ClusterRoleBinding(const GeneratorSettings& settings) {
  YAML::Emitter out;
  out << YAML::BeginMap;
  Head(out, settings, {"rbac.authorization.k8s.io/v1", "ClusterRoleBinding", kName, {}, true});
  Flow(out, "roleRef", {{"apiGroup", "rbac.authorization.k8s.io"}, {"kind", "ClusterRole"}, {"name", kName}});
  Begin(out, "subjects", YAML::BeginSeq);
  EmitFlow(out, {{"kind", "ServiceAccount"}, {"name", kName}, {"namespace", settings.kubernetes_namespace}});
  out << YAML::EndSeq << YAML::EndMap;
  return WithHead("Lets lastgood read what its ClusterRole names.", out);
}

// Buckets, logs and components are left to whoever knows where their secrets lie in this cluster.
std::string Config(const GeneratorSettings& settings) {
  YAML::Emitter out;
  out << YAML::BeginMap;
  Flow(out, "kubernetes", {{"in_cluster", "true"}});
  if (!settings.everything) {
    Begin(out, "collectors", YAML::BeginMap);
    for (const CollectorKind& kind : AllCollectorKinds())
      if (kind.section == "collectors" && settings.Has(kind.name)) Flow(out, std::string(kind.name), {});
    out << YAML::EndMap;
    if (settings.Has(systems::kRestoreTests)) Flow(out, systems::kRestoreTests, {});
  }
  out << YAML::EndMap;
  return WithHead(
      "What lastgood in the cluster reads: the cluster alone. Replace it as kustomization.yaml says.", out);
}

}  // namespace

Files WorkloadFiles(const GeneratorSettings& settings) {
  return {{"kubernetes/deployment.yaml", Deployment(settings)},
          {"kubernetes/service.yaml", Service(settings)},
          {"kubernetes/serviceaccount.yaml", ServiceAccount(settings)},
          {"kubernetes/clusterrolebinding.yaml", ClusterRoleBinding(settings)},
          {"kubernetes/lastgood.yaml", Config(settings)}};
}

}  // namespace lastgood
