// The web config as it is in force: the file, certificates and keys are read anew when one of them has
// changed, so that the next request and handshake go by what is on disk. A change that cannot be used keeps
// what was in force before. Thread-safe.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "exporter/serve/file_stamp.h"
#include "exporter/serve/server_tls.h"
#include "exporter/serve/web_config.h"

namespace lastgood {

struct WebConfigInForce {
  std::shared_ptr<const WebConfig> config;
  TlsContext tls;  // null for plain HTTP
};

class WebConfigFile {
 public:
  // "" is an empty config.
  static Result<std::unique_ptr<WebConfigFile>> Open(const std::string& file);

  // `mistake` is filled once for each change that cannot be used.
  WebConfigInForce Current(std::optional<Error>& mistake);

 private:
  void Watch(const std::string& file);
  bool Changed() const;
  Status Read();

  std::mutex mutex_;
  std::string file_;
  // What was tried last, and how it was then: what was missing may come.
  std::vector<std::pair<std::string, FileStamp>> watched_;
  WebConfigInForce in_force_{std::make_shared<WebConfig>(), nullptr};
};

}  // namespace lastgood
