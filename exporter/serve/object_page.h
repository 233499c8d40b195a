// What `/object/...` shows: the story of one thing as a web page. Pure. What came from outside is escaped.
#pragma once

#include <string>

#include "exporter/story/story.h"

namespace lastgood {

struct ObjectPageLinks {
  std::string root = "../../../../";  // where the status page is, seen from here
  std::string grafana;                // its URL; "" for no link to a dashboard
};

std::string RenderObjectPage(const Story& story, Time now, const ObjectPageLinks& links);

}  // namespace lastgood
