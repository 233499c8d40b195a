#include "net/manifests/anchors.h"

#include <nlohmann/json.hpp>

namespace lastgood {
namespace {

constexpr std::size_t kMostGiven = std::size_t{1} << 20;

using nlohmann::ordered_json;

Error NoMapping() {
  return {ErrorCode::kMalformed, "<<: expected a mapping, or a list of mappings, to merge"};
}

}  // namespace

void Anchors::Clear() {
  values_.clear();
  given_ = 0;
}

void Anchors::Keep(std::size_t anchor, std::string_view json) { values_[anchor] = json; }

Result<std::string> Anchors::Resolve(std::size_t anchor) {
  const auto found = values_.find(anchor);
  if (found == values_.end())
    return Error{ErrorCode::kMalformed, "an alias within the value that it stands for"};
  given_ += found->second.size();
  if (given_ > kMostGiven)
    return Error{ErrorCode::kTooLarge, "its aliases stand for more than 1 MiB: write the values out"};
  return found->second;
}

Status MergeMembers(std::string_view merged, const std::set<std::string, std::less<>>& keys,
                    const std::function<void(const std::string& key, const std::string& json)>& add) {
  ordered_json value = ordered_json::parse(merged, nullptr, false);
  if (value.is_object()) value = ordered_json::array({std::move(value)});
  if (!value.is_array()) return NoMapping();
  std::set<std::string, std::less<>> seen = keys;
  for (const ordered_json& mapping : value) {
    if (!mapping.is_object()) return NoMapping();
    for (const auto& [key, member] : mapping.items())
      if (seen.insert(key).second) add(key, member.dump());
  }
  return Ok();
}

}  // namespace lastgood
