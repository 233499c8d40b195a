// The HTTP server around Web: one thread moves all connections, whatever each of them does or leaves undone;
// answers are written by others. Bounded in connections and in what it holds for slow readers; ends without
// cutting an answer short. Owns its threads; Stop or the destructor ends them.
#pragma once

#include <memory>
#include <string>

#include "base/log.h"
#include "base/result.h"
#include "exporter/serve/web.h"

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
