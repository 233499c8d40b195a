#include "exporter/state/state_codec.h"

#include <algorithm>

#include "exporter/state/system_fields.h"

namespace lastgood {
namespace {

constexpr std::size_t kMostMemory = 512 * 1024 * 1024;

// A part in two texts, each with its own bounds: one that cannot be read costs no other.
struct PackedPart {
  std::string part, memory;
};

// Of whom, and what.
struct Content {
  CollectorState state;
  Facts facts;
};

}  // namespace

template <>
struct Packed<PackedPart> {
  static void Fields(auto& value, auto&& field) {
    auto& [part, memory] = value;
    field("part", part);
    field("memory", memory);
  }
};

template <>
struct Packed<Content> {
  static void Fields(auto& value, auto&& field) {
    auto& [state, facts] = value;
    field("state", state);
    field("facts", facts);
  }
};

namespace {

template <typename T>
std::string Pack(const T& value) {
  PackWriter writer;
  writer.Put(value);
  return writer.Take();
}

void NotAhead(Time& moment, Time now) { moment = std::min(moment, now); }
void NotAhead(std::optional<Time>& moment, Time now) {
  if (moment) NotAhead(*moment, now);
}

// When something was read is a moment of this machine's clock; one that lies ahead would never grow old.
void BoundReadings(FormerPart& kept, Time now) {
  NotAhead(kept.state.last_success, now);
  NotAhead(kept.state.started, now);
  for (ObjectFacts& object : kept.facts.objects) NotAhead(object.observed, now);
  for (RestoreTestFacts& test : kept.facts.restore_tests) NotAhead(test.observed, now);
  for (WorkloadFacts& workload : kept.facts.workloads) NotAhead(workload.observed, now);
  for (DestinationFacts& destination : kept.facts.destinations) NotAhead(destination.observed, now);
  for (BucketFacts& bucket : kept.facts.buckets) NotAhead(bucket.listed, now);
  for (CopyFacts& copy : kept.facts.copies) NotAhead(copy.checked, now);
  for (LogsFacts& logs : kept.facts.logs)
    for (StreamFacts& stream : logs.streams) NotAhead(stream.checked, now);
}

// False: it cannot be read.
bool Unpack(PackedPart& packed, Time now, FormerPart& kept) {
  PackReader reader(packed.part);
  Content content;
  if (!reader.Get(content) || !reader.AtEnd()) return false;
  kept.state = std::move(content.state);
  kept.facts = std::move(content.facts);
  kept.state.memory = std::move(packed.memory);
  BoundReadings(kept, now);
  return true;
}

}  // namespace

std::string PackParts(std::span<const std::shared_ptr<const Part>> parts) {
  std::vector<PackedPart> packed;
  for (const std::shared_ptr<const Part>& part : parts)
    packed.push_back({Pack(Content{part->state, part->facts}), part->state.memory});
  return Pack(packed);
}

Result<UnpackedParts> UnpackParts(std::string_view bytes, Time now) {
  PackReader reader(bytes, {.text = kMostMemory, .memory = kMostMemory});
  std::vector<PackedPart> packed;
  if (!reader.Get(packed) || !reader.AtEnd())
    return Error{ErrorCode::kMalformed, "expected the parts of a state, found something else"};
  UnpackedParts unpacked;
  for (PackedPart& one : packed) {
    FormerPart kept;
    if (Unpack(one, now, kept))
      unpacked.parts.push_back(std::move(kept));
    else
      ++unpacked.unread;
  }
  return unpacked;
}

}  // namespace lastgood
