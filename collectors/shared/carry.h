// What a process before this one knew of kinds that this one could not read yet: tables are empty at the
// start, and facts that are made without a kind that was read before say less than is known. Pure.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "collectors/shared/table.h"
#include "model/facts.h"

namespace lastgood {

// The kinds that were read `before`, of which this process has read none.
std::vector<std::string> LostKinds(const TableReport& report, std::span<const std::string> before);

// With those that were read before; each once.
std::vector<std::string> KindsOf(std::vector<std::string> kinds, std::span<const std::string> before);

// A failure of its own, where no other says why they are missing.
void TellLost(const std::vector<std::string>& lost, TableReport& report);

// Gives `fresh` what it lacks: all that only `former` has, and in place of each thing of which `former` knew
// more, that, as old as it is. What is as well known now as then moves on.
void CarryOver(const Facts& former, Facts& fresh);

}  // namespace lastgood
