// Adds up the objects of a bucket by prefix while they are listed: a few additions and comparisons for each,
// and no allocation. Not for sharing between threads.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/facts.h"
#include "net/s3/bucket_types.h"

namespace lastgood {

class UsageCounter {
 public:
  // `prefixes` do not overlap. "(other)" exists only when there are any.
  explicit UsageCounter(const std::vector<std::string>& prefixes);

  void AddCurrent(const BucketObject& object);
  void AddNoncurrent(std::string_view key, std::uint64_t bytes);
  void AddIncomplete(std::string_view key, std::uint64_t bytes);

  // What another one counted with the same prefixes.
  void Add(const UsageCounter& other);

  // From now on known, zeros included.
  void KnowNoncurrent();
  // Nothing was found where none is no proof: unknown there.
  void ForgetNoncurrent();
  void KnowIncomplete(bool proves_none);
  void ForgetIncomplete();
  // What could not be counted stays as it was.
  void KeepNoncurrent(const std::vector<PrefixFacts>& former);
  void KeepIncomplete(const std::vector<PrefixFacts>& former);

  // The whole bucket, the configured prefixes in their order, "(other)".
  const std::vector<PrefixFacts>& prefixes() const { return facts_; }
  std::uint64_t UsedBytes() const;

 private:
  // Into facts_; the whole bucket's own place when there are no prefixes.
  std::size_t PlaceOf(std::string_view key);

  void Keep(std::optional<Usage> PrefixFacts::* what, const std::vector<PrefixFacts>& former);

  struct Range {
    std::string prefix;
    std::size_t place;
  };
  std::vector<PrefixFacts> facts_;
  std::vector<Range> sorted_;  // by prefix
  std::size_t last_ = 0;       // in sorted_: keys come in order, so it is mostly the same again
};

}  // namespace lastgood
