// Which cluster, or which manifests, the config names, and the source that reads them. What is wrong with the
// config itself is complained about to the reader, or an error (kConfig); a kubeconfig, a service account or
// a folder that cannot be read yet is the source's own failure, pass after pass.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "base/config_reader.h"
#include "collectors/collector.h"
#include "net/kube/source.h"

namespace lastgood {

// The `kubernetes` section, else what is found; nullopt: none. With `has_config` a file says what to read.
std::optional<KubeConfig> ReadKubernetes(ConfigReader& config, const Environment& environment,
                                         bool has_config);

// What kubectl's flags name ("" for what they do not), in place of what the config does.
KubeConfig ChooseCluster(const std::string& kubeconfig, const std::string& context,
                         const std::optional<KubeConfig>& configured, const Environment& environment);

// A source and what it was opened from.
struct KubernetesSource {
  std::shared_ptr<KubeSource> source;
  std::string settings;  // in words that only this program compares, the content of kubeconfigs included
};

// `former` itself where it was opened from the same.
Result<KubernetesSource> OpenKubernetes(const KubeConfig& config, const KubernetesSource& former,
                                        const Environment& environment);

}  // namespace lastgood
