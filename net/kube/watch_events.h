// The lines of a watch, taken apart: what happened to which object, and from where to go on. Used by one
// thread; memory is kept from line to line.
#pragma once

#include <functional>
#include <string>

#include "net/objects/event_json.h"
#include "net/objects/object.h"
#include "net/objects/reading.h"

namespace lastgood {

struct WatchEvent {
  enum class Type : std::uint8_t { kChanged, kDeleted, kBroken, kBookmark, kExpired, kError };
  Type type = Type::kError;
  std::string resource_version;    // "" when it tells none
  ObjectName object;               // of a deleted one
  std::optional<Problem> problem;  // of a broken one; of one that was read, but not all of it
  Error error;                     // of kError
};

// "changed", "deleted", "bookmark" or "error".
std::string_view ToString(WatchEvent::Type type);

class WatchEvents {
 public:
  // What came of the stream, which may end anywhere in a line: `event` is called for each line that is
  // complete. kTooLarge when a line does not end.
  Status Take(std::string_view data, const Resource& resource,
              const std::function<void(const Fields&)>& changed,
              const std::function<void(const WatchEvent&)>& event);
  // Another stream begins.
  void Clear() { line_.clear(); }
  // `line` is one line without its end; it is padded and may be changed. `changed` is shown an object that
  // was added or modified. kError is also what no event is.
  WatchEvent Read(std::string& line, const Resource& resource,
                  const std::function<void(const Fields&)>& changed);

 private:
  Result<EventText> Split(std::string& line);
  WatchEvent Object(const EventText& text, const Resource& resource,
                    const std::function<void(const Fields&)>& changed);
  WatchEvent Failure(std::string_view object);

  EventParser lines_;
  ObjectParser objects_;
  bool repaired_ = false;
  std::string line_;  // that has not ended
};

}  // namespace lastgood
