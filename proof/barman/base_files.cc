#include "proof/barman/base_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/time.h"

namespace lastgood::proof::barman {
namespace {

struct TarName {
  std::string_view stem;
  std::uint32_t number = 0;
  Packing packing = Packing::kPlain;
};

std::string FileName(std::string_view stem, std::uint32_t number, Packing packing) {
  return fmt::format("{}{}.tar{}", stem, number == 0 ? "" : fmt::format("_{:04}", number),
                     ExtensionOf(packing));
}

bool IsDigits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// "data.tar", "16390_0001.tar.gz"
std::optional<TarName> ParseTarName(std::string_view file) {
  PackedName name = WithoutExtension(file);
  // barman-cloud packs tars in fewer ways than WAL, and does not find those of others.
  if (name.packing == Packing::kXz || name.packing == Packing::kZstd) return std::nullopt;
  if (!name.name.ends_with(".tar")) return std::nullopt;
  name.name.remove_suffix(4);
  TarName tar{name.name, 0, name.packing};
  if (const std::size_t bar = name.name.find('_'); bar != std::string_view::npos) {
    const std::string_view digits = name.name.substr(bar + 1);
    if (!IsDigits(digits) || digits.size() < 4 || digits.size() > 8) return std::nullopt;
    std::from_chars(digits.data(), digits.data() + digits.size(), tar.number);
    if (tar.number == 0) return std::nullopt;
    tar.stem = name.name.substr(0, bar);
  }
  constexpr std::size_t kMostOidDigits = 10;
  const bool is_tablespace = IsDigits(tar.stem) && tar.stem.size() <= kMostOidDigits;
  // "data_00001.tar" would be a second number one.
  if (FileName(tar.stem, tar.number, tar.packing) != file) return std::nullopt;
  return tar.stem == "data" || is_tablespace ? std::optional(tar) : std::nullopt;
}

}  // namespace

std::uint64_t TarSet::Bytes() const {
  std::uint64_t bytes = 0;
  for (const TarPart& part : parts) bytes += part.size;
  return bytes;
}

const TarPart& TarSet::Last() const { return *std::ranges::max_element(parts, {}, &TarPart::number); }

std::string TarSet::NameOf(const TarPart& part) const { return FileName(stem, part.number, packing); }

std::string WhatTarsLack(const TarSet& set) {
  std::vector<TarPart> parts = set.parts;
  std::ranges::sort(parts, {}, &TarPart::number);
  for (std::uint32_t i = 0; i < parts.size(); ++i) {
    if (parts[i].number > i) return fmt::format("{} is missing", set.NameOf({i, 0}));
    if (parts[i].size == 0) return fmt::format("{} is empty", set.NameOf(parts[i]));
  }
  return "";
}

const TarSet* BaseFiles::Find(std::string_view stem) const {
  const auto found = std::ranges::find(sets, stem, &TarSet::stem);
  return found == sets.end() ? nullptr : &*found;
}

// The newest come last, and are what matters.
BaseFiles* BaseListing::Base(std::string_view id) {
  if (const auto found = bases_.find(id); found != bases_.end()) return &found->second;
  if (bases_.size() == kMostBases) {
    ++dropped_;
    if (id < bases_.begin()->first) return nullptr;
    for (const TarSet& set : bases_.begin()->second.sets) parts_ -= set.parts.size();
    bases_.erase(bases_.begin());
  }
  BaseFiles& base = bases_[std::string(id)];
  base.id = id;
  return &base;
}

void BaseListing::Add(std::string_view id, std::string_view file, const BucketObject& object) {
  BaseFiles* const base = Base(id);
  if (base == nullptr) return;
  base->newest = std::max(base->newest, object.modified);
  if (file == "backup.info") {
    base->info_size = object.size;
    base->info_modified = object.modified;
  } else if (file == "annotations/keep") {
    base->keep = object.key;
  } else if (file == "backup_label") {
    base->label_file = true;
  } else if (file != "annotations/") {
    AddTar(*base, file, object.size);
  }
}

void BaseListing::AddTar(BaseFiles& base, std::string_view file, std::uint64_t size) {
  const std::optional<TarName> name = ParseTarName(file);
  TarSet* set = nullptr;
  for (TarSet& known : base.sets)
    if (name && known.stem == name->stem) set = &known;
  if (!name) {
    base.unknown = Cut(file);
    return;
  }
  if (set != nullptr && set->packing != name->packing) {
    base.mixed = Cut(file);
    return;
  }
  if (parts_ == kMostParts || (set == nullptr && base.sets.size() == kMostSets)) {
    base.too_many = true;
    return;
  }
  ++parts_;
  if (set == nullptr) set = &base.sets.emplace_back(std::string(name->stem), name->packing);
  set->parts.push_back({name->number, size});
}

}  // namespace lastgood::proof::barman
