// Whether a Cluster is protected and its WAL archived, and why not. Pure.
#pragma once

#include "collectors/cnpg/case.h"

namespace lastgood::cnpg {

// Sets protection and its detail.
void JudgeProtection(const Case& one, const CnpgTables& tables, ObjectFacts& facts);

// Sets wal_archiving and its detail.
void JudgeWalArchiving(const Case& one, ObjectFacts& facts);

}  // namespace lastgood::cnpg
