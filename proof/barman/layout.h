// Where a key lies in a store of barman-cloud: "<root>/base/<backup id>/<file>" or "<root>/wals/...". Pure;
// any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace lastgood::proof::barman {

enum class Area : std::uint8_t { kBase, kWals };

// Views into the key.
struct KeyPlace {
  std::string_view root;  // without a slash at its end
  Area area = Area::kBase;
  std::string_view id;    // of the base
  std::string_view rest;  // "data.tar" of a base; "<timeline><log>/<segment>" of wals
};

// nullopt: none of barman's.
std::optional<KeyPlace> PlaceOf(std::string_view key);

// "20260820T000003"
bool IsBackupId(std::string_view text);

}  // namespace lastgood::proof::barman
