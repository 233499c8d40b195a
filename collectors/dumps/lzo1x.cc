#include "collectors/dumps/lzo1x.h"

#include <algorithm>

namespace lastgood {
namespace {

// A stream is of instructions: copy literals that follow, or a match, a stretch of what was written before.
class Lzo1x {
 public:
  Lzo1x(std::string_view packed, std::size_t size) : packed_(packed), size_(size) { text_.reserve(size); }

  std::optional<std::string> Text() {
    if (!Begin()) return std::nullopt;
    while (!ended_)
      if (!Step(Byte())) return std::nullopt;
    if (failed_ || at_ != packed_.size() || text_.size() != size_) return std::nullopt;
    return std::move(text_);
  }

 private:
  // The mark of the end: a long match at this distance.
  static constexpr std::size_t kEnd = 16384;
  // After so many literals the next short match means something else.
  static constexpr unsigned kRun = 4;

  unsigned Byte() {
    if (at_ < packed_.size()) return static_cast<unsigned char>(packed_[at_++]);
    failed_ = true;
    return 0;
  }

  // Bits that are all zero say that the length goes on in bytes: a zero for each 255, then the rest.
  std::size_t Length(unsigned bits, unsigned most) {
    if (bits != 0) return bits;
    std::size_t length = most;
    for (unsigned byte = Byte();; byte = Byte()) {
      if (byte != 0 || failed_) return length + byte;
      length += 255;
    }
  }

  bool Literals(std::size_t count) {
    if (failed_ || count > packed_.size() - at_ || count > size_ - text_.size()) return false;
    text_ += packed_.substr(at_, count);
    at_ += count;
    return true;
  }

  // A match, then the 0 to 3 literals that `bits` ends with.
  bool Match(std::size_t distance, std::size_t length, unsigned bits) {
    if (failed_ || distance > text_.size() || length > size_ - text_.size()) return false;
    if (distance >= length) {
      text_.append(text_, text_.size() - distance, length);
    } else {  // It reaches into what it writes.
      for (; length > 0; --length) text_ += text_[text_.size() - distance];
    }
    literals_ = bits & 3;
    return Literals(literals_);
  }

  // The first byte may begin with literals.
  bool Begin() {
    if (packed_.empty() || static_cast<unsigned char>(packed_[0]) <= 17) return true;
    const unsigned count = Byte() - 17;
    literals_ = std::min(count, kRun);
    return Literals(count);
  }

  bool Step(unsigned code) {
    if (failed_) return false;
    if (code >= 64) {
      const std::size_t length = code >= 128 ? 5 + (code >> 5 & 3) : 3 + (code >> 5 & 1);
      return Match((std::size_t{Byte()} << 3) + (code >> 2 & 7) + 1, length, code);
    }
    if (code >= 32) return Far(2 + Length(code & 31, 31), 1);
    if (code >= 16) return Far(2 + Length(code & 7, 7), kEnd + (std::size_t{code & 8} << 11));
    return Short(code);
  }

  bool Far(std::size_t length, std::size_t beyond) {
    const unsigned low = Byte(), bits = Byte() << 8 | low;
    const std::size_t distance = beyond + (bits >> 2);
    if (distance != kEnd || beyond == 1) return Match(distance, length, bits);
    ended_ = true;
    return !failed_;
  }

  bool Short(unsigned code) {
    if (literals_ == 0) {
      const std::size_t count = 3 + Length(code, 15);
      literals_ = kRun;
      return Literals(count);
    }
    const std::size_t distance = (std::size_t{Byte()} << 2) + (code >> 2) + 1;
    return literals_ == kRun ? Match(distance + 2048, 3, code) : Match(distance, 2, code);
  }

  const std::string_view packed_;
  const std::size_t size_;
  std::size_t at_ = 0;
  std::string text_;
  unsigned literals_ = 0;  // of the last instruction, kRun for so many or more
  bool ended_ = false, failed_ = false;
};

}  // namespace

std::optional<std::string> UnpackLzo1x(std::string_view packed, std::size_t size) {
  return Lzo1x(packed, size).Text();
}

}  // namespace lastgood
