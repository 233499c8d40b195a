// Why a source cannot be read, told once: an API server that is down fails every collector that reads it,
// each with a message of its own about the same thing. Not for sharing between threads.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "model/assess.h"

namespace lastgood {

class Troubles {
 public:
  // Whether another collector of the same source told this already; else it is told in row `row`.
  bool WasTold(const CollectorState& state, const Finding& finding, std::size_t row);
  // Adds to what was told whom else it is true of.
  void NameOthers(std::vector<Row>& rows) const;

 private:
  struct Trouble {
    std::size_t row;
    std::vector<std::string> others;
  };
  std::map<std::pair<std::string, std::string>, Trouble> troubles_;  // by source, and what it is
};

}  // namespace lastgood
