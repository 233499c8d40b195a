#include "net/kube/answer.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/time.h"
#include "net/objects/reading.h"

namespace lastgood {
namespace {

using Json = nlohmann::json;

// The message of a Status object, "" when the body is none.
std::string StatusMessage(const std::string& body) {
  constexpr std::size_t kMostBody = 64 * 1024;
  if (body.empty() || body.front() != '{' || body.size() > kMostBody) return {};
  const Json document = Json::parse(body, nullptr, false);
  if (!document.is_object() || document.value("kind", Json()) != "Status") return {};
  const Json message = document.value("message", Json());
  return message.is_string() ? message.get<std::string>() : "(no message)";
}

// What the server says, for a message: cut, and without control characters.
std::string Says(const std::string& body) {
  std::string text = StatusMessage(body);
  if (text.empty()) text = body;
  text = Cut(text, 200);
  std::replace_if(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }, ' ');
  return text.empty() ? "(nothing)" : text;
}

ErrorCode CodeOf(int status) {
  switch (status) {
    case 401:
      return ErrorCode::kUnauthorized;
    case 403:
      return ErrorCode::kForbidden;
    case 404:
      return ErrorCode::kNotFound;
    case 408:
    case 504:
      return ErrorCode::kTimeout;
    case 429:
      return ErrorCode::kThrottled;
    default:
      return status >= 500 ? ErrorCode::kUnavailable : ErrorCode::kMalformed;
  }
}

std::string Advice(int status, const Resource& resource) {
  if (status == 401) return "check the token, the client certificate or the exec plugin";
  if (status == 403) {
    return fmt::format("add to the role: apiGroups [\"{}\"], resources [\"{}\"], verbs [\"list\", \"watch\"]",
                       resource.group, resource.plural);
  }
  if (status == 404) return "check that the address is an API server's";
  if (status == 429) return "the server is busy: read less often";
  if (status >= 300 && status < 400)
    return "a redirect, perhaps to a login page: check the address of the server";
  if (status >= 500) return "see the logs of the API server";
  return "check that the address is an API server's";
}

}  // namespace

std::string FullName(const Resource& resource) {
  return fmt::format("{}{}{}", resource.plural, resource.group.empty() ? "" : ".", resource.group);
}

bool SaysAbsent(const HttpResponse& response) {
  if (response.status != 404) return false;
  return response.body.starts_with("404 page not found") || !StatusMessage(response.body).empty();
}

bool IsUnreachable(const Error& error) {
  return error.code == ErrorCode::kUnavailable || error.code == ErrorCode::kTls;
}

Error ErrorFromAnswer(const HttpResponse& response, const Resource& resource, const std::string& scope,
                      std::string_view verb) {
  return {CodeOf(response.status),
          fmt::format("{} {} in {}: the server answered {}: {}; {}", verb, FullName(resource),
                      scope.empty() ? "all namespaces" : "namespace " + scope, response.status,
                      Says(response.body), Advice(response.status, resource))};
}

}  // namespace lastgood
