#include "net/objects/object.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>

#include "base/time.h"
#include "net/objects/fields_factory.h"
#include "net/objects/reading.h"

namespace lastgood {
namespace {

static_assert(kTextPadding >= simdjson::SIMDJSON_PADDING);

namespace ondemand = simdjson::ondemand;

std::string Printable(std::string_view text) {
  std::string shown = Cut(text, 100);
  std::replace_if(shown.begin(), shown.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }, '?');
  return shown;
}

std::string Cause(simdjson::error_code error) {
  switch (error) {
    case simdjson::DEPTH_ERROR:
      return fmt::format("expected at most {} levels of nesting, found more", kMostObjectDepth);
    case simdjson::NUMBER_ERROR:
      return "holds a number that cannot be represented";
    default:
      return fmt::format("is not valid JSON: {}", simdjson::error_message(error));
  }
}

// Reads a text if it is there. False when the object is broken: simdjson must not be asked again.
bool ReadText(ondemand::object& object, std::string_view key, std::string& into) {
  std::string_view text;
  const auto error = object.find_field_unordered(key).get_string().get(text);
  if (error == simdjson::SUCCESS) into = text;
  return error == simdjson::SUCCESS || error == simdjson::INCORRECT_TYPE || error == simdjson::NO_SUCH_FIELD;
}

}  // namespace

void Pad(std::string& text) { text.append(kTextPadding, ' '); }

std::string Shown(const ObjectName& name) {
  std::string shown = Printable(name.kind.empty() ? "object" : name.kind);
  if (!name.name.empty() || !name.namespace_.empty()) {
    shown += ' ';
    if (!name.namespace_.empty()) shown += Printable(name.namespace_) + '/';
    shown += name.name.empty() ? "(no name)" : Printable(name.name);
  }
  return shown;
}

ObjectName NameOf(const Fields& fields) {
  return {fields.String({"apiVersion"}), fields.Kind(), fields.Namespace(), fields.Name()};
}

Status RequireName(const Fields& fields, const ObjectName& name) {
  if (!name.name.empty()) return Ok();
  LASTGOOD_RETURN_IF_ERROR(fields.status());
  return Error{ErrorCode::kMalformed, "metadata.name: expected a name, found none"};
}

Problem MakeProblem(const ObjectName& name, Error error) {
  return {name.kind, name.namespace_, name.name, std::move(error).In(Shown(name))};
}

struct ObjectParser::Impl {
  simdjson::dom::parser dom;
  ondemand::parser guesser;
};

ObjectParser::ObjectParser() : impl_(std::make_unique<Impl>()) {}
ObjectParser::~ObjectParser() = default;

Result<Fields> ObjectParser::Parse(std::string_view json) {
  if (json.empty() || json.front() != '{') {
    return Error{ErrorCode::kMalformed,
                 fmt::format("expected an object, found {}", Printable(json.substr(0, 40)))};
  }
  simdjson::dom::parser& parser = impl_->dom;
  if (parser.capacity() < json.size() || parser.max_depth() != kMostObjectDepth) {
    // Room to grow, since objects of one kind are of about one size.
    const auto error = parser.allocate(json.size() + json.size() / 2, kMostObjectDepth);
    if (error != simdjson::SUCCESS) return Error{ErrorCode::kTooLarge, simdjson::error_message(error)};
  }
  simdjson::dom::element root;
  const auto error = parser.parse(json.data(), json.size(), false).get(root);
  if (error != simdjson::SUCCESS) return Error{ErrorCode::kMalformed, Cause(error)};
  return FieldsFactory::Make(root);
}

ObjectName ObjectParser::Guess(std::string_view json) {
  const simdjson::padded_string_view view(json.data(), json.size(), json.size() + kTextPadding);
  ondemand::document document;
  ondemand::object root, metadata;
  ObjectName name;
  if (impl_->guesser.iterate(view).get(document) != simdjson::SUCCESS) return name;
  if (document.get_object().get(root) != simdjson::SUCCESS) return name;
  if (!ReadText(root, "apiVersion", name.api_version) || !ReadText(root, "kind", name.kind)) return name;
  if (root.find_field_unordered("metadata").get_object().get(metadata) != simdjson::SUCCESS) return name;
  if (ReadText(metadata, "namespace", name.namespace_)) ReadText(metadata, "name", name.name);
  return name;
}

}  // namespace lastgood
