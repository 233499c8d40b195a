// What `check` prints and `/` shows: one Assessment as a table, JSON, Markdown or a web page. Pure.
// Everything that came from outside is escaped for the place where it stands.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "exporter/check/text_table.h"
#include "model/assess.h"
#include "model/snapshot.h"

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

// The service's table: what it is made of, what holds it, and what could be restored. The first column is the
// status; the others are ServiceCells.
inline constexpr std::array<std::string_view, 8> kServiceHead = {
    "Status", "Component", "Covered by", "Recovery point", "Allowed", "Restore proven", "Took", "Verdict"};
std::vector<std::string> ServiceCells(const ServiceLine& line, Time now);

}  // namespace lastgood
