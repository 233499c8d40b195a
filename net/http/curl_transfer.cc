#include "net/http/curl_transfer.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "base/text.h"
#include "base/time.h"
#include "net/http/curl_error.h"

namespace lastgood {
namespace {

constexpr std::size_t kMostHeaders = 256 * 1024;
constexpr int kMostPoll = 30'000;  // milliseconds; libcurl's own timers and a stop end it sooner
constexpr Duration kConnect = std::chrono::seconds(10);

struct FreeList {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using SlistPtr = std::unique_ptr<curl_slist, FreeList>;

// What the callbacks fill in.
struct Exchange {
  HttpResponse response;
  std::size_t max_body = 0;
  std::size_t header_bytes = 0;
  bool body_too_large = false, headers_too_large = false;
  std::array<char, CURL_ERROR_SIZE> detail{};
  SlistPtr headers, connect_to;
};

std::size_t OnBody(char* data, std::size_t, std::size_t size, void* user) {
  auto& exchange = *static_cast<Exchange*>(user);
  std::string& body = exchange.response.body;
  exchange.body_too_large = size > exchange.max_body - body.size();
  if (exchange.body_too_large) return CURL_WRITEFUNC_ERROR;
  body.append(data, size);
  return size;
}

std::size_t OnHeader(char* data, std::size_t, std::size_t size, void* user) {
  auto& exchange = *static_cast<Exchange*>(user);
  exchange.header_bytes += size;
  exchange.headers_too_large = exchange.header_bytes > kMostHeaders;
  if (exchange.headers_too_large) return CURL_WRITEFUNC_ERROR;
  const std::string_view line(data, size);
  // A new status line: what came before belongs to a proxy or to "100 Continue".
  if (line.starts_with("HTTP/")) exchange.response.headers.clear();
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || line.starts_with("HTTP/")) return size;
  exchange.response.headers.emplace_back(Lower(line.substr(0, colon)), Trim(line.substr(colon + 1)));
  return size;
}

void Append(SlistPtr& list, const std::string& text) {
  list.reset(curl_slist_append(list.release(), text.c_str()));
}

Status BuildHeaders(const HttpRequest& request, Exchange& exchange) {
  for (const auto& [name, value] : request.headers) {
    const auto breaks = [](unsigned char c) { return std::iscntrl(c) != 0 && c != '\t'; };
    if (std::any_of(value.begin(), value.end(), breaks) || std::any_of(name.begin(), name.end(), breaks)) {
      return Error{ErrorCode::kConfig, "the value of the header " + Cut(name) + " holds a control character"};
    }
    // libcurl takes "name:" as "leave it out", and "name;" as an empty value.
    Append(exchange.headers, value.empty() ? name + ";" : name + ": " + value);
  }
  Append(exchange.headers, "Expect:");
  const auto is_type = [](const auto& header) {
    return curl_strequal(header.first.c_str(), "content-type") != 0;
  };
  if (std::none_of(request.headers.begin(), request.headers.end(), is_type)) {
    Append(exchange.headers, "Content-Type:");
  }
  return Ok();
}

void SetMethod(CURL* easy, const HttpRequest& request) {
  if (request.method == "HEAD") {
    curl_easy_setopt(easy, CURLOPT_NOBODY, 1L);
  } else if (request.method != "GET" || !request.body.empty()) {
    curl_easy_setopt(easy, CURLOPT_POSTFIELDS, request.body.data());
    curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, request.method.c_str());
  }
}

void SetBlob(CURL* easy, CURLoption option, const std::string& pem) {
  if (pem.empty()) return;
  curl_blob blob{const_cast<char*>(pem.data()), pem.size(), CURL_BLOB_COPY};
  curl_easy_setopt(easy, option, &blob);
}

std::string UrlPart(CURLU* url, CURLUPart part, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, flags) != CURLUE_OK) return {};
  std::string copy = text;
  curl_free(text);
  return copy;
}

// TLS for one name at the address of another: the URL carries the name, and the connection goes elsewhere.
Status SetServerName(CURL* easy, const HttpRequest& request, Exchange& exchange) {
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> url(curl_url(), &curl_url_cleanup);
  if (curl_url_set(url.get(), CURLUPART_URL, request.url.c_str(), 0) != CURLUE_OK) {
    return ErrorFromCurl(CURLE_URL_MALFORMAT, "", request.url);
  }
  const std::string host = UrlPart(url.get(), CURLUPART_HOST);
  const std::string port = UrlPart(url.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
  if (curl_url_set(url.get(), CURLUPART_HOST, request.tls.server_name.c_str(), 0) != CURLUE_OK) {
    return Error{ErrorCode::kConfig,
                 "the TLS server name " + Cut(request.tls.server_name) + " is no host name"};
  }
  Append(exchange.connect_to, fmt::format("::{}:{}", host, port));
  Append(exchange.headers, fmt::format("Host: {}:{}", host, port));
  curl_easy_setopt(easy, CURLOPT_CONNECT_TO, exchange.connect_to.get());
  curl_easy_setopt(easy, CURLOPT_URL, UrlPart(url.get(), CURLUPART_URL).c_str());
  return Ok();
}

void SetTls(CURL* easy, const TlsOptions& options, const TlsMaterial& tls) {
  if (!tls.ca.empty()) {
    // A configured CA is the only one that is trusted, not one more beside the system's.
    curl_easy_setopt(easy, CURLOPT_CAPATH, nullptr);
    curl_easy_setopt(easy, CURLOPT_CAINFO, nullptr);
    SetBlob(easy, CURLOPT_CAINFO_BLOB, tls.ca);
  }
  SetBlob(easy, CURLOPT_SSLCERT_BLOB, tls.cert);
  SetBlob(easy, CURLOPT_SSLKEY_BLOB, tls.key);
  curl_easy_setopt(easy, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!options.insecure_skip_verify) return;
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 0L);
  curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 0L);
}

void SetCommon(CURL* easy, const HttpRequest& request, Exchange& exchange) {
  curl_easy_setopt(easy, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "gzip");
  curl_easy_setopt(easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, exchange.detail.data());
  curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, &OnBody);
  curl_easy_setopt(easy, CURLOPT_WRITEDATA, &exchange);
  curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, &OnHeader);
  curl_easy_setopt(easy, CURLOPT_HEADERDATA, &exchange);
  if (request.proxy_url.empty()) return;
  curl_easy_setopt(easy, CURLOPT_PROXY, request.proxy_url.c_str());
  curl_easy_setopt(easy, CURLOPT_NOPROXY, "");
}

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

Error ErrorOf(CURLcode code, const HttpRequest& request, const Exchange& exchange) {
  const std::string url = SafeUrl(request.url);
  if (exchange.body_too_large) {
    return {ErrorCode::kTooLarge,
            fmt::format("{}: the answer is larger than {}, which is the most that is read", url,
                        FormatSize(request.max_body))};
  }
  if (exchange.headers_too_large) {
    return {ErrorCode::kTooLarge, url + ": the headers of the answer are larger than 256 KiB"};
  }
  if (request.deadline.stop.stop_requested())
    return {ErrorCode::kTimeout, url + ": given up, since a stop was asked for"};
  return ErrorFromCurl(code, exchange.detail.data(), request.url);
}

}  // namespace

Result<HttpResponse> Transfer(CurlSession& session, const HttpRequest& request, const TlsMaterial& tls,
                              const std::string& user_agent) {
  const Duration left = std::min(request.timeout, request.deadline.Left(SystemClock()));
  if (left <= Duration::zero()) {
    return Error{ErrorCode::kTimeout, SafeUrl(request.url) + ": not asked, since no time was left"};
  }
  CURL* const easy = session.easy();
  Exchange exchange;
  exchange.max_body = request.max_body;
  const ResetAtEnd reset{easy};
  SetCommon(easy, request, exchange);
  SetMethod(easy, request);
  SetTls(easy, request.tls, tls);
  if (!request.tls.server_name.empty()) LASTGOOD_RETURN_IF_ERROR(SetServerName(easy, request, exchange));
  LASTGOOD_RETURN_IF_ERROR(BuildHeaders(request, exchange));
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, exchange.headers.get());
  curl_easy_setopt(easy, CURLOPT_USERAGENT, user_agent.c_str());
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(left.count()));
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::min(left, kConnect).count()));
  const CURLcode code = Run(session, request.deadline.stop);
  if (code != CURLE_OK) return ErrorOf(code, request, exchange);
  long status = 0;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  exchange.response.status = static_cast<int>(status);
  return std::move(exchange.response);
}

}  // namespace lastgood
