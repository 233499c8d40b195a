// Reads parts of the objects of a store, within a number of requests, and gives up a store that does not
// answer. A short answer is an error: what is judged is then not what was listed. Errors: those of ReadPart,
// kTooLarge when nothing more may be read, kTruncated. Not for sharing between threads.
#pragma once

#include <cstdint>
#include <string>

#include "proof/proof.h"

namespace lastgood::proof::barman {

class Reader {
 public:
  Reader(const ReadPart& read, std::uint64_t requests) : read_(read), left_(read ? requests : 0) {}

  Result<std::string> Part(const std::string& key, std::uint64_t offset, std::uint64_t length);
  // The first or the last `most` bytes, or all of a smaller object of `size` bytes.
  Result<std::string> Head(const std::string& key, std::uint64_t size, std::uint64_t most);
  Result<std::string> Tail(const std::string& key, std::uint64_t size, std::uint64_t most);

  // Nothing more is read: what is left could not be looked at.
  bool IsSpent() const { return left_ == 0 || failed_ >= kMostFailures; }
  // The last error of the requests; "" when none failed.
  const std::string& failure() const { return failure_; }

 private:
  static constexpr int kMostFailures = 16;  // one after the other

  const ReadPart& read_;
  std::uint64_t left_;
  int failed_ = 0;
  std::string failure_;
};

}  // namespace lastgood::proof::barman
