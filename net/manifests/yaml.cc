#include "net/manifests/yaml.h"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "base/time.h"
#include "net/manifests/anchors.h"
#include "net/manifests/scalar.h"
#include "net/objects/object.h"

namespace lastgood {
namespace {

constexpr std::size_t kMostDepth = 100;

// An API server takes requests of up to 3 MiB (etcd: 1.5 MiB).
constexpr std::size_t kMostScalar = 4 * 1024 * 1024;

constexpr std::string_view kMergeKey = "<<";

// What a scalar that was kept as JSON says as a key.
std::string TextOf(const std::string& json) {
  return json.starts_with('"') ? nlohmann::json::parse(json).get<std::string>() : json;
}

struct Stopped {};  // thrown through yaml-cpp, which knows no other way to end

// Writes what yaml-cpp reports as JSON.
class JsonEvents final : public YAML::EventHandler {
 public:
  JsonEvents(const YamlEvents& events, std::size_t first_line) : events_(events), first_line_(first_line) {}

  void OnDocumentStart(const YAML::Mark& mark) override {
    // yaml-cpp does not pass over a token that can begin nothing (","), and would report it for ever.
    if (mark.pos == last_start_) throw YAML::ParserException(mark, "expected a document");
    last_start_ = mark.pos;
    document_.clear();
    document_fault_.reset();
    anchors_.Clear();
    out_ = &document_;
    fault_ = &document_fault_;
  }
  void OnDocumentEnd() override { Emit(events_.document, document_, document_fault_); }

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Scalar(mark, anchor, "null", "null");
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Result<std::string> json = anchors_.Resolve(anchor);
    if (!json.ok()) Fault(mark, json.error().message);
    const std::string value = json.ok() ? std::move(json).value() : "null";
    if (AtKey()) return Key(mark, 0, TextOf(value));
    Scalar(mark, 0, value, value);
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    if (value.size() > kMostScalar) {
      Fault(mark, fmt::format("a text of {} bytes: no object of a cluster is that large", value.size()));
      return Scalar(mark, anchor, "null", "");
    }
    Scalar(mark, anchor, AtKey() ? std::string() : ScalarToJson(tag, value), value);
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    const bool items = frames_.size() == 1 && frames_.back().key == "items";
    Open(mark, anchor, '[');
    frames_.back().items = items;
  }
  void OnSequenceEnd() override { Shut(']'); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    Open(mark, anchor, '{');
  }
  void OnMapEnd() override { Shut('}'); }

 private:
  struct Frame {
    bool map = false;
    bool items = false;  // the document's list of items
    bool at_key = false;
    bool first = true;
    YAML::anchor_t anchor = 0;
    std::size_t begin = 0;  // within the text that it is written to
    std::string key;
    YAML::Mark mark;
    std::string merged;  // what stood behind its merge key
    std::set<std::string, std::less<>> keys;
  };

  bool AtKey() const { return !frames_.empty() && frames_.back().at_key; }

  void Fault(const YAML::Mark& mark, const std::string& message) {
    if (fault_->has_value()) return;
    *fault_ = Error{ErrorCode::kMalformed,
                    fmt::format("{}:{}: {}", first_line_ + static_cast<std::size_t>(mark.line),
                                mark.column + 1, message)};
  }

  void Emit(const OnJson& callback, std::string& json, const std::optional<Error>& fault) {
    const std::size_t size = json.size();
    Pad(json);
    callback(std::string_view(json).substr(0, size), fault);
    json.clear();
  }

  // What comes before any value that is not a key.
  void Before() {
    if ((++events_seen_ & 0xff) == 0 && events_.stop()) throw Stopped{};
    if (!frames_.empty() && frames_.back().items) {
      out_ = &item_;
      fault_ = &item_fault_;
      fault_->reset();
    } else if (!frames_.empty() && !frames_.back().map) {
      if (!frames_.back().first) *out_ += ',';
      frames_.back().first = false;
    }
  }

  // `begin` is where the value that was just written begins.
  void After(YAML::anchor_t anchor, std::size_t begin) {
    if (anchor != 0) anchors_.Keep(anchor, std::string_view(*out_).substr(begin));
    if (frames_.empty()) return;
    Frame& frame = frames_.back();
    if (frame.map && frame.key == kMergeKey) {
      frame.merged = out_->substr(begin);
      out_->resize(begin);
    }
    frame.at_key = frame.map;
    if (!frame.items) return;
    Emit(events_.item, item_, item_fault_);
    out_ = &document_;
    fault_ = &document_fault_;
  }

  void Scalar(const YAML::Mark& mark, YAML::anchor_t anchor, const std::string& json,
              const std::string& value) {
    if (AtKey()) return Key(mark, anchor, value);
    Before();
    const std::size_t begin = out_->size();
    *out_ += json;
    After(anchor, begin);
  }

  void Key(const YAML::Mark& mark, YAML::anchor_t anchor, const std::string& key) {
    Frame& frame = frames_.back();
    if (anchor != 0) anchors_.Keep(anchor, JsonString(key));
    if (!frame.keys.insert(key).second) Fault(mark, fmt::format("the key \"{}\" is repeated", Cut(key)));
    if (key != kMergeKey) WriteKey(frame, key);
    frame.at_key = false;
    frame.key = key;
  }

  void WriteKey(Frame& frame, const std::string& key) {
    if (!frame.first) *out_ += ',';
    *out_ += JsonString(key) + ':';
    frame.first = false;
  }

  void Open(const YAML::Mark& mark, YAML::anchor_t anchor, char bracket) {
    if (AtKey()) throw YAML::ParserException(mark, "expected text as a key, found a list or a mapping");
    Before();
    if (frames_.size() == kMostDepth) Fault(mark, fmt::format("nested deeper than {} levels", kMostDepth));
    Frame& frame = frames_.emplace_back();
    frame.map = frame.at_key = bracket == '{';
    frame.anchor = anchor;
    frame.begin = out_->size();
    frame.mark = mark;
    *out_ += bracket;
  }

  void Merge(Frame& frame) {
    const Status merged = MergeMembers(frame.merged, frame.keys, [&](const auto& key, const auto& json) {
      WriteKey(frame, key);
      *out_ += json;
    });
    if (!merged.ok()) Fault(frame.mark, merged.error().message);
  }

  void Shut(char bracket) {
    if (!frames_.back().merged.empty()) Merge(frames_.back());
    *out_ += bracket;
    const YAML::anchor_t anchor = frames_.back().anchor;
    const std::size_t begin = frames_.back().begin;
    frames_.pop_back();
    After(anchor, begin);
  }

  const YamlEvents& events_;
  const std::size_t first_line_;
  Anchors anchors_;
  std::size_t events_seen_ = 0;
  int last_start_ = -1;
  std::vector<Frame> frames_;
  std::string document_, item_;
  std::optional<Error> document_fault_, item_fault_;
  std::string* out_ = &document_;
  std::optional<Error>* fault_ = &document_fault_;
};

bool IsMarker(std::string_view line) {
  return line.starts_with("---") &&
         (line.size() == 3 || line[3] == ' ' || line[3] == '\t' || line[3] == '\r');
}

// Comments, directives and blank lines make no document.
bool HasContent(std::string_view text) {
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    const std::size_t first = line.find_first_not_of(" \t\r");
    if (first != std::string_view::npos && line[first] != '#' && line[0] != '%' && !IsMarker(line))
      return true;
    if (IsMarker(line) && line.find_first_not_of(" \t\r#", 3) != std::string_view::npos) return true;
    text.remove_prefix(std::min(text.size(), line.size() + 1));
  }
  return false;
}

}  // namespace

std::vector<YamlPiece> SplitYaml(std::string_view text) {
  std::vector<YamlPiece> pieces;
  std::size_t begin = 0, first_line = 1, line_number = 1;
  const auto add = [&](std::size_t end) {
    const std::string_view piece = text.substr(begin, end - begin);
    if (HasContent(piece)) pieces.push_back({piece, first_line});
    begin = end;
    first_line = line_number;
  };
  for (std::size_t at = 0; at < text.size(); ++line_number) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    if (at > begin && IsMarker(text.substr(at, end - at))) add(at);
    at = end + 1;
  }
  add(text.size());
  return pieces;
}

Status ReadYaml(const YamlPiece& piece, const YamlEvents& events) {
  std::istringstream stream{std::string(piece.text)};
  JsonEvents handler(events, piece.first_line);
  try {
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(handler)) continue;
    return Ok();
  } catch (const Stopped&) {
    return Error{ErrorCode::kTimeout, "no time was left to read it"};
  } catch (const YAML::Exception& error) {
    const std::size_t line = piece.first_line + static_cast<std::size_t>(std::max(error.mark.line, 0));
    return Error{ErrorCode::kMalformed, fmt::format("{}:{}: not valid YAML: {}", line,
                                                    std::max(error.mark.column, 0) + 1, Cut(error.msg, 200))};
  } catch (const std::exception& error) {  // none is known; what parses hostile text may still have one
    return Error{ErrorCode::kMalformed,
                 fmt::format("{}: yaml-cpp failed: {}", piece.first_line, error.what())};
  }
}

}  // namespace lastgood
