// What a Kubernetes collector remembers of one kind between its passes. A kind that cannot be read keeps its
// former rows while others move on, and so does a single object; a kind that was there and is gone is a
// failure. Rows are replaced when a reading is complete, never before. Not thread-safe.
//
// A Row has `ObjectId id` (filled in here), moves, and has `template <typename F> void EachSymbol(F)`
// when it holds Symbols.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "collectors/shared/row.h"
#include "collectors/shared/symbols.h"
#include "net/kube/source.h"
#include "net/objects/reading.h"

namespace lastgood {

template <typename Row>
struct Table {
  std::vector<Row> rows;
  Symbols symbols;
  std::vector<Problem> unreadable;  // objects of the last reading of which no row is known, not even a former
  ReadState state = ReadState::kUnread;  // kRead or kPart once it was read, whatever happens later
  std::optional<Time> read;              // the last complete reading
  std::string unread;                    // in words, why it was never read: "no Backup is in the dump"
  std::size_t sorted = 0;   // so many of the first rows are, by id: once single ones have changed
  std::size_t changes = 0;  // since the symbols were made

  bool Known() const { return state == ReadState::kRead || state == ReadState::kPart; }
  // Whether what has no row does not exist. In part, it may be elsewhere.
  bool Complete() const { return state == ReadState::kRead; }
};

// Reduces one object to a row. False: nothing of it is worth a row. A Status that is not ok, also one of
// `fields`, leaves the former row in force.
template <typename Row>
using Decode = Result<bool> (*)(const Fields& fields, Symbols& symbols, Row& row);

// What a whole pass has to tell beside the rows.
struct TableReport {
  std::vector<Error> failures;
  std::vector<Problem> problems;
  bool not_in_dump = false;  // a kind is not in the dump
  bool in_part = false;      // a kind was read in part
  // Labels of the kinds that were wanted: those that are known, and those that never were, of which none
  // came.
  std::vector<std::string> kinds, blind;

  void Add(TableReport other) {
    for (Error& failure : other.failures)  // what fails for every kind alike is told once
      if (std::find(failures.begin(), failures.end(), failure) == failures.end())
        failures.push_back(std::move(failure));
    std::move(other.problems.begin(), other.problems.end(), std::back_inserter(problems));
    not_in_dump = not_in_dump || other.not_in_dump;
    in_part = in_part || other.in_part;
    std::move(other.kinds.begin(), other.kinds.end(), std::back_inserter(kinds));
    std::move(other.blind.begin(), other.blind.end(), std::back_inserter(blind));
  }
};

// The part of Table that does not depend on the row.
struct TableStatus {
  std::string_view label;  // "Backups"
  ReadState& state;
  std::optional<Time>& read;
  std::string& unread;
};

// Books an outcome that is not a complete reading: former rows stay. True when it was a complete one.
bool BookOutcome(const Result<ReadOutcome>& outcome, const Resource& resource, TableStatus status, Time now,
                 TableReport& report);

// One kind to be read. `finish` is called with the outcome of `reading`, each time that it was read.
struct TableRead {
  Reading reading;
  std::function<void(Result<ReadOutcome>, Time now, TableReport& report)> finish;
  // Of single objects, after a complete reading: one was added or modified, one is gone, one cannot be read.
  std::function<Status(const Fields&)> change = {};
  std::function<void(std::string_view namespace_, std::string_view name)> remove = {};
  std::function<void(const std::vector<Problem>& problems)> doubt = {};  // all that cannot be read now
  std::function<void(Time, TableReport& report)> prove = {};             // the rows are whole up to then
};

// Reads all of them with one call of the source.
TableReport ReadTables(KubeSource& source, std::vector<TableRead> reads, const Deadline& deadline, Time now,
                       const std::function<void(std::string_view, std::size_t)>& progress);

namespace table_internal {

template <typename Row>
struct Fresh {
  std::vector<Row> rows;
  Symbols symbols;
};

template <typename Row>
void Keep(Row row, const Symbols& from, Fresh<Row>& into) {
  if constexpr (requires { row.EachSymbol([](Symbol&) {}); })
    row.EachSymbol([&](Symbol& symbol) { symbol = into.symbols.Add(from.Text(symbol)); });
  into.rows.push_back(std::move(row));
}

template <typename Row>
std::vector<ObjectId> SortedIds(const std::vector<Row>& rows) {
  std::vector<ObjectId> ids;
  ids.reserve(rows.size());
  for (const Row& row : rows) ids.push_back(row.id);
  std::sort(ids.begin(), ids.end());
  return ids;
}

inline bool Has(const std::vector<ObjectId>& sorted, const ObjectId& id) {
  return std::binary_search(sorted.begin(), sorted.end(), id);
}

// Former rows that stay: those of objects that could not be read now; all that were not seen when an object
// without a name could not be read.
template <typename Row>
void KeepFormer(Table<Row>& table, const std::vector<Problem>& problems, Fresh<Row>& fresh) {
  std::vector<ObjectId> unreadable;
  bool any = false;
  for (const Problem& problem : problems) {
    unreadable.push_back(IdOf(problem.namespace_, problem.name));
    any = any || problem.name.empty();
  }
  std::sort(unreadable.begin(), unreadable.end());
  const std::vector<ObjectId> seen = SortedIds(fresh.rows);
  for (Row& row : table.rows)
    if (!Has(seen, row.id) && (any || Has(unreadable, row.id))) Keep(std::move(row), table.symbols, fresh);
}

template <typename Row>
std::vector<Problem> WithoutRow(const std::vector<Problem>& problems, const std::vector<Row>& rows) {
  const std::vector<ObjectId> known = SortedIds(rows);
  std::vector<Problem> without;
  for (const Problem& problem : problems)
    if (!Has(known, IdOf(problem.namespace_, problem.name))) without.push_back(problem);
  return without;
}

// A dump may hold an object twice, in two files: the last one counts.
template <typename Row>
void DropDuplicates(std::vector<Row>& rows) {
  const std::vector<ObjectId> ids = SortedIds(rows);
  if (std::adjacent_find(ids.begin(), ids.end()) == ids.end()) return;
  std::unordered_set<ObjectId> seen;
  std::reverse(rows.begin(), rows.end());
  std::erase_if(rows, [&](const Row& row) { return !seen.insert(row.id).second; });
  std::reverse(rows.begin(), rows.end());
}

// Rows that came one by one wait behind the sorted ones: to make room for each among 100,000 would cost more
// than all else about it.
template <typename Row>
void Sort(Table<Row>& table) {
  constexpr std::size_t kWaiting = 256;
  if (table.rows.size() - table.sorted <= kWaiting) return;
  const auto middle = table.rows.begin() + static_cast<std::ptrdiff_t>(table.sorted);
  std::ranges::sort(middle, table.rows.end(), {}, &Row::id);
  std::ranges::inplace_merge(table.rows, middle, {}, &Row::id);
  table.sorted = table.rows.size();
}

template <typename Row>
typename std::vector<Row>::iterator Find(Table<Row>& table, const ObjectId& id) {
  Sort(table);
  const auto middle = table.rows.begin() + static_cast<std::ptrdiff_t>(table.sorted);
  const auto place = std::ranges::lower_bound(table.rows.begin(), middle, id, {}, &Row::id);
  return place != middle && place->id == id ? place
                                            : std::ranges::find(middle, table.rows.end(), id, &Row::id);
}

// Names of rows that are gone stay among the symbols: now and then they are made anew.
template <typename Row>
void CountChange(Table<Row>& table) {
  constexpr std::size_t kWorthIt = 1000;
  if (++table.changes < kWorthIt + table.rows.size()) return;
  table.changes = 0;
  Fresh<Row> fresh;
  fresh.rows.reserve(table.rows.size());
  for (Row& row : table.rows) Keep(std::move(row), table.symbols, fresh);
  table.rows = std::move(fresh.rows);
  table.symbols = std::move(fresh.symbols);
}

template <typename Row>
void Remove(Table<Row>& table, const ObjectId& id) {
  const auto place = Find(table, id);
  if (place == table.rows.end()) return;
  if (static_cast<std::size_t>(place - table.rows.begin()) < table.sorted) --table.sorted;
  table.rows.erase(place);
}

template <typename Row>
Status Change(Table<Row>& table, Decode<Row> decode, const Fields& fields) {
  CountChange(table);
  Row row;
  const Result<bool> kept = decode(fields, table.symbols, row);
  if (!kept.ok()) return kept.error();
  LASTGOOD_RETURN_IF_ERROR(fields.status());
  row.id = IdOf(fields.Namespace(), fields.Name());
  if (!*kept) {
    Remove(table, row.id);
    return Ok();
  }
  if (const auto place = Find(table, row.id); place != table.rows.end())
    *place = std::move(row);
  else
    table.rows.push_back(std::move(row));
  return Ok();
}

}  // namespace table_internal

// `label` is what people call the kind, in the plural.
template <typename Row>
TableRead ReadInto(Table<Row>& table, const Resource& resource, std::string_view label, Decode<Row> decode) {
  using table_internal::Fresh;
  const auto fresh = std::make_shared<Fresh<Row>>();
  fresh->rows.reserve(table.rows.size());
  const auto visit = [fresh, decode](const Fields& fields) -> Status {
    Row row;
    const Result<bool> kept = decode(fields, fresh->symbols, row);
    if (!kept.ok()) return kept.error();
    LASTGOOD_RETURN_IF_ERROR(fields.status());
    row.id = IdOf(fields.Namespace(), fields.Name());
    if (*kept) fresh->rows.push_back(std::move(row));
    return Ok();
  };
  const auto finish = [fresh, &table, resource, label](Result<ReadOutcome> outcome, Time now,
                                                       TableReport& report) {
    if (!BookOutcome(outcome, resource, {label, table.state, table.read, table.unread}, now, report)) return;
    table_internal::DropDuplicates(fresh->rows);
    table.unreadable.clear();
    if (!outcome->problems.empty()) {
      table_internal::KeepFormer(table, outcome->problems, *fresh);
      table.unreadable = table_internal::WithoutRow(outcome->problems, fresh->rows);
    }
    table.rows = std::move(fresh->rows);
    table.symbols = std::move(fresh->symbols);
    table.sorted = 0;
    table.changes = 0;
    *fresh = {};
    for (Problem& problem : outcome->problems) report.problems.push_back(std::move(problem));
  };
  TableRead read{{resource, visit, [fresh] { *fresh = {}; }}, finish};
  read.change = [&table, decode](const Fields& fields) {
    return table_internal::Change(table, decode, fields);
  };
  read.remove = [&table](std::string_view namespace_, std::string_view name) {
    table_internal::Remove(table, IdOf(namespace_, name));
  };
  read.doubt = [&table](const std::vector<Problem>& problems) {
    table.unreadable = table_internal::WithoutRow(problems, table.rows);
  };
  read.prove = [&table, label](Time moment, TableReport& report) {
    table.read = moment;
    report.kinds.emplace_back(label);
  };
  return read;
}

}  // namespace lastgood
