#include "net/http/access.h"

#include <fmt/format.h>

#include "base/coding.h"
#include "net/http/endpoint.h"

namespace lastgood {
namespace {

// The Authorization header's value; "" for none.
Result<std::string> Authorization(const HttpAccess& access) {
  if (!access.bearer_token_file.empty()) {
    LASTGOOD_ASSIGN(const std::string token, ReadSecretFile(access.bearer_token_file));
    return "Bearer " + token;
  }
  if (!access.api_key_file.empty()) {
    LASTGOOD_ASSIGN(const std::string key, ReadSecretFile(access.api_key_file));
    return "ApiKey " + key;
  }
  if (access.username.empty()) return std::string();
  std::string password;
  if (!access.password_file.empty()) {
    LASTGOOD_ASSIGN(password, ReadSecretFile(access.password_file));
  }
  return "Basic " + EncodeBase64(access.username + ":" + password);
}

}  // namespace

HttpAccess ReadHttpAccess(ConfigReader& reader) {
  HttpAccess access;
  access.bearer_token_file = reader.Path("bearer_token_file").value_or("");
  access.tls.ca_file = reader.Path("ca_file").value_or("");
  access.tls.insecure_skip_verify = reader.Bool("insecure_skip_verify").value_or(false);
  std::optional<ConfigReader> basic = reader.Map("basic_auth");
  if (!basic) return access;
  access.username = basic->String("username").value_or("");
  access.password_file = basic->Path("password_file").value_or("");
  if (access.username.empty()) basic->Complain("", "basic_auth: username is missing");
  if (!access.bearer_token_file.empty())
    reader.Complain("bearer_token_file", "either basic_auth or bearer_token_file");
  return access;
}

std::string ReadHttpUrl(ConfigReader& reader, std::string_view example) {
  std::string url = reader.String("url").value_or("");
  while (url.ends_with('/')) url.pop_back();
  if (!reader.Has("url")) {
    reader.Complain("", fmt::format("url is missing: {}", example));
  } else if (const Result<Endpoint> endpoint = ParseEndpoint(url); !endpoint.ok()) {
    reader.Complain("url", endpoint.error().message);
  }
  return url;
}

Attempt<HttpResponse> TryWithAccess(HttpRequest request, const HttpAccess& access, HttpClient& http,
                                    const Clock& clock, std::string& refused) {
  Result<std::string> secret = Authorization(access);
  if (!secret.ok()) return {.result = std::move(secret).error()};
  if (!secret->empty()) request.headers.emplace_back("Authorization", *secret);
  request.tls = access.tls;
  Attempt<HttpResponse> attempt = Judge(http.Do(request), clock);
  if (attempt.result.ok() && attempt.result->status == 401) {
    const Result<std::string> now = Authorization(access);
    attempt.may_pass = now.ok() && *now != *secret && *secret != refused;
    refused = std::move(*secret);
  }
  return attempt;
}

Result<HttpResponse> AskWithAccess(const HttpRequest& request, const HttpAccess& access, HttpClient& http,
                                   const Clock& clock) {
  std::string refused;
  return Retry(
      clock, request.deadline, [&] { return TryWithAccess(request, access, http, clock, refused); },
      access.retry);
}

}  // namespace lastgood
