// What the reader of the page asked to see, as the URL says it (`/?state=risk&namespace=shop`): it works
// without scripts, and can be sent to somebody. Pure; what is not understood is passed over.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "model/assess.h"
#include "model/object_state.h"

namespace lastgood {

struct PageQuery {
  std::optional<Standing> state;
  std::string text, namespace_, system;  // "" for any; `text` is looked for in names and reasons
  std::size_t page = 1;                  // of a list that is long
};

PageQuery ReadPageQuery(std::string_view query);
// As the query says it: "risk".
std::string_view NameOf(Standing standing);
// The query that shows this, with '?'; "?" alone shows everything.
std::string ToQuery(const PageQuery& query);
// Whether it is to be shown, as far as `state` does not decide.
bool IsAskedFor(const Row& row, const PageQuery& query);

}  // namespace lastgood
