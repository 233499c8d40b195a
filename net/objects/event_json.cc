#include "net/objects/event_json.h"

#include <fmt/format.h>
#include <simdjson.h>

#include "net/objects/object.h"

namespace lastgood {
namespace {

namespace ondemand = simdjson::ondemand;

Error NoEvent(simdjson::error_code error) {
  return {ErrorCode::kMalformed, fmt::format("expected an event with a type and an object, found: {}",
                                             simdjson::error_message(error))};
}

}  // namespace

struct EventParser::Impl {
  ondemand::parser parser;
};

EventParser::EventParser() : impl_(std::make_unique<Impl>()) {}
EventParser::~EventParser() = default;

Result<EventText> EventParser::Parse(std::string_view line) {
  const simdjson::padded_string_view view(line.data(), line.size(), line.size() + kTextPadding);
  ondemand::document document;
  ondemand::object root;
  ondemand::value object;
  std::string_view type;
  EventText event;
  if (const auto error = impl_->parser.iterate(view).get(document); error != simdjson::SUCCESS)
    return NoEvent(error);
  if (const auto error = document.get_object().get(root); error != simdjson::SUCCESS) return NoEvent(error);
  if (const auto error = root.find_field_unordered("type").get_string().get(type); error != simdjson::SUCCESS)
    return NoEvent(error);
  event.type = type;
  if (const auto error = root.find_field_unordered("object").get(object); error != simdjson::SUCCESS)
    return NoEvent(error);
  if (const auto error = simdjson::to_json_string(object).get(event.object); error != simdjson::SUCCESS)
    return NoEvent(error);
  return event;
}

}  // namespace lastgood
