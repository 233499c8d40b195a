// What objects that could not be read leave in doubt. Of what they may belong to, nobody knows whether a
// newer backup, or another schedule, was among them: it keeps the moment up to which its backups are known,
// so that nothing is called late or missing for want of them. Pure; may be called from any thread.
#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "collectors/shared/table.h"
#include "model/facts.h"
#include "net/objects/reading.h"

namespace lastgood {

// A problem without a name (a file that was cut) concerns every object. One of a backup concerns the objects
// whose names its own begins with, as schedules call what they make; else those of its namespace; else all.
void CastDoubt(const std::vector<Problem>& problems, const Facts& former, Facts& facts);

// The one of `rows` that is called so. A namespace that is not written, on either side, may be any: kustomize
// and Flux set it; then only a single candidate is meant. Null for none.
template <typename Row>
const Row* FindNamed(const Table<Row>& table, std::string_view namespace_, std::string_view name) {
  const Row* loose = nullptr;
  std::size_t several = 0;
  for (const Row& row : table.rows) {
    if (row.name != name) continue;
    if (row.namespace_ == namespace_) return &row;
    if (table.Complete() || (!row.namespace_.empty() && !namespace_.empty())) continue;
    loose = &row;
    ++several;
  }
  return several == 1 ? loose : nullptr;
}

// Why a row that is named is not there: "ObjectStore shop/store does not exist", "... is not among these
// files", or in which namespace there is one.
template <typename Row>
std::string WhyNotFound(const Table<Row>& table, std::string_view kind, std::string_view namespace_,
                        std::string_view name) {
  for (const Row& row : table.rows)
    if (row.name == name && row.namespace_ != namespace_ && !row.namespace_.empty())
      return fmt::format("{} {} is in namespace {}, not in {}", kind, Cut(name, 253), Cut(row.namespace_),
                         Cut(namespace_));
  return fmt::format("{} {}{}{} {}", kind, Cut(namespace_), namespace_.empty() ? "" : "/", Cut(name, 253),
                     table.Complete() ? "does not exist" : "is not among these files");
}

}  // namespace lastgood
