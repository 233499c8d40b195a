#include "net/http/curl_exchange.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "base/text.h"
#include "base/time.h"
#include "net/http/curl_error.h"

namespace lastgood {
namespace {

constexpr std::size_t kMostHeaders = 256 * 1024;
constexpr long kReadAtOnce = 256L * 1024;  // of an answer that is read whole: fewer calls of the system
constexpr int kOk = 200;
constexpr Duration kConnect = std::chrono::seconds(10);

int StatusOf(const CurlExchange& exchange) {
  long status = 0;
  curl_easy_getinfo(exchange.easy, CURLINFO_RESPONSE_CODE, &status);
  return static_cast<int>(status);
}

// A whole answer of moderate length grows in one piece, with room for what readers append; what a server
// claims beyond that, it has to send first.
std::size_t AnnouncedLength(const CurlExchange& exchange) {
  constexpr curl_off_t kMost = 16L * 1024 * 1024, kRoom = 64;
  curl_off_t length = -1;
  curl_easy_getinfo(exchange.easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &length);
  return length <= 0 ? 0 : static_cast<std::size_t>(std::min(length, kMost) + kRoom);
}

std::size_t OnBody(char* data, std::size_t, std::size_t size, void* user) {
  auto& exchange = *static_cast<CurlExchange*>(user);
  if (exchange.piece && StatusOf(exchange) == kOk) {
    exchange.piece({data, size});
    return size;
  }
  std::string& body = exchange.response.body;
  if (body.empty()) body.reserve(std::min(AnnouncedLength(exchange), exchange.max_body));
  exchange.body_too_large = size > exchange.max_body - body.size();
  if (exchange.body_too_large) return CURL_WRITEFUNC_ERROR;
  body.append(data, size);
  return size;
}

std::size_t OnHeader(char* data, std::size_t, std::size_t size, void* user) {
  auto& exchange = *static_cast<CurlExchange*>(user);
  exchange.header_bytes += size;
  exchange.headers_too_large = exchange.header_bytes > kMostHeaders;
  if (exchange.headers_too_large) return CURL_WRITEFUNC_ERROR;
  const std::string_view line(data, size);
  if (Trim(line).empty() && exchange.opened && StatusOf(exchange) == kOk) exchange.opened();
  // A new status line: what came before belongs to a proxy or to "100 Continue".
  if (line.starts_with("HTTP/")) exchange.response.headers.clear();
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || line.starts_with("HTTP/")) return size;
  exchange.response.headers.emplace_back(Lower(line.substr(0, colon)), Trim(line.substr(colon + 1)));
  return size;
}

void Append(CurlList& list, const std::string& text) {
  list.reset(curl_slist_append(list.release(), text.c_str()));
}

Status BuildHeaders(const HttpRequest& request, CurlExchange& exchange) {
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
Status SetServerName(CURL* easy, const HttpRequest& request, CurlExchange& exchange) {
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

void SetCommon(CURL* easy, const HttpRequest& request, CurlExchange& exchange) {
  curl_easy_setopt(easy, CURLOPT_URL, request.url.c_str());
  curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
  curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
  if (request.compressed) curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "gzip");
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

Error ErrorOf(CURLcode code, const HttpRequest& request, const CurlExchange& exchange) {
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

Status SetUpCurl(const HttpRequest& request, const TlsMaterial& tls, const std::string& user_agent,
                 Duration left, CurlExchange& exchange) {
  CURL* const easy = exchange.easy;
  exchange.max_body = request.max_body;
  if (!exchange.piece) curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, kReadAtOnce);
  SetCommon(easy, request, exchange);
  SetMethod(easy, request);
  SetTls(easy, request.tls, tls);
  if (!request.tls.server_name.empty()) LASTGOOD_RETURN_IF_ERROR(SetServerName(easy, request, exchange));
  LASTGOOD_RETURN_IF_ERROR(BuildHeaders(request, exchange));
  curl_easy_setopt(easy, CURLOPT_HTTPHEADER, exchange.headers.get());
  curl_easy_setopt(easy, CURLOPT_USERAGENT, user_agent.c_str());
  curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(left.count()));
  const Duration connect = left == Duration::zero() ? kConnect : std::min(left, kConnect);
  curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(connect.count()));
  return Ok();
}

Result<HttpResponse> TakeResponse(CURLcode code, const HttpRequest& request, CurlExchange& exchange) {
  if (code != CURLE_OK) return ErrorOf(code, request, exchange);
  exchange.response.status = StatusOf(exchange);
  return std::move(exchange.response);
}

}  // namespace lastgood
