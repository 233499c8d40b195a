// What the generated Kubernetes objects begin with. Pure.
#pragma once

#include "base/yaml_writer.h"
#include "rules/settings.h"

namespace lastgood::yaml {

// apiVersion, kind and metadata of a Kubernetes object in the settings' namespace, with the labels by which
// Prometheus Operator selects; `cluster_wide` leaves the namespace out.
struct ObjectHead {
  std::string api_version, kind, name;
  std::vector<std::pair<std::string, std::string>> labels = {};  // besides app.kubernetes.io/name
  bool cluster_wide = false;
  std::string namespace_ = {};  // "" is the settings'
};
void Head(YAML::Emitter& out, const GeneratorSettings& settings, const ObjectHead& head);

// How often Prometheus scrapes lastgood: its sources are read about once a minute.
inline constexpr Duration kScrapeInterval = std::chrono::seconds(30);

// {release: ...}, nothing when the setting is empty.
std::vector<std::pair<std::string, std::string>> ReleaseLabel(const GeneratorSettings& settings);

}  // namespace lastgood::yaml
