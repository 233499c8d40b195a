// What `check` prints and `/` shows: one Assessment as a table, JSON, Markdown or a web page. Pure.
// Everything that came from outside is escaped for the place where it stands.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "exporter/report/text_table.h"
#include "model/assess.h"
#include "model/snapshot.h"

namespace lastgood {

std::string RenderJson(const Assessment& assessment, Time now, Level fail_on = Level::kWarning);
std::string RenderMarkdown(const Assessment& assessment, Time now);

// "app/pg", or "pg" without a namespace.
std::string DisplayName(const ObjectKey& key);
// "cnpg Cluster", "bucket", "collector": what kind of thing a row is about.
std::string DisplayKind(const Row& row);
// "3d 4h ago", "in 2h", "now".
std::string Relative(Time time, Time now);
// Of an object or a drill, to when it could be restored: "3h ago", "before 6h ago", "none", "unknown"; "" of
// anything else.
std::string RecoveryInWords(const Row& row, Time now);
// How that is known: "word", "restored 2d ago"; "" where there is nothing to know.
std::string KnownInWords(const Row& row, Time now);
// Rows that a person wants to see: everything but healthy policies, destinations and collectors.
bool WorthShowing(const Row& row);

}  // namespace lastgood
