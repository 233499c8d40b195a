// What was proven, as a table, JSON or Markdown. Pure; text from the store is escaped for the place where it
// stands.
#pragma once

#include <string>
#include <vector>

#include "exporter/report/text_table.h"
#include "proof/proof.h"

namespace lastgood {

// 1 when something does not restore or has a gap, 2 when nobody can tell of something or nothing was found,
// else 0.
int ExitCodeOf(const std::vector<proof::ProvenStore>& stores);
// "3 stores: 12 of 14 backups restore, 1 does not, of 1 nobody can tell."
std::string AnswerOf(const std::vector<proof::ProvenStore>& stores);

std::string RenderProofTable(const std::vector<proof::ProvenStore>& stores, Time now,
                             const TableStyle& style);
std::string RenderProofMarkdown(const std::vector<proof::ProvenStore>& stores);
// {"schema": 1, "stores": [{"type", "path", "name", "backups": [...], "gaps": [...], "notes", "unread"}]}
std::string RenderProofJson(const std::vector<proof::ProvenStore>& stores);

}  // namespace lastgood
