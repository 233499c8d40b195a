// One receiver, two spellings: Alertmanager's own config (send_resolved, secrets in files) and the operator's
// AlertmanagerConfig (sendResolved, secrets in a Secret). Writes to the emitter that it is given; not for
// sharing between threads.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/yaml_writer.h"

namespace lastgood::alertmanager {

// The Secret that AlertmanagerConfig's receivers read; its keys are the names of the secrets' files.
inline constexpr const char* kSecretName = "lastgood-alertmanager";

class Dialect {
 public:
  Dialect(YAML::Emitter& out, bool kubernetes) : out(out), kubernetes(kubernetes) {}

  // send_resolved, or sendResolved; api_url becomes apiURL.
  std::string Key(const std::string& name) const;
  void Field(const std::string& name, const std::string& value) const;
  void Template(const std::string& name, const std::string& value) const;
  void Bare(const std::string& name, const std::string& value) const;
  // `api_url_file: /path`, or `apiURL: {name: <Secret>, key: path}`.
  void Secret(const std::string& name, const std::string& file) const;
  // A mapping, or a list of {key, value}.
  void Map(const std::string& name, const std::vector<std::pair<std::string, std::string>>& values) const;

  YAML::Emitter& out;
  const bool kubernetes;
};

}  // namespace lastgood::alertmanager
