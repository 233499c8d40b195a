// Every store of a bucket or folder, found by its signature during one listing, and what of it restores. Not
// thread-safe.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "proof/barman/barman.h"
#include "proof/longhorn/longhorn.h"
#include "proof/proof.h"
#include "proof/velero/velero.h"

namespace lastgood::proof {

inline constexpr std::string_view kBarman = "barman", kLonghorn = "longhorn", kVelero = "velero";

class StoreScan {
 public:
  // Only stores of this type; "" for any.
  explicit StoreScan(std::string_view type = "") : type_(type) {}

  // Every object, in the order of the keys' bytes.
  void Add(const BucketObject& object);
  std::size_t stores() const { return count_; }

  // After the listing. Told of each store before it is looked into, so that a person sees where it is.
  using Told = std::function<void(std::string_view type, const std::string& root)>;
  std::vector<ProvenStore> Prove(const ReadPart& read, Depth depth, Time now, const Told& told = {});

 private:
  using Scan = std::variant<BarmanScan, LonghornScan, VeleroScan>;
  template <typename Kind>
  void Begin(std::string_view type, const std::optional<std::string>& root);

  std::string_view type_;
  std::map<std::string, std::vector<std::unique_ptr<Scan>>, std::less<>> scans_;  // by root
  std::size_t count_ = 0;
  std::size_t left_out_ = 0;  // stores beyond what is kept
};

}  // namespace lastgood::proof
