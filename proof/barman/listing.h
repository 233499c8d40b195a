// What a listing of one server showed, in bounded memory. A value.
#pragma once

#include <string>

#include "proof/barman/base_files.h"
#include "proof/barman/wal_path.h"
#include "proof/barman/wal_ranges.h"

namespace lastgood::proof::barman {

struct Listing {
  static constexpr std::size_t kMostHistories = 4096;

  std::string root;
  BaseListing bases;
  WalRanges wal;
  HistoryFiles histories;
  std::uint64_t strangers = 0;  // files that are none of barman's
  std::string stranger;         // one of them

  // "<root>/<rest>", or `rest` where the store is all of the bucket.
  std::string Key(std::string_view rest) const {
    return (root.empty() ? "" : root + "/") + std::string(rest);
  }
};

}  // namespace lastgood::proof::barman
