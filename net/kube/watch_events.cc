#include "net/kube/watch_events.h"

#include <fmt/format.h>

#include "base/text.h"
#include "base/time.h"
#include "net/objects/repair.h"

namespace lastgood {
namespace {

using Type = WatchEvent::Type;

constexpr std::int64_t kGone = 410;
constexpr std::size_t kMostLine = 16 * 1024 * 1024;  // etcd takes objects of 1.5 MiB

WatchEvent NoEvent(Error error) {
  WatchEvent event;
  event.error = std::move(error);
  return event;
}

}  // namespace

std::string_view ToString(WatchEvent::Type type) {
  switch (type) {
    case WatchEvent::Type::kChanged:
      return "changed";
    case WatchEvent::Type::kDeleted:
      return "deleted";
    case WatchEvent::Type::kBookmark:
      return "bookmark";
    default:
      return "error";
  }
}

Status WatchEvents::Take(std::string_view data, const Resource& resource,
                         const std::function<void(const Fields&)>& changed,
                         const std::function<void(const WatchEvent&)>& event) {
  for (std::size_t end = data.find('\n'); end != std::string_view::npos; end = data.find('\n')) {
    line_.append(data.substr(0, end));
    data.remove_prefix(end + 1);
    if (!line_.empty()) event(Read(line_, resource, changed));
    line_.clear();
  }
  line_.append(data);
  if (line_.size() <= kMostLine) return Ok();
  return Error{ErrorCode::kTooLarge, fmt::format("an event is larger than {} MiB", kMostLine >> 20)};
}

WatchEvent WatchEvents::Read(std::string& line, const Resource& resource,
                             const std::function<void(const Fields&)>& changed) {
  const Result<EventText> text = Split(line);
  if (!text.ok()) return NoEvent(text.error());
  if (text->type == "ERROR") return Failure(text->object);
  if (text->type != "BOOKMARK") return Object(*text, resource, changed);
  const Result<Fields> fields = objects_.Parse(text->object);
  if (!fields.ok()) return NoEvent(fields.error());
  return {.type = Type::kBookmark, .resource_version = fields->String({"metadata", "resourceVersion"})};
}

// The parser refuses text with one invalid byte as a whole.
Result<EventText> WatchEvents::Split(std::string& line) {
  const std::size_t size = line.size();
  Pad(line);
  repaired_ = false;
  Result<EventText> text = lines_.Parse(std::string_view(line).substr(0, size));
  if (text.ok()) return text;
  line.resize(size);
  std::string clean = CleanText(line, true);
  if (clean == line) return text;
  repaired_ = true;
  line = std::move(clean);
  const std::size_t clean_size = line.size();
  Pad(line);
  return lines_.Parse(std::string_view(line).substr(0, clean_size));
}

WatchEvent WatchEvents::Object(const EventText& text, const Resource& resource,
                               const std::function<void(const Fields&)>& changed) {
  const bool known = text.type == "ADDED" || text.type == "MODIFIED" || text.type == "DELETED";
  if (!known)
    return NoEvent({ErrorCode::kMalformed,
                    fmt::format("expected an event ADDED, MODIFIED, DELETED or BOOKMARK, found \"{}\"",
                                Cut(text.type, 40))});
  const Result<Fields> fields = objects_.Parse(text.object);
  WatchEvent event{.type = Type::kBroken};
  if (!fields.ok()) {
    event.object = objects_.Guess(text.object);
    event.object.kind = resource.kind;
    event.problem = MakeProblem(event.object, fields.error());
    return event;
  }
  event.object = NameOf(*fields);
  event.object.kind = resource.kind;
  event.resource_version = fields->String({"metadata", "resourceVersion"});
  const Status named = RequireName(*fields, event.object);
  if (!named.ok()) {
    event.problem = MakeProblem(event.object, named.error());
    return event;
  }
  event.type = text.type == "DELETED" ? Type::kDeleted : Type::kChanged;
  if (event.type == Type::kChanged) changed(*fields);
  if (repaired_ && text.object.find(kReplacement) != std::string_view::npos)
    event.problem = MakeProblem(
        event.object, {ErrorCode::kMalformed, "holds bytes that are not valid text, read as U+FFFD"});
  return event;
}

WatchEvent WatchEvents::Failure(std::string_view object) {
  const Result<Fields> fields = objects_.Parse(object);
  if (!fields.ok()) return NoEvent(fields.error());
  const std::int64_t code = fields->Int({"code"}).value_or(0);
  if (code == kGone) return {.type = Type::kExpired};
  return NoEvent({ErrorCode::kUnavailable, fmt::format("the server ended the watch with {}: {}", code,
                                                       OneLine(fields->String({"message"}), 200))});
}

}  // namespace lastgood
