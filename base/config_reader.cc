#include "base/config_reader.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>
#include <set>
#include <sstream>

#include "base/config_mistake.h"
#include "base/text.h"
#include "base/time.h"
#include "base/yaml_bounds.h"
#include "base/yaml_merge.h"
#include "base/yaml_text.h"

namespace lastgood {
namespace {

constexpr std::size_t kMaxConfig = 1024 * 1024;

std::string_view TypeName(const YAML::Node& node) {
  switch (node.Type()) {
    case YAML::NodeType::Map:
      return "a mapping";
    case YAML::NodeType::Sequence:
      return "a list";
    case YAML::NodeType::Scalar:
      return "a value";
    default:
      return "nothing";
  }
}

}  // namespace

struct ConfigReader::Impl {
  struct Mistake {
    bool general = false;  // about a whole mapping, such as a missing key: a misspelt key explains more
    int line = 0, column = 0;
    std::string message;
    auto operator<=>(const Mistake&) const = default;
  };

  std::string file;
  ConfigDialect dialect = ConfigDialect::kOwn;
  YAML::Node node;
  std::set<std::string, std::less<>> known;
  std::vector<std::shared_ptr<Impl>> children;
  std::vector<Mistake> mistakes;

  void Add(const YAML::Mark& mark, std::string message) {
    mistakes.push_back({false, mark.line, mark.column, std::move(message)});
  }

  std::optional<YAML::Node> Peek(std::string_view key) const {
    if (!node.IsMap()) return std::nullopt;
    for (const auto& entry : node)
      if (entry.first.IsScalar() && entry.first.Scalar() == key) return entry.second;
    return std::nullopt;
  }

  // The value of `key`, marked as known; nullopt when absent.
  std::optional<YAML::Node> Find(std::string_view key) {
    known.emplace(key);
    std::optional<YAML::Node> value = Peek(key);
    return dialect == ConfigDialect::kGo && value && value->IsNull() ? std::nullopt : value;
  }

  std::optional<std::string> Scalar(std::string_view key, std::string_view expected) {
    const std::optional<YAML::Node> value = Find(key);
    if (!value) return std::nullopt;
    if (value->IsScalar()) return value->Scalar();
    Add(value->Mark(), fmt::format("{}: expected {}, found {}", key, expected, TypeName(*value)));
    return std::nullopt;
  }

  template <typename T>
  std::optional<T> Parsed(std::string_view key, std::string_view expected,
                          Result<T> (*parse)(std::string_view)) {
    const std::optional<std::string> text = Scalar(key, expected);
    if (!text) return std::nullopt;
    Result<T> value = parse(*text);
    if (value.ok()) return *std::move(value);
    Add(Find(key)->Mark(), fmt::format("{}: {}", key, value.error().message));
    return std::nullopt;
  }

  std::shared_ptr<Impl> Child(const YAML::Node& child, std::string_view name) {
    auto impl = std::make_shared<Impl>();
    impl->file = file;
    impl->dialect = dialect;
    impl->node = child.IsNull() ? YAML::Node(YAML::NodeType::Map) : child;
    if (!child.IsNull() && !child.IsMap())
      Add(child.Mark(), fmt::format("{}: expected a mapping, found {}", name, TypeName(child)));
    children.push_back(impl);
    return impl;
  }

  void CheckKeys(std::vector<Mistake>& found) const {
    if (!node.IsMap()) return;
    std::set<std::string> seen;
    for (const auto& entry : node) {
      const YAML::Mark mark = entry.first.Mark();
      if (!entry.first.IsScalar()) {
        found.push_back({false, mark.line, mark.column, "a key must be a plain value"});
        continue;
      }
      const std::string& key = entry.first.Scalar();
      if (!seen.insert(key).second)
        found.push_back({false, mark.line, mark.column, fmt::format("the key \"{}\" is repeated", Cut(key))});
      if (!known.contains(key))
        found.push_back({false, mark.line, mark.column, UnknownKey(key, known, EmptyBefore(key))});
    }
  }

  // The key before it that has nothing under it, as when what belongs there was not indented.
  std::string EmptyBefore(const std::string& key) const {
    std::string before;
    for (const auto& entry : node) {
      if (!entry.first.IsScalar() || entry.first.Scalar() == key) break;
      if (entry.second.IsNull()) before = entry.first.Scalar();
    }
    return before;
  }

  void Collect(std::vector<Mistake>& found) const {
    found.insert(found.end(), mistakes.begin(), mistakes.end());
    CheckKeys(found);
    for (const auto& child : children) child->Collect(found);
  }
};

ConfigReader::ConfigReader(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}

Result<ConfigReader> ConfigReader::Parse(std::string_view text, std::string_view file,
                                         ConfigDialect dialect) {
  const auto fail = [&](const YAML::Mark& mark, std::string_view message) {
    return MistakeAt(file, mark.line, mark.column, message);
  };
  if (text.size() > kMaxConfig)
    return Error{ErrorCode::kConfig,
                 fmt::format("{}:1:1: the file has {} bytes, at most 1 MiB is read", file, text.size())};
  try {
    YAML::Node node = YAML::Load(std::string(text));
    if (node.IsNull()) node = YAML::Node(YAML::NodeType::Map);
    if (!node.IsMap())
      return fail(node.Mark(), fmt::format("expected a mapping at the top, found {}", TypeName(node)));
    if (const std::string found = TooMuchOf(node); !found.empty()) return fail(node.Mark(), found);
    YAML::Mark where;
    if (const std::string wrong = dialect == ConfigDialect::kGo ? Merge(node, where) : ""; !wrong.empty())
      return fail(where, wrong);
    auto impl = std::make_shared<Impl>();
    impl->file = file;
    impl->dialect = dialect;
    impl->node = node;
    return ConfigReader(std::move(impl));
  } catch (const YAML::Exception& exception) {
    const int tab = TabIndented(text);
    if (tab >= 0)
      return MistakeAt(file, tab, 0, "a tab indents this line, which YAML does not allow: use spaces");
    return fail(exception.mark.is_null() ? YAML::Mark() : exception.mark, Cut(exception.msg, 200));
  }
}

ConfigReader ConfigReader::Empty() {
  auto impl = std::make_shared<Impl>();
  impl->node = YAML::Node(YAML::NodeType::Map);
  return ConfigReader(std::move(impl));
}

std::optional<std::string> ConfigReader::String(std::string_view key) { return impl_->Scalar(key, "a text"); }

std::optional<std::string> ConfigReader::Path(std::string_view key) {
  const std::optional<std::string> path = String(key);
  return path ? std::optional(PathFrom(*path, impl_->file)) : std::nullopt;
}

std::optional<bool> ConfigReader::Bool(std::string_view key) {
  return impl_->Parsed<bool>(key, "true or false", [](std::string_view text) -> Result<bool> {
    if (text == "true" || text == "false") return text == "true";
    return Error{ErrorCode::kConfig, fmt::format("expected true or false, found \"{}\"", Cut(text))};
  });
}

std::optional<std::int64_t> ConfigReader::Int(std::string_view key, std::int64_t least, std::int64_t most) {
  const std::optional<std::string> text = impl_->Scalar(key, "a whole number");
  if (!text) return std::nullopt;
  std::int64_t value = 0;
  const auto [end, code] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (code == std::errc() && end == text->data() + text->size() && value >= least && value <= most)
    return value;
  Complain(key, fmt::format("expected a whole number from {} to {}, found \"{}\"", least, most, Cut(*text)));
  return std::nullopt;
}

std::optional<Duration> ConfigReader::Length(std::string_view key) {
  return impl_->Parsed<Duration>(key, "a duration",
                                 [](std::string_view text) { return ParseDuration(text); });
}

std::optional<std::uint64_t> ConfigReader::Size(std::string_view key) {
  return impl_->Parsed<std::uint64_t>(key, "a size", &ParseSize);
}

std::vector<std::string> ConfigReader::Strings(std::string_view key) {
  std::vector<std::string> values;
  const std::optional<YAML::Node> node = impl_->Find(key);
  if (!node) return values;
  if (!node->IsSequence()) Complain(key, fmt::format("expected a list, found {}", TypeName(*node)));
  for (const auto& element : *node) {
    if (!node->IsSequence()) break;
    if (element.IsScalar())
      values.push_back(element.Scalar());
    else if (impl_->dialect == ConfigDialect::kOwn || !element.IsNull())
      impl_->Add(element.Mark(), fmt::format("{}: expected a text, found {}", key, TypeName(element)));
  }
  return values;
}

std::optional<ConfigReader> ConfigReader::Map(std::string_view key) {
  const std::optional<YAML::Node> node = impl_->Find(key);
  if (!node) return std::nullopt;
  return ConfigReader(impl_->Child(*node, key));
}

std::vector<ConfigReader> ConfigReader::List(std::string_view key) {
  std::vector<ConfigReader> readers;
  const std::optional<YAML::Node> node = impl_->Find(key);
  if (!node) return readers;
  if (!node->IsSequence()) {
    Complain(key, fmt::format("expected a list, found {}", TypeName(*node)));
    return readers;
  }
  for (const auto& element : *node) readers.push_back(ConfigReader(impl_->Child(element, key)));
  return readers;
}

std::vector<std::pair<std::string, ConfigReader>> ConfigReader::Entries() {
  std::vector<std::pair<std::string, ConfigReader>> entries;
  if (!impl_->node.IsMap()) return entries;
  for (const auto& entry : impl_->node) {
    if (!entry.first.IsScalar()) continue;
    const std::string& key = entry.first.Scalar();
    if (!impl_->known.insert(key).second) continue;
    entries.emplace_back(key, ConfigReader(impl_->Child(entry.second, key)));
  }
  return entries;
}

std::vector<std::string> ConfigReader::Keys() const {
  std::vector<std::string> keys;
  if (!impl_->node.IsMap()) return keys;
  for (const auto& entry : impl_->node)
    if (entry.first.IsScalar()) keys.push_back(entry.first.Scalar());
  return keys;
}

bool ConfigReader::Has(std::string_view key) const { return impl_->Peek(key).has_value(); }

bool ConfigReader::IsList(std::string_view key) const {
  const std::optional<YAML::Node> node = impl_->Peek(key);
  return node && node->IsSequence();
}

bool ConfigReader::IsPlain(std::string_view key) const {
  const std::optional<YAML::Node> node = impl_->Peek(key);
  return node && node->IsScalar() && node->Tag() != "!";
}

void ConfigReader::Complain(std::string_view key, std::string_view message) {
  const std::optional<YAML::Node> node = key.empty() ? std::nullopt : impl_->Find(key);
  const YAML::Mark mark = node ? node->Mark() : impl_->node.Mark();
  impl_->Add(mark, key.empty() ? std::string(message) : fmt::format("{}: {}", key, message));
  impl_->mistakes.back().general = key.empty();
}

std::string ConfigReader::Text(std::string_view key) const {
  if (key.empty()) return YamlText(impl_->node);
  for (const auto& entry : impl_->node)
    if (entry.first.IsScalar() && entry.first.Scalar() == key) return YamlText(entry.second);
  return "";
}

std::string ConfigReader::Where(std::string_view key) const {
  const std::optional<YAML::Node> node = impl_->Find(key);
  const YAML::Mark mark = node ? node->Mark() : impl_->node.Mark();
  return fmt::format("{}:{}:{}", impl_->file, mark.line + 1, mark.column + 1);
}

Status ConfigReader::Finish() const {
  std::vector<Impl::Mistake> found;
  impl_->Collect(found);
  if (found.empty()) return Ok();
  const Impl::Mistake& first = *std::min_element(found.begin(), found.end());
  return MistakeAt(impl_->file, first.line, first.column, first.message);
}

}  // namespace lastgood
