// The panels of a dashboard's JSON, those of folded rows, too.
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

namespace lastgood {

inline std::vector<nlohmann::json> PanelsOf(const nlohmann::json& dashboard) {
  std::vector<nlohmann::json> panels;
  for (const nlohmann::json& panel : dashboard["panels"]) {
    panels.push_back(panel);
    for (const nlohmann::json& folded : panel.value("panels", nlohmann::json::array()))
      panels.push_back(folded);
  }
  return panels;
}

}  // namespace lastgood
