#include "collectors/repositories/kopia_listing.h"

#include <fmt/format.h>

#include <algorithm>

namespace lastgood {
namespace {

constexpr std::string_view kFormat = "kopia.repository";

bool IsHex(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// A pack's name is a letter and random hexadecimal digits, with "-s..." when a session wrote it.
bool IsPack(std::string_view name, char letter) {
  if (name.size() < 17 || name[0] != letter) return false;
  return IsHex(name.substr(1, name.find('-') == std::string_view::npos ? name.npos : name.find('-') - 1));
}

bool IsIndex(std::string_view name) {
  if (IsPack(name, 'n')) return true;
  return name.size() > 3 && name[0] == 'x' && (name[1] == 'n' || name[1] == 's' || name[1] == 'r') &&
         name[2] >= '0' && name[2] <= '9';
}

void Newer(std::optional<Time>& newest, Time time) {
  if (!newest || *newest < time) newest = time;
}

std::string_view LastPart(std::string_view path) { return path.substr(path.rfind('/') + 1); }

}  // namespace

std::optional<std::string> KopiaBlobName(std::string_view path) {
  const bool folder = path.ends_with(".f");
  if (folder) path.remove_suffix(2);
  if (!folder && path.find('/') != std::string_view::npos) return std::nullopt;
  std::string name(path);
  std::erase(name, '/');
  // ".shards", and "name.f.tmp.123" while it is being written.
  if (name.empty() || name.front() == '.' ||
      (name.find('.') != std::string::npos && !name.starts_with("kopia.")))
    return std::nullopt;
  return name;
}

void KopiaListing::Add(const BucketObject& object) {
  ++seen;
  std::string_view path = object.key;
  if (!path.starts_with(prefix)) return;
  path.remove_prefix(prefix.size());
  const std::string_view file = LastPart(path);
  if (path != file && (file == kFormat || file == "kopia.repository.f") && other_repository.empty())
    other_repository = std::string(object.key.substr(0, object.key.size() - file.size()));
  const std::optional<std::string> name = KopiaBlobName(path);
  if (!name) return;
  if (*name == kFormat) {
    format_key = std::string(object.key);
    format_size = object.size;
    created = object.modified;
  } else if (*name == "kopia.maintenance") {
    maintenance = object.modified;
  } else if (IsPack(*name, 'p') || IsPack(*name, 'q')) {
    ++packs.objects;
    packs.bytes += object.size;
    if (object.size == 0 && empty_packs++ == 0) empty_pack = std::string(object.key);
    if (name->front() == 'q') {
      ++metadata;
      Newer(newest_metadata, object.modified);
    }
  } else if (IsIndex(*name)) {
    ++(object.size == 0 ? empty_indexes : indexes);
    if (object.size == 0) empty_index = std::string(object.key);
  }
}

std::optional<std::string> WhyNothingRestores(const KopiaListing& listing) {
  const bool anything = listing.packs.objects > 0 || listing.indexes > 0;
  if (!listing.format_key && !anything) return std::nullopt;
  if (!listing.format_key) return "kopia.repository is missing: kopia cannot open the repository";
  if (listing.format_size == 0) return "kopia.repository is empty: kopia cannot open the repository";
  if (listing.metadata > 0 && listing.indexes == 0)
    return "there is metadata (q*), but no index (n*, xn*, xs*, xr*): nothing is found until "
           "`kopia index recover`";
  if (listing.metadata == 0 && listing.indexes > 0)
    return "there is an index, but no metadata (q*), where every snapshot is: they are gone";
  return std::nullopt;
}

std::optional<std::string> WhatIsDamaged(const KopiaListing& listing) {
  if (listing.empty_indexes > 0)
    return fmt::format(
        "{} of {} indexes are empty, {} for one: what they name is not found until "
        "`kopia index recover`",
        listing.empty_indexes, listing.empty_indexes + listing.indexes, listing.empty_index);
  if (listing.empty_packs == 0) return std::nullopt;
  return fmt::format("{} of {} packs are empty, {} for one: what they held is lost", listing.empty_packs,
                     listing.packs.objects, listing.empty_pack);
}

}  // namespace lastgood
