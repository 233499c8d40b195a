#include "collectors/s3/bucket_tally.h"

#include <utility>

namespace lastgood {

BucketTally::BucketTally(const std::vector<std::string>& prefixes, std::size_t connections,
                         Time settled_before)
    : usage(prefixes),
      blank_(prefixes),
      settled_before_(settled_before),
      shares_(connections, Share{blank_, {}}) {}

RangeVisit BucketTally::Objects() {
  return {.connections = shares_.size(),
          .open = [this](std::size_t worker, const std::string& start) -> ObjectVisitor {
            Share& share = shares_[worker];
            RepositoryFinder& found = finders_.try_emplace(start, start).first->second;
            return [this, &share, &found](const BucketObject& object) { AddObject(object, share, found); };
          },
          .restart = [this] { Restart(); }};
}

VersionsVisit BucketTally::Versions(std::vector<std::string> cuts) {
  return {.connections = shares_.size(),
          .cuts = std::move(cuts),
          .open = [this](std::size_t worker) -> HiddenVisitor {
            UsageCounter& share = shares_[worker].usage;
            return [&share](const HiddenObject& object) { share.AddNoncurrent(object.key, object.size); };
          },
          .restart = [this] { Restart(); }};
}

void BucketTally::AddObject(const BucketObject& object, Share& share, RepositoryFinder& found) const {
  share.usage.AddCurrent(object);
  found.Add(object);
  if (object.modified >= settled_before_) return;
  ++share.settled.objects;
  share.settled.bytes += object.size;
}

void BucketTally::Restart() {
  shares_.assign(shares_.size(), Share{blank_, {}});
  finders_.clear();
}

void BucketTally::Join() {
  for (const Share& share : shares_) {
    usage.Add(share.usage);
    settled.objects += share.settled.objects;
    settled.bytes += share.settled.bytes;
  }
  for (auto& [start, found] : finders_) finder.Append(std::move(found));
  Restart();
}

}  // namespace lastgood
