#include "collectors/opensearch/document.h"

#include <fmt/format.h>

#include <charconv>
#include <nlohmann/json.hpp>

#include "base/outside_text.h"
#include "base/time.h"
#include "net/objects/object.h"

namespace lastgood::opensearch {
namespace {

using nlohmann::json;

constexpr std::size_t kMostText = 1000;
constexpr std::int64_t kYear10000 = 253'402'300'800'000;

const json* Of(const void* value) { return static_cast<const json*>(value); }

}  // namespace

Result<Document> Document::Parse(std::string_view text) {
  if (text.empty()) return Error{ErrorCode::kTruncated, "the answer is empty"};
  if (IsHtmlPage(text))
    return Error{ErrorCode::kMalformed,
                 fmt::format("expected JSON, found {}: check `url`", BodyInWords(text))};
  // It bounds the depth before anything is built of the text.
  std::string padded(text);
  Pad(padded);
  LASTGOOD_RETURN_IF_ERROR(ObjectParser().Parse(std::string_view(padded).substr(0, text.size())));
  auto parsed = std::make_shared<json>(json::parse(text, nullptr, /*allow_exceptions=*/false));
  if (parsed->is_discarded())
    return Error{ErrorCode::kMalformed, fmt::format("expected JSON, found {}", BodyInWords(text, 80))};
  return Document(std::move(parsed));
}

Value Value::operator[](const char* name) const {
  if (!IsObject()) return Value(nullptr);
  const auto found = Of(json_)->find(name);
  return Value(found == Of(json_)->end() ? nullptr : &*found);
}

bool Value::Has(const char* name) const { return (*this)[name].json_ != nullptr; }
bool Value::IsObject() const { return json_ != nullptr && Of(json_)->is_object(); }
bool Value::IsList() const { return json_ != nullptr && Of(json_)->is_array(); }

std::string Value::Text() const {
  if (json_ == nullptr || !Of(json_)->is_string()) return "";
  return Cut(Of(json_)->get_ref<const std::string&>(), kMostText);
}

std::optional<bool> Value::Bool() const {
  if (json_ == nullptr) return std::nullopt;
  if (Of(json_)->is_boolean()) return Of(json_)->get<bool>();
  const std::string text = Text();
  if (text == "true") return true;
  if (text == "false") return false;
  return std::nullopt;
}

std::optional<std::int64_t> Value::Number() const {
  if (json_ == nullptr) return std::nullopt;
  if (Of(json_)->is_number_unsigned() && Of(json_)->get<std::uint64_t>() > INT64_MAX) return std::nullopt;
  if (Of(json_)->is_number_integer()) return Of(json_)->get<std::int64_t>();
  const std::string text = Text();
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<Time> Value::Millis() const { return MillisSince1970(Number()); }

std::string Value::Joined() const {
  std::string joined = Text();
  EachElement([&](const Value& element) {
    const std::string text = element.Text();
    if (!text.empty() && joined.size() < kMostText) joined += (joined.empty() ? "" : ", ") + text;
  });
  return Cut(joined, kMostText);
}

void Value::EachElement(const std::function<void(const Value&)>& visit) const {
  if (!IsList()) return;
  const json& list = *Of(json_);
  for (const json& element : list) visit(Value(&element));
}

void Value::EachMember(const std::function<void(const std::string& name, const Value&)>& visit) const {
  if (!IsObject()) return;
  const json& object = *Of(json_);
  for (auto member = object.begin(); member != object.end(); ++member) visit(member.key(), Value(&*member));
}

std::optional<Time> MillisSince1970(const std::optional<std::int64_t>& milliseconds) {
  if (!milliseconds || *milliseconds <= 0 || *milliseconds >= kYear10000) return std::nullopt;
  return Time(Duration(*milliseconds));
}

}  // namespace lastgood::opensearch
