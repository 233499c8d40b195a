#include "proof/barman/layout.h"

#include <algorithm>

#include "proof/barman/wal_name.h"

namespace lastgood::proof::barman {
namespace {

constexpr std::size_t kMostKey = 1024;  // what S3 allows
constexpr std::string_view kBase = "base/", kWals = "wals/";

// `below`: what follows "base/".
std::optional<KeyPlace> PlaceInBase(std::string_view below) {
  const std::size_t slash = below.find('/');
  if (slash == std::string_view::npos || slash + 1 == below.size()) return std::nullopt;
  if (!IsBackupId(below.substr(0, slash))) return std::nullopt;
  return KeyPlace{{}, Area::kBase, below.substr(0, slash), below.substr(slash + 1)};
}

std::optional<KeyPlace> PlaceInWals(std::string_view below) {
  if (!ParseWalKey(below)) return std::nullopt;
  return KeyPlace{{}, Area::kWals, {}, below};
}

}  // namespace

bool IsBackupId(std::string_view text) {
  constexpr std::size_t kLength = 15, kT = 8;
  if (text.size() != kLength || text[kT] != 'T') return false;
  return std::ranges::count_if(text, [](char c) { return c >= '0' && c <= '9'; }) == kLength - 1;
}

std::optional<KeyPlace> PlaceOf(std::string_view key) {
  if (key.size() > kMostKey) return std::nullopt;
  for (std::size_t at = 0;;) {
    const std::string_view here = key.substr(at);
    std::optional<KeyPlace> place;
    if (here.starts_with(kBase)) place = PlaceInBase(here.substr(kBase.size()));
    if (here.starts_with(kWals)) place = PlaceInWals(here.substr(kWals.size()));
    if (place) {
      place->root = key.substr(0, at == 0 ? 0 : at - 1);
      return place;
    }
    const std::size_t slash = key.find('/', at);
    if (slash == std::string_view::npos) return std::nullopt;
    at = slash + 1;
  }
}

}  // namespace lastgood::proof::barman
