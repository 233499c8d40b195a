#include "exporter/story/object_story.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "base/outside_text.h"
#include "base/time.h"
#include "exporter/report/report.h"
#include "exporter/story/runs.h"
#include "model/coverage_index.h"
#include "model/protection.h"

namespace lastgood {
namespace {

class Teller {
 public:
  Teller(const FoundObject& found, const Snapshot& snapshot, Time now, Story& story)
      : part_(*found.part),
        object_(*found.object),
        derived_(*found.derived),
        snapshot_(snapshot),
        now_(now),
        story_(story),
        objectives_(snapshot.objectives ? *snapshot.objectives : kNoObjectives) {}

  void Tell() {
    TellRecovery();
    TellDeadline();
    TellProtection();
    TellRestore();
    TellSource();
    for (std::size_t i = 0; i < object_.tracks.size(); ++i)
      story_.tracks.push_back(TrackOf(object_.tracks[i], object_.tracks.size() > 1 && derived_.worst == i));
    if (!object_.inspect.empty()) story_.commands.push_back(object_.inspect);
  }

 private:
  static inline const Objectives kNoObjectives;

  void Add(std::string what, std::string text, const std::string& note = "") {
    story_.facts.push_back({std::move(what), std::move(text), std::nullopt, WithoutSecrets(note)});
  }
  void AddTime(std::string what, const std::optional<Time>& time, std::string absent,
               const std::string& note = "") {
    story_.facts.push_back({std::move(what), time ? "" : std::move(absent), time, WithoutSecrets(note)});
  }

  void TellRecovery() {
    const Row& row = story_.row;
    std::string note;
    if (derived_.worst) {
      const std::optional<Time>& start = object_.tracks[*derived_.worst].recovery_window_start;
      if (start && row.recovery_point && *start < *row.recovery_point)
        note = fmt::format("the oldest is from {}", FormatRfc3339(*start));
    }
    AddTime("Can be restored to", row.recovery_point, RecoveryInWords(row, now_), note);
    if (!row.known) return;
    Add("Known by", KnownInWords(row, now_), std::string(MeaningOf(row.known->by)));
  }

  static std::string_view MeaningOf(Evidence by) {
    switch (by) {
      case Evidence::kWord:
        return "its backup system says so; nobody looked into the store";
      case Evidence::kListing:
        return "what lies in the store speaks for it";
      case Evidence::kContent:
        return "what lies in the store was read";
      case Evidence::kRestored:
        return "a drill restored it";
    }
    return "";
  }

  // In the words of the formula (model/derive.h).
  void TellDeadline() {
    const DeadlineBasis basis = BasisOf(object_, derived_.worst, objectives_);
    std::string note;
    if (basis.max_age)
      note = fmt::format("no older than {}, by {}; from {}", FormatDuration(*basis.max_age),
                         object_.max_age ? "lastgood.dev/max-age" : "its objective", FromInWords(basis));
    else if (derived_.deadline)
      note = fmt::format("its schedule's run number {} after {}, and {} of grace", basis.tolerated + 1,
                         FromInWords(basis), FormatDuration(basis.grace));
    AddTime("Next good backup due by", derived_.deadline, "no deadline: it has no schedule and no objective",
            note);
    if (derived_.critical_deadline)
      AddTime("Critical from", derived_.critical_deadline, "",
              basis.max_age ? "half of the age more" : "one more run");
  }

  static std::string FromInWords(const DeadlineBasis& basis) {
    return basis.from ? fmt::format("{} ({})", basis.what, FormatRfc3339(*basis.from)) : "nothing";
  }

  void TellProtection() {
    if (!derived_.reason) return Add("Protection", "unknown", "what decides it was not read");
    const ProtectionInfo& info = InfoOf(*derived_.reason);
    const std::string& detail = object_.ignore ? *object_.ignore : object_.protection_detail;
    Add("Protection", std::string(info.name), detail.empty() ? std::string(info.meaning) : detail);
    if (object_.wal_archiving)
      Add("WAL archiving", *object_.wal_archiving ? "works" : "fails", object_.wal_archiving_detail);
  }

  void TellRestore() {
    const RestoreProof proof = ProofOf(object_.key, snapshot_.parts);
    AddTime("Last good restore drill", proof.restored, "never");
    if (proof.took) Add("A restore takes about", FormatDuration(*proof.took));
    for (const ProofFacts& one : object_.proofs)
      Add(fmt::format("By {}", one.proof), one.restorable ? "restorable" : "does not restore",
          fmt::format("{}{}as of {}", one.detail, one.detail.empty() ? "" : "; ",
                      FormatRfc3339(one.gathered)));
  }

  void TellSource() {
    const std::optional<Time> observed =
        object_.observed == Time() ? std::nullopt : std::optional(object_.observed);
    AddTime("Read", observed, "never",
            fmt::format("by the collector {} from {}", part_.state.kind, part_.state.source));
    if (object_.created) AddTime("Since", object_.created, "", "when it, or its policy, was made");
    for (const std::string& what : object_.unread) Add("Not read", WithoutSecrets(what));
  }

  StoryTrack TrackOf(const Track& track, bool judged) const {
    StoryTrack told;
    told.title = track.method.empty() ? "backup" : track.method;
    if (!track.destination.empty()) told.title += fmt::format(" to {}", WithoutSecrets(track.destination));
    if (judged) told.title += "; the verdict follows this one";
    told.facts = FactsOf(track, now_);
    told.runs = RunsOf(track, BasisOf(object_, derived_.worst, objectives_).grace, object_.observed);
    return told;
  }

  const Part& part_;
  const ObjectFacts& object_;
  const Derived& derived_;
  const Snapshot& snapshot_;
  const Time now_;
  Story& story_;
  const Objectives& objectives_;
};

}  // namespace

FoundObject FindObject(const Snapshot& snapshot, const ObjectKey& key) {
  for (const auto& part : snapshot.parts)
    for (std::size_t i = 0; i < part->facts.objects.size(); ++i)
      if (part->facts.objects[i].key == key) return {part.get(), &part->facts.objects[i], &part->derived[i]};
  return {};
}

void AddObject(const Snapshot& snapshot, Time now, Story& story) {
  if (story.row.subject != Subject::kObject) return;
  const FoundObject found = FindObject(snapshot, story.row.key);
  if (found.object != nullptr) Teller(found, snapshot, now, story).Tell();
}

}  // namespace lastgood
