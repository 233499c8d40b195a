#include "net/kube/answer.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/outside_text.h"
#include "base/text.h"
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

// What the server says, for a message. A refusal is long, and decided in its last words.
std::string Says(const std::string& body) {
  constexpr std::size_t kMost = 400;
  const std::string text = StatusMessage(body);
  return text.empty() ? BodyInWords(body, kMost) : OneLine(FromOutside(text, kMost), kMost);
}

// 'RBAC: clusterrole.rbac.authorization.k8s.io "x" not found': a binding names a role that is gone.
bool LacksRole(const std::string& said) {
  const std::size_t rbac = said.find("RBAC: ");
  return rbac != std::string::npos && said.find(" not found", rbac) != std::string::npos;
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

std::string Advice(int status, const Resource& resource, const std::string& said) {
  if (status == 401) return "check the token, the client certificate or the exec plugin";
  if (status == 403 && LacksRole(said))
    return "the binding names a role that is not there: restore the role (lastgood generate kubernetes "
           "writes it), or "
           "correct the binding";
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
  const std::string said = Says(response.body);
  return {CodeOf(response.status),
          fmt::format("{} {} in {}: the server answered {}: {}; {}", verb, FullName(resource),
                      scope.empty() ? "all namespaces" : "namespace " + scope, response.status, said,
                      Advice(response.status, resource, said))};
}

}  // namespace lastgood
