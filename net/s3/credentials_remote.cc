#include "net/s3/credentials_remote.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/coding.h"
#include "base/config_reader.h"
#include "base/time.h"
#include "net/http/endpoint.h"
#include "net/http/retry.h"
#include "net/s3/error.h"
#include "net/s3/url.h"
#include "net/s3/xml.h"

namespace lastgood {
namespace {

constexpr std::size_t kMaxAnswer = 64 * 1024;

using Found = Result<std::optional<ExpiringKeys>>;

Found NotHere() { return std::optional<ExpiringKeys>(); }

std::string Env(const Getenv& getenv, const char* name) { return getenv(name).value_or(""); }

// A 200's body. The error names the service and the status, never the body: it may hold a secret.
Result<std::string> Fetch(const KeyEnvironment& environment, const HttpRequest& request,
                          std::string_view what) {
  Result<HttpResponse> response =
      Retry(environment.clock, request.deadline,
            [&] { return Judge(environment.http.Do(request), environment.clock); }, {.tries = 3});
  if (!response.ok()) return std::move(response).error().In(what);
  if (response->status == 200) return std::move(response->body);
  const S3Error error = DecodeS3Error(response->body);
  return Error{response->status >= 500 ? ErrorCode::kUnavailable : ErrorCode::kUnauthorized,
               fmt::format("{}: HTTP {} {} {}", what, response->status, error.code, error.message)};
}

HttpRequest Plain(std::string method, std::string url, const Deadline& deadline) {
  return {.method = std::move(method), .url = std::move(url), .max_body = kMaxAnswer, .deadline = deadline};
}

std::string StsUrl(const KeyEnvironment& environment) {
  const std::string& url = environment.sts.url;
  return url.empty() ? fmt::format("https://sts.{}.amazonaws.com/", environment.region) : url;
}

std::string StsBody(const KeyEnvironment& environment, const std::string& role, const std::string& token) {
  const std::string session = Env(environment.getenv, "AWS_ROLE_SESSION_NAME");
  return EncodeQuery({{"Action", "AssumeRoleWithWebIdentity"},
                      {"Version", "2011-06-15"},
                      {"RoleArn", role},
                      {"RoleSessionName", session.empty() ? "lastgood" : session},
                      {"DurationSeconds", "3600"},
                      {"WebIdentityToken", token}});
}

Found AssumeRole(const KeyEnvironment& environment, const Deadline& deadline) {
  const std::string role = Env(environment.getenv, "AWS_ROLE_ARN");
  const std::string token_file = Env(environment.getenv, "AWS_WEB_IDENTITY_TOKEN_FILE");
  if (role.empty() || token_file.empty()) return NotHere();
  LASTGOOD_ASSIGN(const std::string token, ReadSecretFile(token_file));
  HttpRequest request = Plain("POST", StsUrl(environment), deadline);
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
  request.tls.ca_file = environment.ca_file;
  request.body = StsBody(environment, role, token);
  const std::string what = fmt::format("assuming {} at {}", role, request.url);
  LASTGOOD_ASSIGN(const std::string body, Fetch(environment, request, what));
  LASTGOOD_ASSIGN(ExpiringKeys keys, DecodeStsKeys(body).In(what));
  return std::optional(std::move(keys));
}

Result<std::string> ContainerToken(const Getenv& getenv) {
  const std::string file = Env(getenv, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE");
  if (!file.empty()) return ReadSecretFile(file);
  return Env(getenv, "AWS_CONTAINER_AUTHORIZATION_TOKEN");
}

Found AskContainerAgent(const KeyEnvironment& environment, const Deadline& deadline) {
  std::string url = Env(environment.getenv, "AWS_CONTAINER_CREDENTIALS_FULL_URI");
  const std::string relative = Env(environment.getenv, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
  if (!relative.empty()) url = "http://169.254.170.2" + relative;
  if (url.empty()) return NotHere();
  LASTGOOD_ASSIGN(const Endpoint endpoint, ParseEndpoint(url).In("AWS_CONTAINER_CREDENTIALS_FULL_URI"));
  if (endpoint.scheme != "https" && !IsLocalCredentialsHost(endpoint.host))
    return Error{ErrorCode::kConfig,
                 fmt::format("AWS_CONTAINER_CREDENTIALS_FULL_URI: {} is neither https nor local", url)};
  HttpRequest request = Plain("GET", url, deadline);
  LASTGOOD_ASSIGN(const std::string token, ContainerToken(environment.getenv));
  if (!token.empty()) request.headers = {{"Authorization", token}};
  LASTGOOD_ASSIGN(const std::string body, Fetch(environment, request, "credentials from " + url));
  LASTGOOD_ASSIGN(ExpiringKeys keys, DecodeJsonKeys(body).In("credentials from " + url));
  return std::optional(std::move(keys));
}

// Not on an instance, the address does not answer: that is "nothing here", after two seconds.
Found AskInstance(const KeyEnvironment& environment, const Deadline& deadline) {
  if (Env(environment.getenv, "AWS_EC2_METADATA_DISABLED") == "true") return NotHere();
  std::string base = Env(environment.getenv, "AWS_EC2_METADATA_SERVICE_ENDPOINT");
  if (base.empty()) base = "http://169.254.169.254";
  HttpRequest request = Plain("PUT", base + "/latest/api/token", deadline);
  request.headers = {{"X-aws-ec2-metadata-token-ttl-seconds", "300"}};
  request.timeout = std::chrono::seconds(2);
  const Result<HttpResponse> token = environment.http.Do(request);
  if (!token.ok() || token->status != 200) return NotHere();

  request.method = "GET";
  request.headers = {{"X-aws-ec2-metadata-token", token->body}};
  request.url = base + "/latest/meta-data/iam/security-credentials/";
  const Result<HttpResponse> role = environment.http.Do(request);
  if (!role.ok() || role->status != 200) return NotHere();  // an instance without a role
  request.url += PercentEncode(role->body.substr(0, role->body.find('\n')));
  LASTGOOD_ASSIGN(const std::string body, Fetch(environment, request, "credentials of the instance"));
  LASTGOOD_ASSIGN(ExpiringKeys keys, DecodeJsonKeys(body).In("credentials of the instance"));
  return std::optional(std::move(keys));
}

Error Incomplete(std::string_view where) {
  return {ErrorCode::kMalformed,
          fmt::format("{}: expected an access key, a secret key and when they expire", where)};
}

}  // namespace

bool IsLocalCredentialsHost(std::string_view host) {
  const bool loopback =
      host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string_view::npos;
  return loopback || host == "localhost" || host == "[::1]" || host == "169.254.170.2" ||
         host == "169.254.170.23" || host == "[fd00:ec2::23]";
}

Result<ExpiringKeys> DecodeStsKeys(std::string_view body) {
  LASTGOOD_ASSIGN(const S3Document document,
                  S3Document::Parse(std::string(body), "AssumeRoleWithWebIdentityResponse"));
  const pugi::xml_node found = document.root().child("AssumeRoleWithWebIdentityResult").child("Credentials");
  ExpiringKeys result{{found.child_value("AccessKeyId"), found.child_value("SecretAccessKey"),
                       found.child_value("SessionToken")},
                      std::nullopt};
  if (result.keys.access_key.empty() || result.keys.secret_key.empty()) return Incomplete("Credentials");
  LASTGOOD_ASSIGN(result.expires, ReadXmlTime(found, "Expiration"));
  return result;
}

Result<ExpiringKeys> DecodeJsonKeys(std::string_view body) {
  const nlohmann::json json = nlohmann::json::parse(body, nullptr, /*allow_exceptions=*/false);
  const auto text = [&](const char* name) {
    const auto found = json.is_object() ? json.find(name) : json.end();
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
  };
  ExpiringKeys result{{text("AccessKeyId"), text("SecretAccessKey"), text("Token")}, std::nullopt};
  if (result.keys.access_key.empty() || result.keys.secret_key.empty()) return Incomplete("JSON");
  LASTGOOD_ASSIGN(result.expires, ParseRfc3339(text("Expiration")).In("Expiration"));
  return result;
}

KeySource WebIdentityKeys(const KeyEnvironment& environment) {
  return {"AWS_WEB_IDENTITY_TOKEN_FILE",
          [environment](const Deadline& deadline) { return AssumeRole(environment, deadline); }};
}

KeySource ContainerKeys(const KeyEnvironment& environment) {
  return {"AWS_CONTAINER_CREDENTIALS_FULL_URI",
          [environment](const Deadline& deadline) { return AskContainerAgent(environment, deadline); }};
}

KeySource InstanceKeys(const KeyEnvironment& environment) {
  return {"the instance metadata service",
          [environment](const Deadline& deadline) { return AskInstance(environment, deadline); }};
}

}  // namespace lastgood
