#include "proof/stores.h"

#include <fmt/format.h>

#include <algorithm>
#include <type_traits>

namespace lastgood::proof {
namespace {

constexpr std::size_t kMostStores = 10'000;

template <typename Kind>
std::string_view NameOf() {
  if constexpr (std::is_same_v<Kind, BarmanScan>)
    return kBarman;
  else if constexpr (std::is_same_v<Kind, LonghornScan>)
    return kLonghorn;
  else
    return kVelero;
}

// A store that could not be looked into is told, so that nobody takes it for none.
ProvenStore Failed(std::string_view type, const std::string& root, const Error& error) {
  return {.type = std::string(type), .path = root, .name = root, .unread = {error.message}};
}

void Append(Result<ProvenStore> proven, std::string_view type, const std::string& root,
            std::vector<ProvenStore>& all) {
  all.push_back(proven.ok() ? *std::move(proven) : Failed(type, root, proven.error()));
}

void Append(Result<std::vector<ProvenStore>> proven, std::string_view type, const std::string& root,
            std::vector<ProvenStore>& all) {
  if (!proven.ok()) return all.push_back(Failed(type, root, proven.error()));
  for (ProvenStore& store : *proven) all.push_back(std::move(store));
}

}  // namespace

template <typename Kind>
void StoreScan::Begin(std::string_view type, const std::optional<std::string>& root) {
  if (!root || (!type_.empty() && type_ != type)) return;
  auto& here = scans_[*root];
  const auto is_kind = [](const auto& scan) { return std::holds_alternative<Kind>(*scan); };
  if (std::ranges::any_of(here, is_kind)) return;
  if (count_ >= kMostStores) {
    ++left_out_;
    return;
  }
  here.push_back(std::make_unique<Scan>(std::in_place_type<Kind>, *root));
  ++count_;
}

void StoreScan::Add(const BucketObject& object) {
  Begin<BarmanScan>(kBarman, BarmanRootOf(object.key));
  Begin<LonghornScan>(kLonghorn, LonghornRootOf(object.key));
  Begin<VeleroScan>(kVelero, VeleroRootOf(object.key));
  // Stores may lie within each other's root: each takes what is its own.
  for (std::size_t end = 0;; ++end) {
    const auto found = scans_.find(object.key.substr(0, end == 0 ? 0 : end - 1));
    if (found != scans_.end())
      for (const auto& scan : found->second) std::visit([&](auto& each) { each.Add(object); }, *scan);
    end = object.key.find('/', end);
    if (end == object.key.npos) return;
  }
}

std::vector<ProvenStore> StoreScan::Prove(const ReadPart& read, Depth depth, Time now, const Told& told) {
  std::vector<ProvenStore> all;
  for (const auto& [root, scans] : scans_)
    for (const auto& scan : scans)
      std::visit(
          [&](auto& each) {
            const std::string_view type = NameOf<std::remove_cvref_t<decltype(each)>>();
            if (told) told(type, root);
            Append(each.Prove(read, depth, now), type, root, all);
          },
          *scan);
  if (left_out_ > 0)
    all.push_back({.type = "others",
                   .unread = {fmt::format("more than {} stores: what lies after them was not looked at",
                                          kMostStores)}});
  return all;
}

}  // namespace lastgood::proof
