#include "net/http/curl_transfer.h"

#include <algorithm>

#include "net/http/curl_error.h"
#include "net/http/curl_exchange.h"

namespace lastgood {
namespace {

constexpr int kMostPoll = 30'000;  // milliseconds; libcurl's own timers and a stop end it sooner

// No option may outlive what it points to.
struct ResetAtEnd {
  CURL* easy;
  ~ResetAtEnd() { curl_easy_reset(easy); }
};

// Runs what is set up until it ends or a stop is requested.
CURLcode Run(CurlSession& session, const std::stop_token& stop) {
  CURLM* const multi = session.multi();
  if (curl_multi_add_handle(multi, session.easy()) != CURLM_OK) return CURLE_FAILED_INIT;
  const std::stop_callback wake(stop, [multi] { curl_multi_wakeup(multi); });
  CURLcode result = CURLE_ABORTED_BY_CALLBACK;
  int running = 1;
  while (running != 0 && !stop.stop_requested()) {
    if (curl_multi_perform(multi, &running) != CURLM_OK) break;
    if (running != 0) curl_multi_poll(multi, nullptr, 0, kMostPoll, nullptr);
  }
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi, &left)) {
    if (message->msg == CURLMSG_DONE) result = message->data.result;
  }
  curl_multi_remove_handle(multi, session.easy());
  return result;
}

}  // namespace

Result<HttpResponse> Transfer(CurlSession& session, const HttpRequest& request, const TlsMaterial& tls,
                              const std::string& user_agent) {
  const Duration left = std::min(request.timeout, request.deadline.Left(SystemClock()));
  if (left <= Duration::zero()) {
    return Error{ErrorCode::kTimeout, SafeUrl(request.url) + ": not asked, since no time was left"};
  }
  CurlExchange exchange;
  exchange.easy = session.easy();
  const ResetAtEnd reset{session.easy()};
  LASTGOOD_RETURN_IF_ERROR(SetUpCurl(request, tls, user_agent, left, exchange));
  const CURLcode code = Run(session, request.deadline.stop);
  return TakeResponse(code, request, exchange);
}

}  // namespace lastgood
