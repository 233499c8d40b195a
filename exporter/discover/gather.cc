#include "exporter/discover/gather.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/destination.h"
#include "collectors/shared/kubernetes.h"
#include "net/s3/url.h"

namespace lastgood {
namespace {

constexpr std::size_t kMostBuckets = 1000;
constexpr std::size_t kMostStores = 10'000;

bool IsSame(const SecretRef& a, const SecretRef& b) {
  return a.namespace_ == b.namespace_ && a.name == b.name && a.access_key == b.access_key;
}

void Join(const FoundBucket& from, FoundBucket& to) {
  to.used_by.insert(from.used_by.begin(), from.used_by.end());
  to.remarks.insert(from.remarks.begin(), from.remarks.end());
  to.prefixes.insert(from.prefixes.begin(), from.prefixes.end());
  if (to.region.empty()) to.region = from.region;
  if (!to.path_style) to.path_style = from.path_style;
  to.insecure_skip_verify = to.insecure_skip_verify || from.insecure_skip_verify;
  if (!to.secret) {
    to.secret = from.secret;
  } else if (from.secret && !IsSame(*to.secret, *from.secret)) {
    to.remarks.insert("also reached with " + NameOf(*from.secret));
  }
}

// "restic/" of "restic", and "" of the whole bucket.
std::string AsFolder(std::string prefix) {
  if (!prefix.empty() && !prefix.ends_with('/')) prefix += '/';
  return prefix;
}

}  // namespace

void BucketGatherer::Add(std::string_view destination, FoundBucket bucket) {
  const Result<S3Location> location = ParseS3Url(destination);
  if (!location.ok()) {
    found_.remarks.push_back(
        fmt::format("{}: {} is no S3 bucket, and cannot be listed", who_, WithoutCredentials(destination)));
    return;
  }
  bucket.url = "s3://" + location->bucket;
  bucket.prefixes.insert(AsFolder(location->base));
  bucket.used_by.insert(who_);
  for (FoundBucket& known : found_.buckets)
    if (known.url == bucket.url && IsSameService(known.endpoint, bucket.endpoint)) return Join(bucket, known);
  if (found_.buckets.size() < kMostBuckets) found_.buckets.push_back(std::move(bucket));
}

void BucketGatherer::AddStore(std::string_view destination, FoundBucket bucket, FoundStore store) {
  if (const Result<S3Location> location = ParseS3Url(destination); location.ok()) {
    store.bucket = "s3://" + location->bucket;
    store.prefix = AsFolder(location->base);
    store.endpoint = bucket.endpoint;
    store.found_by = who_;
    const auto same = [&](const FoundStore& known) {
      return known.bucket == store.bucket && known.prefix == store.prefix && known.section == store.section &&
             IsSameService(known.endpoint, store.endpoint);
    };
    if (std::ranges::none_of(found_.stores, same) && found_.stores.size() < kMostStores)
      found_.stores.push_back(std::move(store));
  }
  Add(destination, std::move(bucket));
}

}  // namespace lastgood
