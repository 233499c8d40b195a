#include "base/yaml_text.h"

#include <fmt/format.h>

namespace lastgood {
namespace {

// Each value with its length, so that no two mappings are written alike.
void Render(const YAML::Node& node, std::string& text) {
  if (node.IsScalar()) {
    text += fmt::format("{}:{}", node.Scalar().size(), node.Scalar());
  } else if (node.IsMap()) {
    text += '{';
    for (const auto& entry : node) {
      Render(entry.first, text);
      Render(entry.second, text);
    }
    text += '}';
  } else {
    text += '[';
    for (const auto& element : node) Render(element, text);
    text += ']';
  }
}

}  // namespace

std::string YamlText(const YAML::Node& node) {
  std::string text;
  Render(node, text);
  return text;
}

}  // namespace lastgood
