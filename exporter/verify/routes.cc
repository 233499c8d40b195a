#include "exporter/verify/routes.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <regex>
#include <string_view>

namespace lastgood {

struct RoutingTree::Route {
  struct Matcher {
    std::string label, op, value;
  };
  std::string receiver;
  bool goes_on = false;  // `continue`
  std::vector<Matcher> matchers;
  std::vector<Route> routes;
};

namespace {

constexpr int kMaxDepth = 32;
constexpr int kMostRoutes = 10000;
constexpr std::size_t kLongestRegex = 1000;  // std::regex takes stack for each bracket
using Route = RoutingTree::Route;
using LabelMap = std::map<std::string, std::string>;

bool MatchesWhole(const std::string& text, const std::string& regex) {
  if (regex.size() > kLongestRegex) return false;
  try {
    return std::regex_match(text, std::regex(regex));
  } catch (const std::regex_error&) {
    return false;
  }
}

bool Matches(const Route::Matcher& matcher, const LabelMap& labels) {
  const auto found = labels.find(matcher.label);
  const std::string value = found == labels.end() ? "" : found->second;
  if (matcher.op == "=") return value == matcher.value;
  if (matcher.op == "!=") return value != matcher.value;
  return MatchesWhole(value, matcher.value) == (matcher.op == "=~");
}

std::string Unquoted(const std::string& text) {
  if (text.size() < 2 || text.front() != '"' || text.back() != '"') return text;
  std::string out;
  for (std::size_t i = 1; i + 1 < text.size(); ++i) {
    if (text[i] == '\\' && i + 2 < text.size()) ++i;
    out += text[i];
  }
  return out;
}

bool IsLabelStart(char c) { return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool IsLabelPart(char c) { return IsLabelStart(c) || (c >= '0' && c <= '9'); }

std::string_view TakeWhile(std::string_view& text, bool (*part)(char)) {
  const auto end = std::find_if_not(text.begin(), text.end(), part);
  const std::string_view taken(text.begin(), end);
  text.remove_prefix(taken.size());
  return taken;
}

void SkipSpaces(std::string_view& text) {
  TakeWhile(text, [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); });
}

std::string_view TakeOperator(std::string_view& text) {
  for (const std::string_view op : {"=~", "!~", "!=", "="})
    if (text.starts_with(op)) {
      text.remove_prefix(op.size());
      return op;
    }
  return {};
}

// In quotes, or up to a comma, a brace or a space.
std::string_view TakeValue(std::string_view& text) {
  std::size_t end = 1;
  while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
  if (!text.starts_with('"') || end >= text.size())
    return TakeWhile(text, [](char c) { return c != ',' && c != '}' && c != ' ' && (c < '\t' || c > '\r'); });
  const std::string_view value = text.substr(0, end + 1);
  text.remove_prefix(value.size());
  return value;
}

// `a="b"`, or several in braces: `{a="b", c=~"d|e"}`. By hand: std::regex takes stack for each character.
void ReadMatchers(std::string_view text, std::vector<Route::Matcher>& matchers) {
  while (!text.empty()) {
    TakeWhile(text, [](char c) { return !IsLabelStart(c); });
    const std::string_view label = TakeWhile(text, &IsLabelPart);
    SkipSpaces(text);
    const std::string_view op = TakeOperator(text);
    if (op.empty()) continue;
    SkipSpaces(text);
    matchers.push_back({std::string(label), std::string(op), Unquoted(std::string(TakeValue(text)))});
  }
}

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
  for (const auto& matcher : node["matchers"]) ReadMatchers(matcher.as<std::string>(), route.matchers);
  for (const auto& pair : node["match"])
    route.matchers.push_back({pair.first.as<std::string>(), "=", pair.second.as<std::string>()});
  for (const auto& pair : node["match_re"])
    route.matchers.push_back({pair.first.as<std::string>(), "=~", pair.second.as<std::string>()});
  for (const auto& child : node["routes"]) {
    LASTGOOD_ASSIGN(Route read, ReadRoute(child, route.receiver, depth + 1, left));
    route.routes.push_back(std::move(read));
  }
  return route;
}

// The deepest routes that match; a route without matching children takes it itself.
void Walk(const Route& route, const LabelMap& labels, std::vector<std::string>& receivers) {
  const std::size_t before = receivers.size();
  for (const Route& child : route.routes) {
    const bool matches = std::all_of(child.matchers.begin(), child.matchers.end(),
                                     [&](const Route::Matcher& matcher) { return Matches(matcher, labels); });
    if (!matches) continue;
    Walk(child, labels, receivers);
    if (!child.goes_on) break;
  }
  if (receivers.size() == before) receivers.push_back(route.receiver);
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

std::vector<std::string> RoutingTree::ReceiversOf(const LabelMap& labels) const {
  std::vector<std::string> receivers;
  Walk(*root_, labels, receivers);
  return receivers;
}

}  // namespace lastgood
