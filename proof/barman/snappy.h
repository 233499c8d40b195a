// The framed format of snappy, as python-snappy writes it for barman-cloud: chunks of 64 KiB that stand
// alone, each with its length and a checksum, and no mark at the end. Bounded; values.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace lastgood::proof::barman {

// How much of the end of a file is wanted: the two largest chunks.
inline constexpr std::size_t kSnappyTail = 160 * 1024;

// What the last two chunks hold, of which the last may be small; nullopt when no sound one ends where the
// file does: it is cut off or damaged.
std::optional<std::string> TextAtSnappyEnd(std::string_view tail);

// A stream that comes piece by piece.
class SnappyStream {
 public:
  using Sink = std::function<void(std::string_view)>;

  // false: damaged.
  bool Add(std::string_view piece, const Sink& sink);
  // It ends with a chunk.
  bool IsWhole() const { return begun_ && kept_.empty(); }

 private:
  // Takes a chunk from the front of what is kept; false: damaged.
  bool Chunk(std::string_view chunk, const Sink& sink);

  std::string kept_;
  bool begun_ = false;
};

}  // namespace lastgood::proof::barman
