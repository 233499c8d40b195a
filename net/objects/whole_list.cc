#include "net/objects/whole_list.h"

#include <simdjson.h>

#include <algorithm>
#include <vector>

#include "net/objects/fields_factory.h"
#include "net/objects/object.h"

namespace lastgood {
namespace {

namespace dom = simdjson::dom;

// Of text: the parser takes up to three times as much beside it.
constexpr std::size_t kMostAtOnce = 8UL * 1024 * 1024;
// What one object may have, within the list and its `items`.
constexpr std::size_t kMostDepth = kMostObjectDepth + 2;

// False where not all of them are objects.
bool ReadItems(const dom::element& value, std::vector<dom::array>& items) {
  if (value.is_null()) return true;
  dom::array array;
  if (value.get(array) != simdjson::SUCCESS) return false;
  items.push_back(array);
  return std::all_of(array.begin(), array.end(), [](const dom::element& item) { return item.is_object(); });
}

// A value of another type is passed over.
void ReadText(const dom::element& value, std::string& into) {
  std::string_view text;
  if (value.get(text) == simdjson::SUCCESS) into = text;
}

void ReadMetadata(const dom::element& value, ListEnd& list) {
  dom::object metadata;
  if (value.get(metadata) != simdjson::SUCCESS) return;
  for (const auto [key, entry] : metadata) {
    if (key == "continue") ReadText(entry, list.continue_token);
    if (key == "resourceVersion") ReadText(entry, list.resource_version);
  }
}

}  // namespace

struct WholeListParser::Impl {
  dom::parser parser;

  std::optional<dom::object> Parse(std::string_view json) {
    if (json.size() > kMostAtOnce) return std::nullopt;
    if (parser.capacity() < json.size() || parser.max_depth() != kMostDepth) {
      const std::size_t room = std::min(json.size() + json.size() / 2, kMostAtOnce);
      if (parser.allocate(room, kMostDepth) != simdjson::SUCCESS) return std::nullopt;
    }
    dom::object root;
    const bool read = parser.parse(json.data(), json.size(), false).get(root) == simdjson::SUCCESS;
    return read ? std::optional(root) : std::nullopt;
  }
};

WholeListParser::WholeListParser() : impl_(std::make_unique<Impl>()) {}
WholeListParser::~WholeListParser() = default;

std::optional<ListEnd> WholeListParser::Walk(std::string_view json,
                                             const std::function<void(const Fields&)>& on_item) {
  const std::optional<dom::object> root = impl_->Parse(json);
  if (!root) return std::nullopt;
  ListEnd list{.end = json.size()};
  std::vector<dom::array> items;
  for (const auto [key, value] : *root) {
    if (key == "items" && !ReadItems(value, items)) return std::nullopt;
    list.has_items = list.has_items || key == "items";
    if (key == "metadata") ReadMetadata(value, list);
    if (key == "kind") ReadText(value, list.kind);
    if (key == "apiVersion") ReadText(value, list.api_version);
  }
  for (const dom::array& array : items)
    for (const dom::element item : array) on_item(FieldsFactory::Make(item));
  return list;
}

}  // namespace lastgood
