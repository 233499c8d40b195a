#include "exporter/story/object_path.h"

#include <fmt/format.h>

#include <vector>

#include "base/coding.h"

namespace lastgood {
namespace {

std::string Encoded(const std::string& part) { return part.empty() ? "-" : PercentEncode(part); }

std::string Decoded(std::string_view part) {
  std::string text = DecodeUrl(part);
  return text == "-" ? "" : text;
}

}  // namespace

std::string ObjectPath(const ObjectKey& key) {
  return fmt::format("object/{}/{}/{}/{}", Encoded(key.system), Encoded(key.namespace_), Encoded(key.kind),
                     Encoded(key.name));
}

std::optional<ObjectKey> ReadObjectPath(std::string_view path) {
  path.remove_prefix(kObjectPages.size());
  std::vector<std::string> parts;
  for (std::size_t end = 0; end != path.npos && parts.size() < 5;) {
    end = path.find('/');
    parts.push_back(Decoded(path.substr(0, end)));
    if (end != path.npos) path.remove_prefix(end + 1);
  }
  if (parts.size() == 3) parts.insert(parts.begin() + 1, "");
  if (parts.size() != 4 || parts[3].empty()) return std::nullopt;
  return ObjectKey{parts[0], parts[1], parts[2], parts[3]};
}

}  // namespace lastgood
