#include "exporter/verify/silences.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "base/time.h"

namespace lastgood {
namespace {

using nlohmann::json;

constexpr std::size_t kMostSilences = 10'000;

std::string TextOf(const json& value, const char* name) {
  return value.is_object() && value.contains(name) && value[name].is_string() ? value[name].get<std::string>()
                                                                              : std::string();
}

bool FlagOf(const json& value, const char* name, bool otherwise) {
  return value.is_object() && value.contains(name) && value[name].is_boolean() ? value[name].get<bool>()
                                                                               : otherwise;
}

Silence ReadSilence(const json& value) {
  Silence silence;
  if (value.contains("matchers") && value["matchers"].is_array())
    for (const json& matcher : value["matchers"]) {
      std::string op = FlagOf(matcher, "isEqual", true) ? "=" : "!";
      if (FlagOf(matcher, "isRegex", false))
        op += "~";
      else if (op == "!")
        op += "=";
      silence.text += fmt::format("{}{}{}\"{}\"", silence.text.empty() ? "" : ", ", TextOf(matcher, "name"),
                                  op, TextOf(matcher, "value"));
      silence.matchers.emplace_back(TextOf(matcher, "name"), op, TextOf(matcher, "value"));
    }
  silence.text = OneLine(
      fmt::format("{} by {}: {}", silence.text, TextOf(value, "createdBy"), TextOf(value, "comment")), 300);
  if (const Result<Time> ends = ParseRfc3339(TextOf(value, "endsAt")); ends.ok()) silence.ends = *ends;
  return silence;
}

bool Hides(const Silence& silence, const std::map<std::string, std::string>& labels) {
  return !silence.matchers.empty() && std::ranges::all_of(silence.matchers, [&](const Matcher& matcher) {
    return matcher.Matches(labels).value_or(false);
  });
}

}  // namespace

Result<Silences> Silences::Parse(const std::string& text) {
  const json document = json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (!document.is_array())
    return Error{ErrorCode::kMalformed, "expected a list of Alertmanager's silences, found " + Cut(text)};
  Silences silences;
  for (const json& value : document) {
    if (silences.silences_.size() == kMostSilences) break;
    const json state = value.is_object() && value.contains("status") ? value["status"] : json();
    if (TextOf(state, "state") == "active") silences.silences_.push_back(ReadSilence(value));
  }
  return silences;
}

const Silence* Silences::Hiding(const std::map<std::string, std::string>& labels) const {
  const Silence* longest = nullptr;
  for (const Silence& silence : silences_)
    if (Hides(silence, labels) && (longest == nullptr || silence.ends > longest->ends)) longest = &silence;
  return longest;
}

}  // namespace lastgood
