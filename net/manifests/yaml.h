// YAML manifests as JSON text, by events, so that memory follows one object and not the document. Bounded:
// nesting, and what aliases stand for (anchors.h). Mistakes within one item of a list cost that item; a
// syntax error costs the rest of its document. Pure but for the callbacks.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace lastgood {

// A document within a stream: the text between lines that begin with "---".
struct YamlPiece {
  std::string_view text;
  std::size_t first_line = 1;
};
std::vector<YamlPiece> SplitYaml(std::string_view text);

// JSON text, followed by kTextPadding spaces, valid during the call. `fault` tells what is wrong with it.
using OnJson = std::function<void(std::string_view json, const std::optional<Error>& fault)>;

struct YamlEvents {
  OnJson item;                 // each element of a document's top-level `items`
  OnJson document;             // the document, its `items` emptied
  std::function<bool()> stop;  // asked now and then; true ends the reading
};

// kMalformed: "12:3: ..." (line and column); kTimeout when it was stopped.
Status ReadYaml(const YamlPiece& piece, const YamlEvents& events);

}  // namespace lastgood
