// A snapshot: what every collector knew when its last pass ended, with the deadlines derived from it.
// Immutable once published, and shared between threads. Each collector owns one part and replaces it as a
// whole.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/coverage.h"
#include "model/derive.h"
#include "model/facts.h"

namespace lastgood {

// A single object (or file) that could not be read.
struct UnreadObject {
  std::string kind, namespace_, name;
  Error error;
};

struct CollectorState {
  std::string kind, source;
  std::string place;  // where it reads (Collector::place)
  Duration interval{};
  bool finished = false;        // at least one pass ended, or its deadline passed
  bool absent = false;          // nothing of this system is installed
  bool not_in_dump = false;     // and absent only from a dump, which need not hold everything
  bool in_part = false;         // read from manifests that need not be all
  bool tells_coverage = true;   // where it is blind, nobody knows what is covered; false of drills
  std::optional<bool> success;  // of the last pass
  std::optional<Time> started;  // when the process began to collect
  std::optional<Time> last_success;
  std::optional<Duration> duration;                            // of the last pass
  std::array<std::uint64_t, kErrorCodeNames.size()> errors{};  // since the start, by code
  std::vector<Error> failures;                                 // of the last pass
  std::vector<UnreadObject> unread;                            // of the last pass
  // What its passes leave for the next one beside the facts (Collected::kinds, Collected::memory).
  std::vector<std::string> kinds;
  std::string memory;
};

struct Part {
  CollectorState state;
  Facts facts;
  std::vector<Derived> derived;                             // one per facts.objects, in their order
  std::vector<std::optional<Time>> restore_test_deadlines;  // one per facts.restore_tests
};

struct Snapshot {
  Parts parts;                                   // in the order of the collectors
  std::shared_ptr<const Coverage> coverage;      // of these parts; null where nobody asked for it
  std::shared_ptr<const Objectives> objectives;  // that the deadlines follow from; null where nobody asked
};

// A part from what a pass returned: objects, policies and destinations sorted by name, of those that appear
// twice the last one is kept (each series may exist only once), what is dated in the future is bounded
// (model/future.h; `former` is what the part before knew), deadlines derived.
Part MakePart(CollectorState state, Facts facts, const Objectives& objectives, Time now,
              const Facts* former = nullptr);

}  // namespace lastgood
