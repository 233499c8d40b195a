#include "net/objects/fields.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <utility>

#include "base/time.h"
#include "net/objects/fields_factory.h"

namespace lastgood {
namespace {

namespace dom = simdjson::dom;

constexpr std::size_t kMostVisited = 10'000;
constexpr std::string_view kAtMost = "at most 10,000 entries";

std::string Describe(const dom::element& value) {
  switch (value.type()) {
    case dom::element_type::ARRAY:
      return "an array";
    case dom::element_type::OBJECT:
      return "an object";
    case dom::element_type::STRING:
      return fmt::format("the string \"{}\"", Cut(value.get_string().value_unsafe(), 60));
    case dom::element_type::BOOL:
      return value.get_bool().value_unsafe() ? "true" : "false";
    case dom::element_type::NULL_VALUE:
      return "null";
    default:
      return fmt::format("the number {}", simdjson::minify(value));
  }
}

}  // namespace

// A value within an object. Its path is spelled out only for an error: it follows from the parents.
struct Fields::Impl {
  dom::element value;
  bool present = false;
  const Impl* parent = nullptr;
  Path path;             // of the array or object that this is in, from the parent; lives during the visit
  std::string_view key;  // within that object
  std::optional<std::size_t> index;          // or within that array
  mutable std::optional<Error> first_error;  // the root's counts

  const Impl* root() const { return parent == nullptr ? this : parent->root(); }

  static void AppendKey(std::string& where, std::string_view key) {
    if (!where.empty()) where += '.';
    where += Cut(key);
  }

  std::string Where() const {
    if (parent == nullptr) return {};
    std::string where = parent->Where();
    for (const std::string_view segment : path) AppendKey(where, segment);
    if (index) return fmt::format("{}[{}]", where, *index);
    AppendKey(where, key);
    return where;
  }

  // The first `used` segments of `at` lead to the value that is wrong.
  void Note(Path at, std::size_t used, std::string_view expected, std::string_view found) const {
    std::optional<Error>& first = root()->first_error;
    if (first) return;
    std::string where = Where();
    for (auto segment = at.begin(); used-- > 0; ++segment) AppendKey(where, *segment);
    if (where.empty()) where = "the object";
    std::string message = fmt::format("{}: expected {}, found {}", where, expected, found);
    std::replace_if(
        message.begin(), message.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }, '?');
    first = Error{ErrorCode::kMalformed, std::move(message)};
  }

  // What lies at `path`; nullopt when it is missing or null.
  std::optional<dom::element> At(Path path) const {
    if (!present) return std::nullopt;
    dom::element here = value;
    std::size_t used = 0;
    for (const std::string_view segment : path) {
      if (here.is_null()) return std::nullopt;
      dom::object object;
      if (here.get(object) != simdjson::SUCCESS) {
        Note(path, used, "an object", Describe(here));
        return std::nullopt;
      }
      if (object.at_key(segment).get(here) != simdjson::SUCCESS) return std::nullopt;
      ++used;
    }
    if (here.is_null()) return std::nullopt;
    return here;
  }

  // The value at `path` as a T, or a note that it is none.
  template <typename T>
  std::optional<T> As(Path path, std::string_view expected) const {
    const std::optional<dom::element> found = At(path);
    T result;
    if (!found) return std::nullopt;
    if (found->get(result) == simdjson::SUCCESS) return result;
    Note(path, path.size(), expected, Describe(*found));
    return std::nullopt;
  }
};

Fields::Fields() : impl_(std::make_unique<Impl>()) {}
Fields::Fields(Fields&&) noexcept = default;
Fields::~Fields() = default;

Fields FieldsFactory::Make(const dom::element& value) {
  Fields fields;
  fields.impl_->value = value;
  fields.impl_->present = true;
  return fields;
}

std::string Fields::String(Path path) const {
  return std::string(impl_->As<std::string_view>(path, "a string").value_or(""));
}

std::optional<bool> Fields::Bool(Path path) const { return impl_->As<bool>(path, "true or false"); }

std::optional<std::int64_t> Fields::Int(Path path) const {
  return impl_->As<std::int64_t>(path, "a whole number");
}

std::optional<Time> Fields::Timestamp(Path path) const {
  const std::optional<std::string_view> text = impl_->As<std::string_view>(path, "a time as text");
  if (!text || text->empty()) return std::nullopt;
  const Result<Time> time = ParseRfc3339(*text);
  if (time.ok()) return *time;
  impl_->Note(path, path.size(), "a time like 2026-08-20T00:01:10Z", fmt::format("\"{}\"", Cut(*text, 60)));
  return std::nullopt;
}

bool Fields::Has(Path path) const { return impl_->At(path).has_value(); }

void Fields::EachElement(Path path, const std::function<void(const Fields&)>& visit) const {
  const auto array = impl_->As<dom::array>(path, "an array");
  if (!array) return;
  Fields element;
  element.impl_->parent = impl_.get();
  element.impl_->path = path;
  element.impl_->present = true;
  std::size_t count = 0;
  for (const dom::element value : *array) {
    if (count == kMostVisited) return impl_->Note(path, path.size(), kAtMost, "more");
    element.impl_->value = value;
    element.impl_->index = count++;
    visit(element);
  }
}

void Fields::EachMember(Path path,
                        const std::function<void(std::string_view key, const Fields& value)>& visit) const {
  const auto object = impl_->As<dom::object>(path, "an object");
  if (!object) return;
  Fields member;
  member.impl_->parent = impl_.get();
  member.impl_->path = path;
  member.impl_->present = true;
  std::size_t count = 0;
  for (const auto [key, value] : *object) {
    if (count++ == kMostVisited) return impl_->Note(path, path.size(), kAtMost, "more");
    member.impl_->value = value;
    member.impl_->key = key;
    visit(key, member);
  }
}

std::string Fields::Kind() const { return String({"kind"}); }
std::string Fields::Namespace() const { return String({"metadata", "namespace"}); }
std::string Fields::Name() const { return String({"metadata", "name"}); }

void Fields::Note(Path path, std::string_view expected, std::string_view found) const {
  impl_->Note(path, path.size(), expected, found);
}

Status Fields::status() const {
  const std::optional<Error>& first = impl_->root()->first_error;
  if (first) return *first;
  return Ok();
}

void Fields::Forget() const { impl_->root()->first_error.reset(); }

}  // namespace lastgood
