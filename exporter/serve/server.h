// The HTTP server (civetweb) around Web: sockets, TLS, authentication, and an end that cuts no answer short.
// Owns its threads; Stop or the destructor ends them.
#pragma once

#include <memory>
#include <string>

#include "base/log.h"
#include "base/result.h"
#include "exporter/serve/web.h"
#include "exporter/serve/web_config.h"

namespace lastgood {

class Server {
 public:
  // Listens on "host:port", ":port" or "[v6]:port"; port 0 takes a free one. `web` and `log` outlive the
  // server.
  static Result<std::unique_ptr<Server>> Start(const std::string& listen_address,
                                               const std::string& web_config_file, const Web& web,
                                               Logger& log);
  ~Server();

  // "http://127.0.0.1:9847", to open in a browser.
  std::string url() const;
  // Takes no new requests, lets running ones end for at most `patience`, then closes.
  void Stop(Duration patience);

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace lastgood
