// What `check` prints and `/` shows: one Assessment as a table, JSON, Markdown or a web page. Pure.
// Everything that came from outside is escaped for the place where it stands.
#pragma once

#include <string>

#include "exporter/model/assess.h"
#include "exporter/model/snapshot.h"
#include "exporter/text_table.h"

namespace lastgood {

std::string RenderTable(const Assessment& assessment, Time now, const TableStyle& style);
std::string RenderJson(const Assessment& assessment, Time now);
std::string RenderMarkdown(const Assessment& assessment, Time now);
// A whole self-contained HTML page without scripts.
std::string RenderPage(const Assessment& assessment, const Snapshot& snapshot, Time now,
                       const std::string& version);

// "app/pg", or "pg" without a namespace.
std::string DisplayName(const ObjectKey& key);
// "cnpg Cluster", "bucket", "collector": what kind of thing a row is about.
std::string DisplayKind(const Row& row);
// "3d 4h ago", "in 2h", "now".
std::string Relative(Time time, Time now);
// Rows that a person wants to see: everything but healthy policies, destinations and collectors.
bool WorthShowing(const Row& row);

}  // namespace lastgood
