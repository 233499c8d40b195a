// One line of a watch: {"type":"MODIFIED","object":{...}}. Used by one thread; memory is kept from line to
// line.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lastgood {

struct EventText {
  std::string type;         // ADDED, MODIFIED, DELETED, BOOKMARK, ERROR
  std::string_view object;  // JSON text; a view into the line
};

class EventParser {
 public:
  EventParser();
  ~EventParser();

  // `line` is followed by kTextPadding readable bytes. kMalformed when it is no event.
  Result<EventText> Parse(std::string_view line);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lastgood
