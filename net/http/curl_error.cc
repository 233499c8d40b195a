#include "net/http/curl_error.h"

#include <fmt/format.h>

#include <memory>

#include "base/outside_text.h"
#include "base/time.h"

namespace lastgood {
namespace {

struct Meaning {
  ErrorCode code;
  std::string_view advice;
};

constexpr std::string_view kReach =
    "check the address, and that the server runs and can be reached from here";
constexpr std::string_view kTrust =
    "set `ca_file` to the authority that signed its certificate (certificate-authority in a kubeconfig), and "
    "check the client certificate if it asks for one";

Meaning MeaningOf(CURLcode code) {
  switch (code) {
    case CURLE_OPERATION_TIMEDOUT:
      return {ErrorCode::kTimeout, "check the network, or allow more time"};
    case CURLE_PARTIAL_FILE:
      return {ErrorCode::kTruncated, "the answer is shorter than announced: look for a proxy in between"};
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_RESOLVE_PROXY:
      return {ErrorCode::kUnavailable, "check the name and the DNS server"};
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_ENGINE_NOTFOUND:
      return {ErrorCode::kTls, kTrust};
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
      return {ErrorCode::kConfig, "expected http://host or https://host"};
    case CURLE_WEIRD_SERVER_REPLY:
    case CURLE_BAD_CONTENT_ENCODING:
      return {ErrorCode::kMalformed, "check that the address is the right one"};
    case CURLE_OUT_OF_MEMORY:
    case CURLE_FAILED_INIT:
      return {ErrorCode::kInternal, "libcurl failed"};
    default:
      return {ErrorCode::kUnavailable, kReach};
  }
}

bool Holds(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

// Some of libcurl's codes cover causes that differ in what a person does about them.
Meaning Refined(CURLcode code, std::string_view detail) {
  if (Holds(detail, "HTTP/0.9")) return {ErrorCode::kMalformed, "the answer is not HTTP: check the port"};
  const bool lost =
      Holds(detail, "SSL_ERROR_SYSCALL") || Holds(detail, "reset by peer") || Holds(detail, "unexpected eof");
  if (code == CURLE_SSL_CONNECT_ERROR && lost) return {ErrorCode::kUnavailable, kReach};
  const bool moving = code == CURLE_RECV_ERROR || code == CURLE_SEND_ERROR;
  if (moving && Holds(detail, "SSL routines") && !lost) return {ErrorCode::kTls, kTrust};
  return MeaningOf(code);
}

std::string Part(CURLU* url, CURLUPart part, unsigned flags) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, flags) != CURLUE_OK) return {};
  std::string copy = text;
  curl_free(text);
  return copy;
}

}  // namespace

std::string SafeUrl(const std::string& url) {
  const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> parsed(curl_url(), &curl_url_cleanup);
  constexpr unsigned kForeign = CURLU_NON_SUPPORT_SCHEME;
  if (parsed == nullptr || curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), kForeign) != CURLUE_OK) {
    return "the URL (it cannot be parsed)";
  }
  const std::string port = Part(parsed.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
  return Cut(fmt::format("{}://{}{}{}{}", Part(parsed.get(), CURLUPART_SCHEME, 0),
                         Part(parsed.get(), CURLUPART_HOST, 0), port.empty() ? "" : ":", port,
                         Part(parsed.get(), CURLUPART_PATH, 0)),
             300);
}

Error ErrorFromCurl(CURLcode code, std::string_view detail, const std::string& url) {
  const Meaning meaning = Refined(code, detail);
  if (detail.empty()) detail = curl_easy_strerror(code);
  return {meaning.code, fmt::format("{}: {} ({})", SafeUrl(url), FromOutside(detail, 200), meaning.advice)};
}

}  // namespace lastgood
