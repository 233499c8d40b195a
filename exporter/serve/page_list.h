// The page's one list of what can be lost, and of what else backups depend on: worst first, with the reason
// and the next step; what is good, and what is left out on purpose, in a line for each namespace. Pure.
#pragma once

#include <string>

#include "exporter/serve/page_query.h"
#include "model/assess.h"

namespace lastgood {

std::string ListHtml(const Assessment& assessment, const PageQuery& query, Time now);

}  // namespace lastgood
