// The pages that tell of noncurrent versions, incomplete uploads and their parts. Pure; kMalformed says what
// was expected.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace lastgood {

// The decoders of one page each; pure.
struct VersionsPage {
  struct Entry {
    std::string key;
    std::uint64_t size = 0;
    bool current = false;
    std::optional<Time> modified;
  };
  std::vector<Entry> entries;
  bool truncated = false;
  std::string next_key, next_version;
};
Result<VersionsPage> DecodeVersionsPage(std::string body);

struct UploadsPage {
  struct Entry {
    std::string key, id;
  };
  std::vector<Entry> entries;
  bool truncated = false;
  std::string next_key, next_id;
};
Result<UploadsPage> DecodeUploadsPage(std::string body);

struct PartsPage {
  std::uint64_t bytes = 0;
  bool truncated = false;
  std::uint64_t next_part = 0;
};
Result<PartsPage> DecodePartsPage(std::string body);

}  // namespace lastgood
