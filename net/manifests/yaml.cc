#include "net/manifests/yaml.h"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <set>
#include <sstream>

#include "base/time.h"
#include "net/manifests/scalar.h"
#include "net/objects/object.h"

namespace lastgood {
namespace {

constexpr std::size_t kMostDepth = 100;

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
    out_ = &document_;
    fault_ = &document_fault_;
  }
  void OnDocumentEnd() override { Emit(events_.document, document_, document_fault_); }

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Scalar(mark, anchor, "null", "null");
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    Scalar(mark, anchor, "null", "null");
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
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
    std::string key;
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
  void Before(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if ((++events_seen_ & 0xff) == 0 && events_.stop()) throw Stopped{};
    if (!frames_.empty() && frames_.back().items) {
      out_ = &item_;
      fault_ = &item_fault_;
      fault_->reset();
    } else if (!frames_.empty() && !frames_.back().map) {
      if (!frames_.back().first) *out_ += ',';
      frames_.back().first = false;
    }
    if (anchor != 0) Fault(mark, "anchors and aliases are not read: write the value out");
  }

  void After() {
    if (frames_.empty()) return;
    frames_.back().at_key = frames_.back().map;
    if (!frames_.back().items) return;
    Emit(events_.item, item_, item_fault_);
    out_ = &document_;
    fault_ = &document_fault_;
  }

  void Scalar(const YAML::Mark& mark, YAML::anchor_t anchor, const std::string& json,
              const std::string& value) {
    if (AtKey()) return Key(mark, anchor, value);
    Before(mark, anchor);
    *out_ += json;
    After();
  }

  void Key(const YAML::Mark& mark, YAML::anchor_t anchor, const std::string& key) {
    Frame& frame = frames_.back();
    if (anchor != 0) Fault(mark, "anchors and aliases are not read: write the value out");
    if (!frame.keys.insert(key).second) Fault(mark, fmt::format("the key \"{}\" is repeated", Cut(key)));
    if (!frame.first) *out_ += ',';
    *out_ += JsonString(key) + ':';
    frame.first = false;
    frame.at_key = false;
    frame.key = key;
  }

  void Open(const YAML::Mark& mark, YAML::anchor_t anchor, char bracket) {
    if (AtKey()) throw YAML::ParserException(mark, "expected text as a key, found a list or a mapping");
    Before(mark, anchor);
    if (frames_.size() == kMostDepth) Fault(mark, fmt::format("nested deeper than {} levels", kMostDepth));
    *out_ += bracket;
    Frame& frame = frames_.emplace_back();
    frame.map = frame.at_key = bracket == '{';
  }

  void Shut(char bracket) {
    *out_ += bracket;
    frames_.pop_back();
    After();
  }

  const YamlEvents& events_;
  const std::size_t first_line_;
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
