// One request on a libcurl easy handle: what is set before it runs, what its callbacks take in, and what its
// end means. Used by the thread that drives the handle; an Exchange stays where it is while it runs.
#pragma once

#include <curl/curl.h>

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "net/http/curl_tls.h"
#include "net/http/http.h"

namespace lastgood {

struct FreeCurlList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using CurlList = std::unique_ptr<curl_slist, FreeCurlList>;

// What the callbacks fill in, and what libcurl is pointed to.
struct CurlExchange {
  CURL* easy = nullptr;
  HttpResponse response;
  // When set, it takes the body of a 200 piece by piece, and `response` has none.
  std::function<void(std::string_view)> piece;
  std::function<void()> opened;  // may be set with `piece`: a 200 has begun
  std::size_t max_body = 0;
  std::size_t header_bytes = 0;
  bool body_too_large = false, headers_too_large = false;
  std::array<char, CURL_ERROR_SIZE> detail{};
  CurlList headers, connect_to;
};

// Points `exchange.easy` to the request and the exchange. `left` ends it when it is over; 0 is never.
Status SetUpCurl(const HttpRequest& request, const TlsMaterial& tls, const std::string& user_agent,
                 Duration left, CurlExchange& exchange);

// What came, once the exchange has ended with `code`.
Result<HttpResponse> TakeResponse(CURLcode code, const HttpRequest& request, CurlExchange& exchange);

}  // namespace lastgood
