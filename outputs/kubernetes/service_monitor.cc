#include "outputs/kubernetes/service_monitor.h"

#include "base/yaml_writer.h"
#include "rules/object_head.h"

namespace lastgood {
namespace {

using namespace yaml;

// The rules say which label holds an object's namespace; only an honoured label keeps its own name.
void EmitHonorLabels(YAML::Emitter& out, const GeneratorSettings& settings) {
  const bool honored = settings.names.namespace_label == promql::Names().namespace_label;
  Remark(out,
         honored ? "lastgood's namespace label names the object that is backed up. Without this, Prometheus\n"
                   "renames it to exported_namespace, and alerts name lastgood's own namespace."
                 : "generate.namespace_label says that Prometheus renames lastgood's namespace label.");
  Plain(out, "honorLabels", honored ? "true" : "false");
}

// The rules know lastgood by its job, which would be the Service's name.
void EmitJob(YAML::Emitter& out, const GeneratorSettings& settings) {
  Remark(out, "The job that LastgoodDown and LastgoodAbsent look for.");
  Begin(out, "relabelings", YAML::BeginSeq);
  out << YAML::Flow << YAML::BeginMap;
  Pair(out, "targetLabel", "job");
  Pair(out, "replacement", settings.job);
  out << YAML::EndMap << YAML::EndSeq;
}

void EmitEndpoint(YAML::Emitter& out, const GeneratorSettings& settings) {
  out << YAML::BeginMap;
  Pair(out, "port", "http");
  Pair(out, "path", "/metrics");
  Remark(
      out,
      "A scrape costs little, since it serves what is known already; sources are read about once a minute.");
  Pair(out, "interval", PrometheusDuration(kScrapeInterval));
  EmitHonorLabels(out, settings);
  EmitJob(out, settings);
  out << YAML::EndMap;
}

}  // namespace

Files ServiceMonitorFiles(const GeneratorSettings& settings) {
  YAML::Emitter out;
  out << YAML::BeginMap;
  Head(out, settings, {"monitoring.coreos.com/v1", "ServiceMonitor", "lastgood", ReleaseLabel(settings)});
  Begin(out, "spec", YAML::BeginMap);
  Begin(out, "selector", YAML::BeginMap);
  Begin(out, "matchLabels", YAML::BeginMap);
  Pair(out, "app.kubernetes.io/name", "lastgood");
  out << YAML::EndMap << YAML::EndMap;
  Begin(out, "endpoints", YAML::BeginSeq);
  EmitEndpoint(out, settings);
  out << YAML::EndSeq << YAML::EndMap << YAML::EndMap;
  return {{"kubernetes/prometheus-operator/servicemonitor.yaml",
           WithHead("Scrapes the Services with this label in the same namespace, at their port named http.",
                    out)}};
}

}  // namespace lastgood
