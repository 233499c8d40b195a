// Any bytes as what a Prometheus answers while the rules are verified: answers are parted by form feeds, and
// begin anew when they are used up. Every verdict can be shown.
// Subject: exporter/verify/verify.cc exporter/verify/verification
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "exporter/verify/verify.h"
#include "tests/support/fakes.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace lastgood;
  const std::string_view all(reinterpret_cast<const char*>(data), size);
  std::string_view answers = all;
  FakeHttp http([&](const HttpRequest&) -> Result<HttpResponse> {
    const std::size_t end = std::min(answers.find('\f'), answers.size());
    HttpResponse response{200, {}, std::string(answers.substr(0, end))};
    answers = end == answers.size() ? all : answers.substr(end + 1);
    return response;
  });
  Result<RoutingTree> routes =
      RoutingTree::Parse("{route: {receiver: a, routes: [{receiver: b, matchers: ['severity=critical']}]}}");
  if (!routes.ok()) __builtin_trap();
  Verifier verifier({}, Prometheus({"http://prometheus:9090", {}, "", ""}, http));
  const Verification verification = verifier.Run({.routes = *routes});
  if (verification.verdicts.empty() || verification.Answer().empty()) __builtin_trap();
  if (RenderTable(verification, {}).empty() || RenderJson(verification).empty()) __builtin_trap();
  return 0;
}
