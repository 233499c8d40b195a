// What the reports for a pull request's page have in common: where objects are written, what is new, and how
// a finding reads on one line. Pure.
#pragma once

#include <functional>
#include <string>

#include "base/place.h"
#include "model/assess.h"

namespace lastgood {

struct GateContext {
  Places places;
  std::string source;  // the file that stands for what is written nowhere
  std::function<bool(const Row&)> is_new = [](const Row&) { return false; };  // the baseline does not have it
  Level fail_on = Level::kWarning;
  std::string version;
};

// Where the row's object is written; of anything else the source.
Place PlaceOf(const Row& row, const GateContext& context);
// "This change adds PersistentVolumeClaim shop/data: not covered. <why> <todo>", on one line.
std::string Sentence(const Row& row, const Finding& finding, const GateContext& context);

}  // namespace lastgood
