// What a repository's own files tell, as facts.
#include "collectors/opensearch/assemble_stored.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/time.h"
#include "collectors/opensearch/assemble_api.h"
#include "collectors/opensearch/track.h"

namespace lastgood::opensearch {
namespace {

class Assembly {
 public:
  Assembly(const Plan& plan, const RepositoryListing& listing, Time now)
      : plan_(plan), listing_(listing), now_(now), reading_(BlankRepository(plan)) {
    reading_.object.observed = now;
    reading_.destination.observed = now;
    reading_.destination.last_check = now;
    reading_.destination.available = true;
    reading_.policies = StorePolicies(plan.key, plan.promise, now);
  }

  RepositoryFacts Run(const std::string& cluster_before) {
    if (listing_.empty()) {
      TellMissing(reading_,
                  fmt::format("no snapshot repository at {}: there is no index-N, no index.latest and no "
                              "snap-*.dat; is the storage mounted, is `prefix` right?",
                              plan_.place->Url()));
      return std::move(reading_);
    }
    reading_.object.created = listing_.oldest;
    TellDamage();
    if (listing_.index) TellSnapshots();
    TellNotes(cluster_before);
    return std::move(reading_);
  }

 private:
  void Prove(const char* proof, std::string detail) {
    reading_.destination.available = false;
    reading_.destination.detail = detail;
    reading_.object.proofs.push_back({proof, false, now_, std::move(detail)});
  }

  // A cluster refuses to read, or to write, a repository like this.
  void TellDamage() {
    if (!listing_.index_damage.empty()) return Prove("content", listing_.index_damage);
    if (!listing_.generation)
      return Prove("listing",
                   listing_.latest
                       ? fmt::format("index.latest names index-{}, which is missing, as is every other "
                                     "index-N: no snapshot can be found",
                                     *listing_.latest)
                       : "there are snap-*.dat, and no index-N: no snapshot can be found");
    if (listing_.IsBehind())
      return Prove("listing",
                   fmt::format("index.latest names index-{}, which is missing; the newest is index-{}",
                               *listing_.latest, *listing_.generation));
    if (listing_.index && !listing_.index->unknown_uuid.empty())
      Prove("content",
            fmt::format("index {} is of snapshot {}, which index-{} does not list: clusters refuse to "
                        "read it; have two of them written here?",
                        Cut(listing_.index->in_index), Cut(listing_.index->unknown_uuid),
                        *listing_.generation));
  }

  // What a good snapshot lacks at the root; "" when nothing.
  std::string LackOf(const SnapshotRow& row) const {
    for (const auto& [there, kind] : {std::pair(listing_.snapshot_files.contains(row.uuid), "snap"),
                                      std::pair(listing_.metadata_files.contains(row.uuid), "meta")})
      if (!there) return fmt::format("{}-{}.dat is missing: it cannot be restored", kind, Cut(row.uuid));
    return "";
  }

  // As the index says; where that has no times, the file that is written when a snapshot ends has one.
  SnapshotRow Checked(SnapshotRow row) const {
    const auto file = listing_.snapshot_files.find(row.uuid);
    if (!row.end && file != listing_.snapshot_files.end()) row.end = file->second;
    if (row.state != SnapshotState::kSuccess) return row;
    row.why = LackOf(row);
    if (!row.why.empty()) row.state = SnapshotState::kFailed;
    return row;
  }

  void TellSnapshots() {
    std::vector<SnapshotRow> rows;
    for (const SnapshotRow& row : listing_.index->snapshots) rows.push_back(Checked(row));
    std::vector<const SnapshotRow*> all;
    for (const SnapshotRow& row : rows) all.push_back(&row);
    reading_.problems = listing_.index->problems;
    FillTrack(all, Empty::kFails, now_, reading_.object.tracks.front(), reading_.problems);
    TellNewestLack(rows);
    if (rows.empty() && reading_.object.protection == Protection::kOnDemand)
      reading_.object.protection_detail = "the repository is empty";
  }

  // The newest that the index calls good is what a person would restore.
  void TellNewestLack(const std::vector<SnapshotRow>& rows) {
    const SnapshotRow* newest = nullptr;
    for (std::size_t i = 0; i < rows.size(); ++i)
      if (listing_.index->snapshots[i].state == SnapshotState::kSuccess &&
          (newest == nullptr || rows[i].end > newest->end))
        newest = &rows[i];
    if (newest == nullptr || newest->why.empty()) return;
    reading_.object.proofs.push_back(
        {"listing", false, now_, fmt::format("snapshot {}: {}", Cut(newest->name, 200), newest->why)});
  }

  void TellNotes(const std::string& cluster_before) {
    const auto note = [&](std::string text) { reading_.object.notes.push_back(std::move(text)); };
    if (!listing_.latest_damage.empty())
      note(listing_.latest_damage + "; only read-only repositories by URL need it");
    if (listing_.index && !cluster_before.empty() && !listing_.index->cluster.empty() &&
        listing_.index->cluster != cluster_before)
      note(fmt::format("cluster {} wrote last, before it was {}: only one may write to a repository",
                       listing_.index->cluster, cluster_before));
  }

  const Plan& plan_;
  const RepositoryListing& listing_;
  const Time now_;
  RepositoryFacts reading_;
};

}  // namespace

RepositoryFacts AssembleStored(const Plan& plan, const RepositoryListing& listing,
                               const std::string& cluster_before, Time now) {
  return Assembly(plan, listing, now).Run(cluster_before);
}

}  // namespace lastgood::opensearch
