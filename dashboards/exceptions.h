// Panels that may be empty although all is well. Values.
#pragma once

#include "dashboards/dashboard.h"

namespace lastgood {

// A panel, or one of its queries, that may be empty although all is well, and why.
struct Exception {
  std::string dashboard, panel;  // uid and title
  std::optional<std::size_t> query;
  std::string reason;

  bool IsAbout(const Dashboard& other, const PanelQuery& asked) const {
    return other.uid == dashboard && asked.panel == panel && query.value_or(asked.index) == asked.index;
  }
};

// On the demo of deploy/demo.
const std::vector<Exception>& EmptyOnTheDemo();

}  // namespace lastgood
