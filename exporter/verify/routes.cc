#include "exporter/verify/routes.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include "base/text.h"
#include "exporter/verify/matcher.h"

namespace lastgood {

struct RoutingTree::Route {
  std::string receiver;
  bool goes_on = false;  // `continue`
  std::vector<Matcher> matchers;
  std::vector<Route> routes;
};

namespace {

constexpr int kMaxDepth = 32;
constexpr int kMostRoutes = 10000;
using Route = RoutingTree::Route;
using LabelMap = std::map<std::string, std::string>;

// `left` is how many more there may be: with aliases, a few lines of YAML stand for any number.
Result<Route> ReadRoute(const YAML::Node& node, const std::string& inherited, int depth, int& left) {
  if (!node.IsMap() || depth > kMaxDepth)
    return Error{ErrorCode::kMalformed, "Alertmanager's config: expected a route as a mapping"};
  if (--left < 0)
    return Error{ErrorCode::kMalformed,
                 fmt::format("Alertmanager's config: there are more than {} routes", kMostRoutes)};
  Route route;
  route.receiver = node["receiver"] ? node["receiver"].as<std::string>() : inherited;
  route.goes_on = node["continue"] && node["continue"].as<bool>();
  for (const auto& text : node["matchers"])
    for (Matcher& matcher : Matcher::Read(text.as<std::string>()))
      route.matchers.push_back(std::move(matcher));
  for (const auto& pair : node["match"])
    route.matchers.emplace_back(pair.first.as<std::string>(), "=", pair.second.as<std::string>());
  for (const auto& pair : node["match_re"])
    route.matchers.emplace_back(pair.first.as<std::string>(), "=~", pair.second.as<std::string>());
  for (const auto& child : node["routes"]) {
    LASTGOOD_ASSIGN(Route read, ReadRoute(child, route.receiver, depth + 1, left));
    route.routes.push_back(std::move(read));
  }
  return route;
}

// All matchers must match; where none says no, one that cannot tell leaves it open.
Result<bool> Takes(const Route& route, const LabelMap& labels) {
  const std::string* problem = nullptr;
  for (const Matcher& matcher : route.matchers) {
    const std::optional<bool> matches = matcher.Matches(labels);
    if (matches == false) return false;
    if (!matches) problem = &matcher.problem();
  }
  if (problem == nullptr) return true;
  return Error{ErrorCode::kMalformed,
               fmt::format("Alertmanager's route to {}: {}", OneLine(route.receiver, 80), *problem)};
}

// The deepest routes that match; a route without matching children takes it itself.
Status Walk(const Route& route, const LabelMap& labels, std::vector<std::string>& receivers) {
  const std::size_t before = receivers.size();
  for (const Route& child : route.routes) {
    LASTGOOD_ASSIGN(const bool takes, Takes(child, labels));
    if (!takes) continue;
    LASTGOOD_RETURN_IF_ERROR(Walk(child, labels, receivers));
    if (!child.goes_on) break;
  }
  if (receivers.size() == before) receivers.push_back(route.receiver);
  return Ok();
}

std::set<std::string> SendingReceivers(const YAML::Node& receivers) {
  std::set<std::string> sending;
  for (const auto& receiver : receivers)
    for (const auto& pair : receiver)
      if (pair.first.as<std::string>().ends_with("_configs") && pair.second.IsSequence() &&
          pair.second.size() > 0)
        sending.insert(receiver["name"].as<std::string>());
  return sending;
}

}  // namespace

Result<RoutingTree> RoutingTree::Parse(const std::string& config) {
  try {
    const YAML::Node node = YAML::Load(config);
    RoutingTree tree;
    int left = kMostRoutes;
    LASTGOOD_ASSIGN(Route root, ReadRoute(node["route"], "", 0, left));
    tree.root_ = std::make_shared<const Route>(std::move(root));
    tree.sending_ = SendingReceivers(node["receivers"]);
    return tree;
  } catch (const YAML::Exception& error) {
    return Error{ErrorCode::kMalformed,
                 fmt::format("Alertmanager's config cannot be read: {}", error.what())};
  }
}

Result<std::vector<std::string>> RoutingTree::ReceiversOf(const LabelMap& labels) const {
  std::vector<std::string> receivers;
  LASTGOOD_RETURN_IF_ERROR(Walk(*root_, labels, receivers));
  return receivers;
}

}  // namespace lastgood
