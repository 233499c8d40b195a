// Kubernetes objects for tests, written as YAML: documents between `---`, decoded without any source.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/shared/table.h"
#include "net/objects/fields.h"
#include "net/objects/reading.h"

namespace lastgood {

// Each document as Fields. Plain scalars are numbers, booleans or null as in JSON; all else is text.
void EachObject(std::string_view yaml, const std::function<void(const Fields&)>& visit);
// The same for one JSON document, which need not be what YAML can say.
void VisitJson(std::string_view json, const std::function<void(const Fields&)>& visit);

// Adds the objects of `kind` to a table that was read completely at `now`; what cannot be decoded is listed
// in `unreadable`.
template <typename Row>
void FillTable(Table<Row>& table, Decode<Row> decode, std::string_view kind, std::string_view yaml,
               Time now) {
  table.state = ReadState::kRead;
  table.read = now;
  EachObject(yaml, [&](const Fields& fields) {
    if (fields.Kind() != kind) return;
    Row row;
    const Result<bool> kept = decode(fields, table.symbols, row);
    row.id = IdOf(fields.Namespace(), fields.Name());
    const Status status = kept.ok() ? fields.status() : Status(kept.error());
    if (!status.ok())
      table.unreadable.push_back({std::string(kind), fields.Namespace(), fields.Name(), status.error()});
    else if (*kept)
      table.rows.push_back(std::move(row));
  });
}

}  // namespace lastgood
