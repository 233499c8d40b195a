// The one way to make Fields: over a JSON value that simdjson parsed. The parser must stay as it is for as
// long as the Fields live. Used by one thread.
#pragma once

#include "net/objects/fields.h"

namespace simdjson::dom {
class element;
}

namespace lastgood {

class FieldsFactory {
 public:
  static Fields Make(const simdjson::dom::element& value);
};

}  // namespace lastgood
