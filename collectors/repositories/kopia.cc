#include "collectors/repositories/kopia.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/time.h"

namespace lastgood {
namespace {

constexpr std::size_t kMostFormat = 256 * 1024;

std::string MissingDetail(const RepositoryPlan& plan, const KopiaListing& listing) {
  std::string detail =
      fmt::format("no kopia repository at {}: there is no kopia.repository", plan.place.Url());
  if (!listing.other_repository.empty())
    return detail + fmt::format("; one is at prefix \"{}\"", Cut(listing.other_repository, 200));
  if (listing.seen == 0) return detail + ", nor anything else; is the storage mounted, is `prefix` right?";
  return detail;
}

bool LooksBroken(const KopiaListing& listing) {
  return WhyNothingRestores(listing).has_value() || WhatIsDamaged(listing).has_value();
}

// kopia's clients maintain the repository, fully each day, while they write to it; one that nobody writes to
// any more needs none.
std::optional<Time> MaintenanceDeadline(const KopiaListing& listing) {
  constexpr Duration kLongOverdue = std::chrono::days(7);
  const std::optional<Time> from = listing.maintenance ? listing.maintenance : listing.created;
  if (!from || !listing.newest_metadata || *listing.newest_metadata < *from + kLongOverdue)
    return std::nullopt;
  return *from + kLongOverdue;
}

}  // namespace

std::string KopiaFormatDamage(std::string_view text) {
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (json.is_object() && json.contains("uniqueID")) return "";
  return "kopia.repository is damaged: expected JSON with a uniqueID; kopia cannot open the repository";
}

RepositoryReading AssembleKopia(const RepositoryPlan& plan, const KopiaListing& listing,
                                const std::string& format_damage, Time now) {
  RepositoryReading reading = BlankReading(plan, "snapshot", now);
  const std::optional<std::string> lost = WhyNothingRestores(listing);
  if (!listing.format_key && !lost) {
    TellMissing(reading, MissingDetail(plan, listing));
    return reading;
  }
  const std::optional<std::string> broken = lost ? lost : WhatIsDamaged(listing);
  if (broken) reading.object.proofs.push_back({"listing", false, now, *broken});
  if (!format_damage.empty()) reading.object.proofs.push_back({"content", false, now, format_damage});
  if (lost || !format_damage.empty()) {
    reading.destination.available = false;
    reading.destination.detail = lost ? *lost : format_damage;
  }
  reading.object.created = listing.created;
  reading.destination.maintenance = listing.maintenance;
  reading.destination.maintenance_deadline = MaintenanceDeadline(listing);
  Track& track = reading.object.tracks.front();
  track.stored = listing.packs;
  track.last_success_at_most = listing.newest_metadata;
  return reading;
}

Result<KopiaListing> KopiaRepository::List(const Pass& pass) const {
  KopiaListing listing{.prefix = plan_.place.prefix};
  const auto progress = [&](std::size_t objects) {
    if (pass.progress) pass.progress("listing repository " + plan_.key.name, objects);
  };
  LASTGOOD_RETURN_IF_ERROR(bucket_.List(
      {.prefix = plan_.place.prefix}, pass.deadline, [&](const BucketObject& object) { listing.Add(object); },
      progress));
  return listing;
}

Result<std::string> KopiaRepository::ReadFormat(const KopiaListing& listing, const Deadline& deadline) const {
  if (!listing.format_key || listing.format_size == 0) return std::string();
  const Result<std::string> text = bucket_.Get(*listing.format_key, {.most = kMostFormat}, deadline);
  if (text.ok()) return KopiaFormatDamage(*text);
  const ErrorCode code = text.error().code;
  // A right to list only is enough for the rest.
  if (code == ErrorCode::kForbidden || code == ErrorCode::kUnauthorized || code == ErrorCode::kTooLarge ||
      code == ErrorCode::kNotFound)
    return std::string();
  return text.error();
}

Result<RepositoryReading> KopiaRepository::Read(const Pass& pass) const {
  Result<KopiaListing> listing = List(pass);
  // What looks broken may only have been written while it was listed: then it is whole when listed again.
  if (listing.ok() && LooksBroken(*listing)) listing = List(pass);
  if (!listing.ok()) return std::move(listing).error();
  LASTGOOD_ASSIGN(const std::string damage, ReadFormat(*listing, pass.deadline));
  return AssembleKopia(plan_, *listing, damage, clock_.Now());
}

}  // namespace lastgood
