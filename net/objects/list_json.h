// The top level of a JSON document: its kind, and each item of a list as text, unparsed. One pass; items may
// come before kind and metadata, as the API server and kubectl write them. Text is followed by kTextPadding
// readable bytes. Used by one thread; memory is kept from document to document.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lastgood {

struct ListEnd {
  std::string api_version, kind;
  std::string continue_token, resource_version;  // metadata.continue, metadata.resourceVersion
  bool has_items = false;  // `items` is an array (or null, which Go writes for an empty one)
  std::size_t end = 0;     // where the document ends within the text
};

class ListParser {
 public:
  ListParser();
  ~ListParser();

  // Calls `on_item` with each item's text; a view into `json`. kMalformed when the structure breaks, possibly
  // after some items; kTruncated when it ends too early.
  Result<ListEnd> Walk(std::string_view json, const std::function<Status(std::string_view item)>& on_item);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lastgood
