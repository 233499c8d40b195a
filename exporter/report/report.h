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

// Of docs/report.schema.json: a field may be added to it, none goes or changes its meaning.
inline constexpr int kReportSchema = 1;
std::string RenderJson(const Assessment& assessment, Time now, Level fail_on = Level::kWarning);
std::string RenderMarkdown(const Assessment& assessment, Time now);

// For a cell of a Markdown table: one line, without characters that would end the cell or start markup.
std::string MarkdownCell(std::string_view text);
// "app/pg", or "pg" without a namespace.
std::string DisplayName(const ObjectKey& key);
// "cnpg Cluster", "bucket", "collector": what kind of thing a row is about.
std::string DisplayKind(const Row& row);
// "3d 4h ago", "in 2h", "now".
std::string Relative(Time time, Time now);
// How times are written: for a person who looks now, or for a text that is kept.
enum class TimeStyle { kRelative, kExact };
// "3d 4h ago", or "2026-11-24T14:57:00Z".
std::string InWords(Time time, Time now, TimeStyle style);
// Of an object or a drill, to when it could be restored: "3h ago", "before 6h ago", "none", "unknown"; "" of
// anything else.
std::string RecoveryInWords(const Row& row, Time now, TimeStyle style = TimeStyle::kRelative);
// How that is known: "word", "restored 2d ago"; "" where there is nothing to know.
std::string KnownInWords(const Row& row, Time now, TimeStyle style = TimeStyle::kRelative);
// Whether what is to do is a command, to be copied; else it is advice, to be read.
bool IsCommand(std::string_view todo);
// Rows that a person wants to see: everything but healthy policies, destinations and collectors.
bool WorthShowing(const Row& row);

}  // namespace lastgood
