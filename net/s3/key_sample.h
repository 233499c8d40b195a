// Some keys of a listing, evenly spread over its objects, at most 128 of a range however long it is: they
// tell the next pass where to cut. Not for sharing between threads.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace lastgood {

class KeySample {
 public:
  // In the order of the keys' bytes.
  void Add(std::string_view key) {
    if (++since_ == stride_) Keep(key);
  }

  std::uint64_t stride() const { return stride_; }
  const std::vector<std::string>& keys() const { return keys_; }

 private:
  void Keep(std::string_view key);

  std::uint64_t stride_ = 16, since_ = 0;  // every stride-th key is kept
  std::vector<std::string> keys_;
};

// At most 1,024 keys in order, from which parts of about the same number of objects can be cut. A value.
class KeyHistogram {
 public:
  // Samples in the order of their keys.
  void Add(const KeySample& sample);

  // The keys that cut what was sampled into `parts` of the same size: one fewer, or none.
  std::vector<std::string> Cuts(std::size_t parts) const;
  std::uint64_t objects() const { return objects_; }

 private:
  void Thin();

  struct Mark {
    std::string key;
    std::uint64_t objects;  // up to this key, about
  };
  std::vector<Mark> marks_;
  std::uint64_t objects_ = 0;
};

}  // namespace lastgood
