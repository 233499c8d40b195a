#include "exporter/story/place_story.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/outside_text.h"
#include "base/time.h"

namespace lastgood {
namespace {

class FactSink {
 public:
  explicit FactSink(Story& story) : story_(story) {}
  void Add(std::string what, const std::string& text, const std::string& note = "") {
    if (!text.empty())
      story_.facts.push_back({std::move(what), WithoutSecrets(text), std::nullopt, WithoutSecrets(note)});
  }
  void Add(std::string what, const std::optional<Time>& time, const std::string& note = "") {
    if (time) story_.facts.push_back({std::move(what), "", time, WithoutSecrets(note)});
  }

 private:
  Story& story_;
};

void Tell(const RestoreTestFacts& test, const std::optional<Time>& deadline, FactSink facts) {
  facts.Add("Last good restore", test.last_success,
            test.duration ? fmt::format("took {}", FormatDuration(*test.duration)) : "");
  facts.Add("Data restored up to", test.recovered_to, test.detail);
  facts.Add("Last failure", test.last_failure, test.last_failure_message);
  facts.Add("Due again by", deadline);
  facts.Add("Untested since", test.untested_since,
            "the oldest good backup that is newer than what was restored");
}

void Tell(const PolicyFacts& policy, FactSink facts) {
  facts.Add("Schedule", policy.schedule, policy.detail);
  facts.Add("Time zone", policy.timezone);
  facts.Add("Last run", policy.last_run);
  facts.Add("Next run", policy.next_run);
  if (policy.suspended) facts.Add("Suspended", std::string(*policy.suspended ? "yes" : "no"));
}

void Tell(const DestinationFacts& destination, FactSink facts) {
  facts.Add("Where", destination.url);
  if (destination.available)
    facts.Add("Can be reached", std::string(*destination.available ? "yes" : "no"), destination.detail);
  facts.Add("Checked", destination.last_check);
  facts.Add("To be checked again by", destination.check_deadline);
  facts.Add("Maintained", destination.maintenance, destination.maintenance_detail);
  facts.Add("To be maintained again by", destination.maintenance_deadline);
}

void Tell(const BucketFacts& bucket, FactSink facts) {
  facts.Add("Where", bucket.url, bucket.endpoint.value_or(""));
  if (bucket.used_bytes)
    facts.Add("Holds", FormatSize(*bucket.used_bytes),
              bucket.limit_bytes ? fmt::format("of {}", FormatSize(*bucket.limit_bytes)) : "no limit is set");
  for (const PrefixFacts& prefix : bucket.prefixes)
    if (!prefix.prefix.empty())
      facts.Add(prefix.prefix, FormatSize(prefix.current.bytes),
                fmt::format("{} objects{}", prefix.current.objects,
                            prefix.newest ? ", the newest of " + FormatRfc3339(*prefix.newest) : ""));
  for (const auto& [feature, on] : bucket.features) facts.Add(feature, std::string(on ? "on" : "off"));
  facts.Add("Listed", bucket.listed, fmt::format("{} requests since the start", bucket.list_requests));
  facts.Add("To be listed again by", bucket.listing_deadline);
}

void Tell(const CopyFacts& copy, FactSink facts) {
  facts.Add("From", copy.from);
  facts.Add("To", copy.to);
  if (copy.missing_objects)
    facts.Add("Missing there", fmt::format("{} objects", *copy.missing_objects), copy.detail);
  facts.Add("The oldest that is missing is of", copy.oldest_missing);
  facts.Add("Must be there by", copy.deadline);
  facts.Add("Compared", copy.checked);
}

void Tell(const LogsFacts& logs, FactSink facts) {
  facts.Add("Where", logs.url, logs.detail);
  for (const StreamFacts& stream : logs.streams)
    facts.Add("Newest entry of " + stream.name, stream.newest_entry, stream.selector);
}

void Tell(const CollectorState& state, FactSink facts) {
  facts.Add("Reads", state.place);
  facts.Add("Every", FormatDuration(state.interval));
  facts.Add("Last good pass", state.last_success,
            state.duration ? fmt::format("the last took {}", FormatDuration(*state.duration)) : "");
}

class Teller {
 public:
  explicit Teller(Story& story) : story_(story), key_(story.row.key) {}

  void Tell(const Part& part) {
    switch (story_.row.subject) {
      case Subject::kRestoreTest:
        for (std::size_t i = 0; i < part.facts.restore_tests.size(); ++i)
          if (part.facts.restore_tests[i].key == key_)
            lastgood::Tell(part.facts.restore_tests[i], part.restore_test_deadlines[i], FactSink(story_));
        return;
      case Subject::kPolicy:
        return TellOf(part.facts.policies, [&](const PolicyFacts& policy) { return policy.key == key_; });
      case Subject::kDestination:
        return TellOf(part.facts.destinations, [&](const DestinationFacts& destination) {
          return destination.system == key_.system && destination.namespace_ == key_.namespace_ &&
                 destination.name == key_.name;
        });
      case Subject::kBucket:
        return TellOf(part.facts.buckets, [&](const BucketFacts& one) { return IsHere(part, one.name); });
      case Subject::kCopy:
        return TellOf(part.facts.copies, [&](const CopyFacts& one) { return IsHere(part, one.name); });
      case Subject::kLogs:
        return TellOf(part.facts.logs, [&](const LogsFacts& one) { return IsHere(part, one.name); });
      case Subject::kCollector:
        if (part.state.kind == key_.system && part.state.source == key_.name)
          lastgood::Tell(part.state, FactSink(story_));
        return;
      default:
        return;
    }
  }

 private:
  bool IsHere(const Part& part, const std::string& name) const {
    return part.state.kind == key_.system && name == key_.name;
  }
  void TellOf(const auto& all, const auto& is_it) {
    for (const auto& one : all)
      if (is_it(one)) lastgood::Tell(one, FactSink(story_));
  }

  Story& story_;
  const ObjectKey& key_;
};

}  // namespace

void AddPlace(const Snapshot& snapshot, Story& story) {
  Teller teller(story);
  for (const auto& part : snapshot.parts) teller.Tell(*part);
}

}  // namespace lastgood
