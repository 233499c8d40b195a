#include "net/http/curl_http.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <array>
#include <csignal>
#include <deque>
#include <mutex>

#include "net/http/curl_error.h"
#include "net/http/curl_tls.h"
#include "net/http/curl_transfer.h"
#include "net/http/measure.h"
#include "net/http/streams.h"

namespace lastgood {
namespace {

constexpr std::size_t kMostIdle = 64;  // as many as a bucket may have connections

void InitialiseOnce() {
  static std::once_flag once;
  std::call_once(once, [] {
    curl_global_init(CURL_GLOBAL_DEFAULT);
    std::signal(SIGPIPE, SIG_IGN);
  });
}

class CurlHttpClient final : public HttpClient {
 public:
  CurlHttpClient(std::string user_agent, Instruments* instruments)
      : user_agent_(std::move(user_agent)), instruments_(instruments) {}

  Result<HttpResponse> Do(const HttpRequest& request) override {
    LASTGOOD_ASSIGN(const TlsMaterial tls, LoadTlsMaterial(request.tls, request.proxy_url));
    std::unique_ptr<CurlSession> session = Take(tls.identity);
    if (!session->usable()) return Error{ErrorCode::kInternal, "libcurl gave no handle"};
    const Monotonic begun = std::chrono::steady_clock::now();
    Result<HttpResponse> response = Transfer(*session, request, tls, user_agent_);
    Measure(instruments_, request, response,
            std::chrono::ceil<Duration>(std::chrono::steady_clock::now() - begun));
    // After an error the state of its connections is not worth a guess.
    if (response.ok()) Give(tls.identity, std::move(session));
    return response;
  }

  std::unique_ptr<HttpStreams> OpenStreams() override {
    return std::make_unique<HttpStreams>(user_agent_, instruments_);
  }
  Instruments* instruments() override { return instruments_; }

 private:
  struct Idle {
    std::string identity;
    std::unique_ptr<CurlSession> session;
  };

  std::unique_ptr<CurlSession> Take(const std::string& identity) {
    const std::lock_guard lock(mutex_);
    for (auto idle = idle_.rbegin(); idle != idle_.rend(); ++idle) {
      if (idle->identity != identity) continue;
      std::unique_ptr<CurlSession> session = std::move(idle->session);
      idle_.erase(std::next(idle).base());
      return session;
    }
    return std::make_unique<CurlSession>();
  }

  void Give(const std::string& identity, std::unique_ptr<CurlSession> session) {
    std::unique_ptr<CurlSession> surplus;  // closed after the lock is released
    const std::lock_guard lock(mutex_);
    idle_.push_back({identity, std::move(session)});
    if (idle_.size() <= kMostIdle) return;
    surplus = std::move(idle_.front().session);
    idle_.pop_front();
  }

  const std::string user_agent_;
  Instruments* const instruments_;
  std::mutex mutex_;
  std::deque<Idle> idle_;  // the most recently used last
};

}  // namespace

std::unique_ptr<HttpClient> MakeCurlHttpClient(std::string user_agent, Instruments* instruments) {
  InitialiseOnce();
  return std::make_unique<CurlHttpClient>(std::move(user_agent), instruments);
}

}  // namespace lastgood
