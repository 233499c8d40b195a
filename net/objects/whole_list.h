// A list of objects as an API server answers it, parsed at once: quicker than item by item (list_json.h), but
// one broken value refuses all of it. Used by one thread; memory is kept from list to list.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "net/objects/fields.h"
#include "net/objects/list_json.h"

namespace lastgood {

class WholeListParser {
 public:
  WholeListParser();
  ~WholeListParser();

  // Calls `on_item` with each item; Fields are valid during the call. Nullopt, before the first item: the
  // text is too large for this, not valid as a whole, or holds an item that is no object. Item by item it may
  // still be read, and that says what is wrong. The text is followed by kTextPadding readable bytes.
  std::optional<ListEnd> Walk(std::string_view json, const std::function<void(const Fields&)>& on_item);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lastgood
