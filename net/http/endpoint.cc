#include "net/http/endpoint.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <memory>

#include "base/outside_text.h"
#include "base/text.h"

namespace lastgood {
namespace {

using CurlUrl = std::unique_ptr<CURLU, void (*)(CURLU*)>;

// "" when the URL has no such part.
std::string Part(CURLU* url, CURLUPart part) {
  char* text = nullptr;
  if (curl_url_get(url, part, &text, 0) != CURLUE_OK || text == nullptr) return "";
  std::string result(text);
  curl_free(text);
  return result;
}

Error BadEndpoint(std::string_view url, std::string_view found) {
  return {ErrorCode::kConfig, fmt::format("expected a URL like https://host:port, found \"{}\": {}",
                                          FromOutside(url, 200), found)};
}

std::string WithoutDefaultPort(const std::string& scheme, std::string port) {
  if ((scheme == "https" && port == "443") || (scheme == "http" && port == "80")) return "";
  return port;
}

}  // namespace

Result<Endpoint> ParseEndpoint(std::string_view url) {
  const CurlUrl handle(curl_url(), curl_url_cleanup);
  if (curl_url_set(handle.get(), CURLUPART_URL, std::string(url).c_str(), 0) != CURLUE_OK)
    return BadEndpoint(url, "it cannot be read as a URL");
  // The text may hold a password: say nothing of it.
  if (!Part(handle.get(), CURLUPART_USER).empty() || !Part(handle.get(), CURLUPART_PASSWORD).empty())
    return Error{ErrorCode::kConfig, "expected a URL without user and password: use `credentials`"};
  Endpoint result;
  result.scheme = Part(handle.get(), CURLUPART_SCHEME);
  result.host = Lower(Part(handle.get(), CURLUPART_HOST));
  result.port = WithoutDefaultPort(result.scheme, Part(handle.get(), CURLUPART_PORT));
  result.path = Part(handle.get(), CURLUPART_PATH);
  while (result.path.ends_with('/')) result.path.pop_back();
  if (result.scheme != "http" && result.scheme != "https") return BadEndpoint(url, "not http or https");
  if (result.host.empty()) return BadEndpoint(url, "no host");
  return result;
}

}  // namespace lastgood
