#include "exporter/verify/matcher.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include "base/text.h"

namespace lastgood {
namespace {

std::shared_ptr<const re2::RE2> Compile(const std::string& regex) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  return std::make_shared<const re2::RE2>(regex, options);
}

// At commas outside quotes; a backslash takes the next quote its meaning.
std::vector<std::string> Split(std::string_view text) {
  std::vector<std::string> parts(1);
  bool quoted = false, escaped = false;
  for (const char c : text) {
    if (c == ',' && !quoted) {
      parts.emplace_back();
      continue;
    }
    if (c == '"' && !escaped) quoted = !quoted;
    escaped = c == '\\' && !escaped;
    parts.back() += c;
  }
  return parts;
}

// \" \\ and \n are escapes; any other backslash is one, as in "\d".
std::string Unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char next = text[i] == '\\' && i + 1 < text.size() ? text[i + 1] : '\0';
    if (next == '"' || next == '\\' || next == 'n') ++i;
    out += next == 'n' ? '\n' : next == '"' ? '"' : text[i];
  }
  return out;
}

std::optional<std::string> Unquoted(std::string_view text) {
  if (!text.starts_with('"')) return Unescaped(text);
  if (text.size() < 2 || !text.ends_with('"')) return std::nullopt;
  return Unescaped(text.substr(1, text.size() - 2));
}

Matcher ReadOne(const std::string& text) {
  static const re2::RE2 kOne(
      R"re((?s)\s*("(?:[^"\\]|\\.)*"|[a-zA-Z_:][a-zA-Z0-9_:]*)\s*(=~|!~|!=|=)\s*(.*?)\s*)re");
  std::string label, op, value;
  if (re2::RE2::FullMatch(text, kOne, &label, &op, &value)) {
    const std::optional<std::string> name = Unquoted(label), plain = Unquoted(value);
    if (name && plain) return {*name, op, *plain};
  }
  return Matcher(fmt::format("\"{}\" cannot be read as a matcher", OneLine(text, 200)));
}

}  // namespace

Matcher::Matcher(std::string label, std::string_view op, std::string value)
    : label_(std::move(label)), value_(std::move(value)), negated_(op.starts_with('!')) {
  if (!op.ends_with('~')) return;
  regex_ = Compile(value_);
  if (!regex_->ok())
    problem_ = fmt::format("the regular expression \"{}\" cannot be read: {}", OneLine(value_, 200),
                           OneLine(regex_->error(), 200));
}

std::vector<Matcher> Matcher::Read(std::string_view text) {
  if (text.starts_with('{')) text.remove_prefix(1);
  if (text.ends_with('}')) text.remove_suffix(1);
  std::vector<std::string> parts = Split(text);
  if (parts.back().find_first_not_of(" \t\n\r") == std::string::npos) parts.pop_back();
  std::vector<Matcher> matchers;
  for (const std::string& part : parts) matchers.push_back(ReadOne(part));
  return matchers;
}

std::optional<bool> Matcher::Matches(const std::map<std::string, std::string>& labels) const {
  if (!problem_.empty()) return std::nullopt;
  const auto found = labels.find(label_);
  const std::string value = found == labels.end() ? "" : found->second;
  return (regex_ ? re2::RE2::FullMatch(value, *regex_) : value == value_) != negated_;
}

}  // namespace lastgood
