// From a request to its answer: rate, password, then what Web says. What is slow by nature (rendering,
// bcrypt, a reload) runs on threads of its own, each kind apart, so that none delays another. Thread-safe.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>

#include "exporter/serve/authenticator.h"
#include "exporter/serve/server_connection.h"
#include "exporter/serve/shared_work.h"

namespace lastgood {

class Answerer {
 public:
  using Then = std::function<void(std::shared_ptr<const Answer>)>;

  // `web` outlives the answerer.
  explicit Answerer(const Web& web);

  // `then` is called once, at once or by a thread of the answerer.
  void Ask(const std::shared_ptr<const WebConfig>& config, const ServerRequest& request, const Then& then);
  // How many bytes the answers have that somebody still holds.
  std::size_t held() const { return *held_; }

 private:
  bool WithinRate(const std::shared_ptr<const WebConfig>& config);
  void Authenticate(const std::shared_ptr<const WebConfig>& config, const ServerRequest& request,
                    const Then& then);
  void Render(const std::shared_ptr<const WebConfig>& config, const WebRequest& request, const Then& then);
  std::shared_ptr<const Answer> Finish(WebResponse response, const WebConfig& config) const;

  const Web& web_;
  const Authenticator authenticator_;
  const std::shared_ptr<std::atomic<std::size_t>> held_ = std::make_shared<std::atomic<std::size_t>>(0);
  std::mutex mutex_;
  std::shared_ptr<const WebConfig> limited_;  // by what the tokens count
  double tokens_ = 0;
  Monotonic refilled_;
  SharedWork<std::shared_ptr<const Answer>> pages_, reloads_;
  SharedWork<bool> passwords_;
};

}  // namespace lastgood
