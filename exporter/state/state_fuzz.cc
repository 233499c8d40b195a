// Any bytes as the content of the state file, and as the facts of one part of it: what is read can be written
// and read again, and comes out the same.
// Subject: exporter/state/ base/pack
#include <cstddef>
#include <cstdint>
#include <string>

#include "exporter/state/state_codec.h"
#include "exporter/state/system_fields.h"

namespace {

using namespace lastgood;

template <typename T>
std::string Pack(const T& value) {
  PackWriter writer;
  writer.Put(value);
  return writer.Take();
}

void CheckFacts(std::string_view bytes) {
  Facts facts, again;
  PackReader reader(bytes, {.memory = 64 * 1024 * 1024});
  if (!reader.Get(facts)) return;
  const std::string packed = Pack(facts);
  PackReader second(packed);
  if (!second.Get(again) || !second.AtEnd() || Pack(again) != packed) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const Time now(std::chrono::seconds(1'790'000'000));
  CheckFacts(bytes);
  const Result<UnpackedParts> unpacked = UnpackParts(bytes, now);
  if (!unpacked.ok()) return 0;
  std::vector<std::shared_ptr<const Part>> parts;
  for (const FormerPart& part : unpacked->parts)
    parts.push_back(std::make_shared<const Part>(Part{part.state, part.facts, {}, {}}));
  const Result<UnpackedParts> again = UnpackParts(PackParts(parts), now);
  if (!again.ok() || again->unread != 0 || again->parts.size() != parts.size()) __builtin_trap();
  return 0;
}
