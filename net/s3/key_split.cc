#include "net/s3/key_split.h"

#include <algorithm>
#include <vector>

#include "base/text.h"

namespace lastgood {
namespace {

constexpr int kNoByte = 256;  // above all bytes

int ByteAt(std::string_view key, std::size_t at) {
  return at < key.size() ? static_cast<unsigned char>(key[at]) : -1;
}

// The byte in the middle of those that keys hold, above `low` and below `high`; -1 when there is none.
int MiddleByte(int low, int high, const KeyBytes& bytes) {
  std::vector<int> between;
  for (int byte = low + 1; byte < high; ++byte)
    if (bytes.test(static_cast<std::size_t>(byte))) between.push_back(byte);
  return between.empty() ? -1 : between[between.size() / 2];
}

std::string With(std::string_view start, int byte) { return std::string(start) + static_cast<char>(byte); }

// Behind everything that begins with the first `count` bytes of `key`; "" when the last of them is the
// greatest.
std::string Behind(std::string_view key, std::size_t count) {
  const int last = ByteAt(key, count - 1);
  return last < 0 || last == kNoByte - 1 ? "" : With(key.substr(0, count - 1), last + 1);
}

}  // namespace

void AddKeyBytes(std::string_view key, KeyBytes& bytes) {
  for (const char c : key) bytes.set(static_cast<unsigned char>(c));
}

std::size_t SharedBytes(std::string_view a, std::string_view b) {
  return static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
}

std::string SplitKey(std::string_view position, std::string_view end, std::size_t stable,
                     const KeyBytes& bytes) {
  const std::size_t shared = end.empty() ? 0 : SharedBytes(position, end);
  // Servers refuse what is no UTF-8.
  const auto fits = [&](std::string_view key) {
    return key > position && (end.empty() || key < end) && ToValidUtf8(key) == key;
  };
  // What all keys have in common ends somewhere: first find where, then the byte.
  if (stable > shared + 1) {
    const std::string behind = Behind(position, shared + (stable - shared + 1) / 2);
    if (fits(behind)) return behind;
  }
  const int high = end.empty() ? kNoByte : ByteAt(end, shared);
  for (std::size_t at = shared; at < std::min(position.size(), shared + 3); ++at) {
    const int middle = MiddleByte(ByteAt(position, at), at == shared ? high : kNoByte, bytes);
    if (middle < 0) continue;
    const std::string key = With(position.substr(0, at), middle);
    if (fits(key)) return key;
  }
  return "";
}

}  // namespace lastgood
