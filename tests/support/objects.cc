#include "tests/support/objects.h"

#include <simdjson.h>
#include <yaml-cpp/yaml.h>

#include <nlohmann/json.hpp>

#include "net/objects/fields_factory.h"

namespace lastgood {
namespace {

nlohmann::json ToJson(const YAML::Node& node) {
  if (node.IsMap()) {
    nlohmann::json object = nlohmann::json::object();
    for (const auto& member : node) object[member.first.as<std::string>()] = ToJson(member.second);
    return object;
  }
  if (node.IsSequence()) {
    nlohmann::json array = nlohmann::json::array();
    for (const auto& element : node) array.push_back(ToJson(element));
    return array;
  }
  if (node.IsNull()) return nullptr;
  std::string text = node.as<std::string>();
  if (node.Tag() == "!") return text;  // quoted
  const nlohmann::json plain = nlohmann::json::parse(text, nullptr, false);
  return plain.is_boolean() || plain.is_number() ? plain : nlohmann::json(text);
}

}  // namespace

void VisitJson(std::string_view json, const std::function<void(const Fields&)>& visit) {
  simdjson::dom::parser parser;
  simdjson::dom::element value;
  if (parser.parse(simdjson::padded_string(json)).get(value) == simdjson::SUCCESS)
    visit(FieldsFactory::Make(value));
}

void EachObject(std::string_view yaml, const std::function<void(const Fields&)>& visit) {
  for (const YAML::Node& document : YAML::LoadAll(std::string(yaml)))
    if (document.IsMap()) VisitJson(ToJson(document).dump(), visit);
}

}  // namespace lastgood
