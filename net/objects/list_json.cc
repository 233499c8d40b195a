#include "net/objects/list_json.h"

#include <fmt/format.h>
#include <simdjson.h>

#include "net/objects/object.h"

namespace lastgood {
namespace {

namespace ondemand = simdjson::ondemand;
using OnItem = std::function<Status(std::string_view)>;

Error Broken(simdjson::error_code error) {
  const bool cut = error == simdjson::INCOMPLETE_ARRAY_OR_OBJECT || error == simdjson::UNCLOSED_STRING ||
                   error == simdjson::EMPTY;
  return {cut ? ErrorCode::kTruncated : ErrorCode::kMalformed,
          fmt::format("not valid JSON: {}", simdjson::error_message(error))};
}

#define LASTGOOD_TRY_JSON(expression)                                                                   \
  do {                                                                                                  \
    if (const simdjson::error_code code = (expression); code != simdjson::SUCCESS) return Broken(code); \
  } while (false)

Status WalkItems(ondemand::value& value, const OnItem& on_item, ListEnd& list) {
  bool null = false;
  LASTGOOD_TRY_JSON(value.is_null().get(null));
  list.has_items = true;
  if (null) return Ok();
  ondemand::array items;
  const auto no_array = value.get_array().get(items);
  if (no_array == simdjson::INCORRECT_TYPE) return Error{ErrorCode::kMalformed, "items: expected an array"};
  LASTGOOD_TRY_JSON(no_array);
  for (auto entry : items) {
    ondemand::value item;
    std::string_view text;
    LASTGOOD_TRY_JSON(std::move(entry).get(item));
    LASTGOOD_TRY_JSON(simdjson::to_json_string(item).get(text));
    LASTGOOD_RETURN_IF_ERROR(on_item(text));
  }
  return Ok();
}

// A missing or mistyped value is passed over. After any other error simdjson must not be asked again.
Status Forgive(simdjson::error_code error) {
  const bool passes =
      error == simdjson::SUCCESS || error == simdjson::INCORRECT_TYPE || error == simdjson::NO_SUCH_FIELD;
  return passes ? Ok() : Status(Broken(error));
}

Status ReadMetadata(ondemand::value& value, ListEnd& list) {
  ondemand::object metadata;
  const auto no_object = value.get_object().get(metadata);
  if (no_object != simdjson::SUCCESS) return Forgive(no_object);
  for (const auto& [key, into] :
       {std::pair("continue", &list.continue_token), std::pair("resourceVersion", &list.resource_version)}) {
    std::string_view text;
    const auto error = metadata.find_field_unordered(key).get_string().get(text);
    if (error == simdjson::SUCCESS) *into = text;
    LASTGOOD_RETURN_IF_ERROR(Forgive(error));
  }
  return Ok();
}

Status WalkField(std::string_view key, ondemand::value& value, const OnItem& on_item, ListEnd& list) {
  if (key == "items") return WalkItems(value, on_item, list);
  if (key == "metadata") return ReadMetadata(value, list);
  if (key != "kind" && key != "apiVersion") return Ok();
  std::string_view text;
  const auto error = value.get_string().get(text);
  if (error == simdjson::SUCCESS) (key == "kind" ? list.kind : list.api_version) = text;
  return Forgive(error);
}

}  // namespace

struct ListParser::Impl {
  ondemand::parser parser;
};

ListParser::ListParser() : impl_(std::make_unique<Impl>()) {}
ListParser::~ListParser() = default;

Result<ListEnd> ListParser::Walk(std::string_view json, const OnItem& on_item) {
  const simdjson::padded_string_view view(json.data(), json.size(), json.size() + kTextPadding);
  ondemand::document document;
  ondemand::object root;
  LASTGOOD_TRY_JSON(impl_->parser.iterate(view).get(document));
  LASTGOOD_TRY_JSON(document.get_object().get(root));
  ListEnd list;
  for (auto entry : root) {
    ondemand::field field;
    std::string_view key;
    LASTGOOD_TRY_JSON(std::move(entry).get(field));
    LASTGOOD_TRY_JSON(field.unescaped_key().get(key));
    LASTGOOD_RETURN_IF_ERROR(WalkField(key, field.value(), on_item, list));
  }
  const char* location = nullptr;
  // At the end of the text there is no location.
  const bool more = document.current_location().get(location) == simdjson::SUCCESS;
  list.end = more ? static_cast<std::size_t>(location - json.data()) : json.size();
  return list;
}

}  // namespace lastgood
