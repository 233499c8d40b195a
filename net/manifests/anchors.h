// YAML's anchors, aliases and merge keys, as JSON text: what `&name` marks is kept, `*name` gives it back,
// and
// `<<` adds the members of mappings that are not there yet (https://yaml.org/type/merge.html), as the parser
// of kubectl does. Bounded: what all aliases of a document stand for is at most 1 MiB, so that small texts
// stay small. Values of one document; used by one thread.
#pragma once

#include <cstddef>
#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/result.h"

namespace lastgood {

class Anchors {
 public:
  void Clear();
  void Keep(std::size_t anchor, std::string_view json);
  // kMalformed for an anchor whose value is not complete (it would hold itself); kTooLarge beyond the bound.
  Result<std::string> Resolve(std::size_t anchor);

 private:
  std::unordered_map<std::size_t, std::string> values_;
  std::size_t given_ = 0;  // bytes
};

// Calls `add` with each member of `merged`, a mapping or a list of mappings, whose key is not in `keys`. The
// first mapping of a list that has a key counts. kMalformed when it is neither.
Status MergeMembers(std::string_view merged, const std::set<std::string, std::less<>>& keys,
                    const std::function<void(const std::string& key, const std::string& json)>& add);

}  // namespace lastgood
