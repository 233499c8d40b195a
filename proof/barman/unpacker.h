// A packed file that comes piece by piece, of any size: unpacked with the format's checksums, in bounded
// memory. collectors/dumps/packed.h wants a file as a whole. Not for sharing between threads.
#pragma once

#include <functional>
#include <string_view>

#include "proof/barman/wal_name.h"

namespace lastgood::proof::barman {

class Unpacker {
 public:
  using Sink = std::function<void(std::string_view)>;

  explicit Unpacker(Packing packing);

  // false: it does not unpack, or a checksum is wrong. Then add no more.
  bool Add(std::string_view piece, const Sink& sink) { return add_(piece, sink); }
  // Once all is added: the stream ended, and nothing follows it.
  bool IsWhole() const { return is_whole_(); }

 private:
  std::function<bool(std::string_view, const Sink&)> add_;
  std::function<bool()> is_whole_;
};

}  // namespace lastgood::proof::barman
