// lastgood.yaml: which file, what it says, and the collectors that it asks for. Strict: the first mistake is
// one line "file:line:column: message" (kConfig). Each collector reads its own section; this file reads the
// rest.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/config_reader.h"
#include "collectors/collector.h"
#include "exporter/config/kubernetes_config.h"
#include "model/assess.h"
#include "model/derive.h"
#include "rules/settings.h"

namespace lastgood {

// What flags say of what is read and written; flags beat the file.
struct CollectorFlags {
  std::map<std::string, bool> enabled;  // --collector.<name> / --no-collector.<name>
  std::string dump;                     // `check SOURCE`: a file, folder or "-"; "" for none
  std::string complete;                 // `--complete`: "true" for every kind of the dump, or their names
  std::string external_url;             // --web.external-url
  std::string kubeconfig, context;      // as kubectl takes them
  bool offline = false;                 // nothing will be read: kubeconfigs need not be there
};

// What the file says of things that flags may also say; flags and environment variables beat it.
struct FileSettings {
  std::optional<std::string> listen_address, telemetry_path, web_config_file, log_level, log_format,
      state_dir;
  std::optional<bool> enable_lifecycle;
  std::string external_url;  // where people reach lastgood, without a slash at its end; "" when not told
};

struct Setup {
  FileSettings settings;
  std::vector<Collector> collectors;
  KubernetesSource kubernetes;                  // that they read; null for none
  std::map<std::string, BucketConfig> buckets;  // by their names
  Objectives objectives;
  Thresholds thresholds;
  GeneratorSettings generator;
  std::string file;  // that was read; "" for none
};

// --config's value, else ./lastgood.yaml, else /etc/lastgood/lastgood.yaml; "" when none exists.
Result<std::string> FindConfigFile(const std::string& flag);

// Reads the file ("" is an empty config) and makes every collector. With a dump, only the Kubernetes kinds
// run, and all of them. `environment.kubernetes` is filled here, with the `former` source where a reload
// would open the same one again.
Result<Setup> LoadSetup(const std::string& file, const CollectorFlags& flags, Environment environment,
                        const KubernetesSource& former = {});

}  // namespace lastgood
