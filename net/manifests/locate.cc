#include "net/manifests/locate.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "net/manifests/yaml.h"
#include "net/objects/list_json.h"
#include "net/objects/object.h"

namespace lastgood {
namespace {

constexpr const char* kOrigin = "config.kubernetes.io/origin";

// Of "path: base/shop.yaml\nrepo: ...", the path; "" for what was generated or comes from elsewhere.
std::string OriginPath(const Fields& fields) {
  const std::string origin = fields.String({"metadata", "annotations", kOrigin});
  constexpr std::string_view kKey = "path: ";
  if (origin.find("repo: ") != origin.npos) return "";
  const std::size_t at = origin.find(kKey);
  if (at == origin.npos) return "";
  const std::size_t start = at + kKey.size();
  return std::string(Trim(std::string_view(origin).substr(start, origin.find('\n', start) - start)));
}

// Ends where the name does: "shop" is not "shop-data".
bool SaysName(std::string_view text, std::size_t at, const std::string& name) {
  const std::string_view rest = text.substr(at + name.size());
  return rest.empty() || std::string_view("\"'\n\r ,}").find(rest.front()) != rest.npos;
}

// The line, counted from 1, that says `name:` and the name; 0 when none does.
std::size_t LineOf(std::string_view text, const std::string& name) {
  for (const std::string& key :
       std::array<std::string, 4>{"name: ", "name: \"", "\"name\": \"", "\"name\":\""}) {
    const std::string wanted = key + name;
    for (std::size_t at = text.find(wanted); at != text.npos; at = text.find(wanted, at + 1))
      if (SaysName(text, at + key.size(), name))
        return 1 + static_cast<std::size_t>(
                       std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
  }
  return 0;
}

class Locator {
 public:
  Locator(const std::string& file, const std::set<WrittenObject>& wanted, Places& places)
      : file_(file), wanted_(wanted), places_(places) {}

  void Begin(std::string_view text, std::size_t first_line) {
    text_ = text;
    first_line_ = first_line;
  }

  void Object(std::string_view json) {
    const Result<Fields> fields = parser_.Parse(json);
    if (!fields.ok()) return;
    const WrittenObject object{fields->Kind(), fields->Namespace(), fields->Name()};
    if (!wanted_.contains(object)) return;
    const std::string origin = OriginPath(*fields);
    const std::size_t line = LineOf(text_, object.name);
    places_.try_emplace(
        object, origin.empty() ? Place{file_, first_line_ + (line == 0 ? 0 : line - 1)} : Place{origin});
  }

 private:
  const std::string& file_;
  const std::set<WrittenObject>& wanted_;
  Places& places_;
  ObjectParser parser_;
  std::string_view text_;
  std::size_t first_line_ = 1;
};

// A Helm template may begin with two.
bool IsJson(std::string_view text) {
  const std::size_t first = std::min(text.find_first_not_of(" \t\r\n"), text.size());
  return text.substr(first, 1) == "{" && text.substr(first, 2) != "{{";
}

void LocateInJson(std::string_view text, const std::function<bool()>& stop, Locator& locator) {
  locator.Begin(text, 1);
  ListParser lists;
  const auto end = lists.Walk(text, [&](std::string_view item) -> Status {
    if (stop()) return Error{ErrorCode::kTimeout, ""};
    locator.Object(item);
    return Ok();
  });
  if (end.ok() && !end->has_items) locator.Object(text.substr(0, end->end));
}

}  // namespace

void LocateObjects(const std::string& file, const std::string& text, const std::set<WrittenObject>& wanted,
                   const std::function<bool()>& stop, Places& places) {
  const std::string_view whole = std::string_view(text).substr(0, text.size() - kTextPadding);
  Locator locator(file, wanted, places);
  if (IsJson(whole)) return LocateInJson(whole, stop, locator);
  const OnJson object = [&](std::string_view json, const std::optional<Error>&) { locator.Object(json); };
  for (const YamlPiece& piece : SplitYaml(whole)) {
    if (stop()) return;
    const bool worth = std::ranges::any_of(
        wanted, [&](const WrittenObject& one) { return piece.text.find(one.name) != piece.text.npos; });
    if (!worth) continue;
    locator.Begin(piece.text, piece.first_line);
    // What cannot be read is in the report already.
    static_cast<void>(ReadYaml(piece, {.item = object, .document = object, .stop = stop}));
  }
}

}  // namespace lastgood
