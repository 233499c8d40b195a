#include "net/manifests/patches.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "net/manifests/placeholders.h"
#include "net/manifests/yaml.h"

namespace lastgood {
namespace {

using nlohmann::json;

// A directive of strategic merge patches: $patch, $setElementOrder/..., $deleteFromPrimitiveList/....
bool HasDirective(const json& value) {
  if (value.is_object())
    return std::any_of(value.items().begin(), value.items().end(), [](const auto& item) {
      return item.key().starts_with('$') || HasDirective(item.value());
    });
  return value.is_array() && std::any_of(value.begin(), value.end(), HasDirective);
}

std::string Text(const json& object, const char* key) {
  if (!object.is_object()) return "";
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

// A regular expression that cannot be read may mean anybody.
bool Matches(const std::string& wanted, bool regex, const std::string& value) {
  if (wanted.empty() || value.empty() || wanted == value) return true;
  if (!regex) return false;
  re2::RE2::Options options;
  options.set_log_errors(false);
  const re2::RE2 compiled(wanted, options);
  return !compiled.ok() || re2::RE2::FullMatch(value, compiled);
}

// What a few copies make of an object can be of any size: each doubles it.
bool Copies(const json& operations) {
  return std::any_of(operations.begin(), operations.end(),
                     [](const json& operation) { return Text(operation, "op") == "copy"; });
}

// A target may have another name than the one that stands in the patch: the object keeps its own.
json IdentityOf(const json& object) {
  json identity;
  for (const char* key : {"apiVersion", "kind"})
    if (object.contains(key)) identity[key] = object[key];
  if (!object.contains("metadata") || !object["metadata"].is_object()) return identity;
  for (const char* key : {"name", "namespace"})
    identity["metadata"][key] = object["metadata"].value(key, json());
  return identity;
}

// nullopt: it cannot be told.
std::optional<json> PatchedBy(const Patch& patch, json object) {
  const json body = json::parse(patch.body, nullptr, false);
  if (patch.selects || body.is_discarded() || object.is_discarded()) return std::nullopt;
  if (body.is_array()) {
    if (Copies(body)) return std::nullopt;
    try {
      return object.patch(body);
    } catch (const json::exception&) {  // an operation that is none, or a path that is not there
      return std::nullopt;
    }
  }
  if (!body.is_object() || HasDirective(body)) return std::nullopt;
  const json identity = IdentityOf(object);
  object.merge_patch(body);
  object.merge_patch(identity);
  return object;
}

}  // namespace

std::vector<std::string> ReadDocuments(std::string_view text) {
  std::vector<std::string> documents;
  const std::string filled = SubstituteDefaults(text);
  const auto read = [&](std::string_view document, const std::optional<Error>&) {
    documents.emplace_back(document);
  };
  const auto ignore = [](std::string_view, const std::optional<Error>&) {};
  for (const YamlPiece& piece : SplitYaml(filled))
    // What is no YAML makes no document.
    static_cast<void>(ReadYaml(piece, {.item = ignore, .document = read, .stop = [] { return false; }}));
  return documents;
}

Patch MakePatch(std::string file, std::string_view target, std::string body) {
  Patch patch{.file = std::move(file)};
  const json selector = json::parse(target, nullptr, false);
  const json named = json::parse(body, nullptr, false);
  if (selector.is_object()) {
    patch.regex = true;
    patch.kind = Text(selector, "kind");
    patch.namespace_ = Text(selector, "namespace");
    patch.name = Text(selector, "name");
    patch.selects = selector.contains("labelSelector") || selector.contains("annotationSelector");
  } else if (named.is_object()) {
    const json metadata = named.value("metadata", json());
    patch.kind = Text(named, "kind");
    patch.namespace_ = Text(metadata, "namespace");
    patch.name = Text(metadata, "name");
  }
  patch.body = std::move(body);
  return patch;
}

bool MayConcern(const Patch& patch, const ObjectName& object) {
  return Matches(patch.kind, patch.regex, object.kind) && Matches(patch.name, patch.regex, object.name) &&
         Matches(patch.namespace_, patch.regex, object.namespace_);
}

Result<std::string> Patched(const std::vector<const Patch*>& patches, std::string_view object) {
  std::optional<json> made = json::parse(object, nullptr, false);
  for (const Patch* patch : patches) {
    made = PatchedBy(*patch, std::move(*made));
    if (!made)
      return Error{ErrorCode::kMalformed,
                   fmt::format("what the kustomize patch in {} makes of it is not known", patch->file)};
  }
  return made->dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace lastgood
