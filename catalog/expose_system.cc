// The samples of destinations, buckets and logs.
#include "catalog/expose_system.h"

#include "base/time.h"

namespace lastgood {
namespace {

using namespace catalog;

double Seconds(Duration duration) { return static_cast<double>(duration.count()) / 1000; }

void ExposeUsage(Samples& samples, const LabelText<Labels{Label::kBucket, Label::kPrefix}>& labels,
                 std::string_view state, const std::optional<Usage>& usage) {
  if (!usage) return;
  const auto with_state = And<Label::kState>(labels, state);
  samples.Add<kBucketSize>(with_state, static_cast<double>(usage->bytes));
  samples.Add<kBucketObjects>(with_state, static_cast<double>(usage->objects));
}

void ExposePrefix(Samples& samples, const LabelText<Labels{Label::kBucket}>& bucket,
                  const PrefixFacts& prefix) {
  const auto labels = And<Label::kPrefix>(bucket, prefix.prefix);
  ExposeUsage(samples, labels, "current", prefix.current);
  ExposeUsage(samples, labels, "noncurrent", prefix.noncurrent);
  ExposeUsage(samples, labels, "incomplete", prefix.incomplete);
  if (prefix.newest) samples.Add<kBucketNewest>(labels, ToSeconds(*prefix.newest));
  if (prefix.oldest) samples.Add<kBucketOldest>(labels, ToSeconds(*prefix.oldest));
}

}  // namespace

void ExposeDestination(Samples& samples, const DestinationFacts& destination) {
  const auto labels = Written<Label::kSystem, Label::kNamespace, Label::kName>(
      destination.system, destination.namespace_, destination.name);
  samples.Add<kDestinationInfo>(And<Label::kUrl>(labels, destination.url), 1);
  if (destination.available) samples.Add<kDestinationAvailable>(labels, *destination.available);
  if (destination.last_check) samples.Add<kDestinationLastCheck>(labels, ToSeconds(*destination.last_check));
  if (destination.check_deadline)
    samples.Add<kDestinationCheckDeadline>(labels, ToSeconds(*destination.check_deadline));
  if (destination.maintenance)
    samples.Add<kDestinationMaintenance>(labels, ToSeconds(*destination.maintenance));
  if (destination.maintenance_deadline)
    samples.Add<kDestinationMaintenanceDeadline>(labels, ToSeconds(*destination.maintenance_deadline));
}

void ExposeBucket(Samples& samples, const BucketFacts& bucket) {
  const auto labels = Written<Label::kBucket>(bucket.name);
  for (const PrefixFacts& prefix : bucket.prefixes) ExposePrefix(samples, labels, prefix);
  if (bucket.used_bytes) samples.Add<kBucketUsed>(labels, static_cast<double>(*bucket.used_bytes));
  const auto counted = [&](std::string_view state, const std::optional<Time>& when) {
    if (when) samples.Add<kBucketCounted>(And<Label::kState>(labels, state), ToSeconds(*when));
  };
  counted("noncurrent", bucket.noncurrent_counted);
  counted("incomplete", bucket.incomplete_counted);
  if (bucket.listed) samples.Add<kBucketRisks>(labels, static_cast<double>(bucket.risks.size()));
  if (bucket.limit_bytes) samples.Add<kBucketLimit>(labels, static_cast<double>(*bucket.limit_bytes));
  if (bucket.listed) samples.Add<kBucketListed>(labels, ToSeconds(*bucket.listed));
  samples.Add<kBucketListingDeadline>(labels, ToSeconds(bucket.listing_deadline));
  if (bucket.list_duration) samples.Add<kBucketListDuration>(labels, Seconds(*bucket.list_duration));
  samples.Add<kBucketListRequests>(labels, static_cast<double>(bucket.list_requests));
  for (const auto& [feature, present] : bucket.features)
    samples.Add<kBucketFeature>(And<Label::kFeature>(labels, feature), present);
}

void ExposeLogs(Samples& samples, const LogsFacts& logs) {
  const auto labels = Written<Label::kLogs>(logs.name);
  if (logs.ready) samples.Add<kLogsReady>(labels, *logs.ready);
  for (const StreamFacts& stream : logs.streams) {
    const auto with_stream = And<Label::kStream>(labels, stream.name);
    if (stream.newest_entry) samples.Add<kLogsNewestEntry>(with_stream, ToSeconds(*stream.newest_entry));
    samples.Add<kLogsStreamDeadline>(with_stream, ToSeconds(stream.deadline));
    if (stream.checked) samples.Add<kLogsStreamChecked>(with_stream, ToSeconds(*stream.checked));
  }
  for (const auto& [name, bytes] : logs.window_bytes)
    samples.Add<kLogsWindowSize>(Written<Label::kLogs, Label::kNamespace>(logs.name, name), bytes);
  if (logs.window) samples.Add<kLogsWindow>(labels, Seconds(*logs.window));
  for (const auto& [target, bytes] : logs.received_bytes)
    samples.Add<kLogsReceived>(And<Label::kTarget>(labels, target), bytes);
  for (const auto& [key, count] : logs.discarded_samples)
    samples.Add<kLogsDiscarded>(And<Label::kReason>(And<Label::kTarget>(labels, key.first), key.second),
                                count);
}

void ExposeCopy(Samples& samples, const CopyFacts& copy) {
  const auto labels = Written<Label::kCopy>(copy.name);
  if (copy.missing_objects)
    samples.Add<kCopyMissingObjects>(labels, static_cast<double>(*copy.missing_objects));
  if (copy.missing_bytes) samples.Add<kCopyMissing>(labels, static_cast<double>(*copy.missing_bytes));
  if (copy.oldest_missing) samples.Add<kCopyOldestMissing>(labels, ToSeconds(*copy.oldest_missing));
  if (copy.deadline) samples.Add<kCopyDeadline>(labels, ToSeconds(*copy.deadline));
  if (copy.checked) samples.Add<kCopyChecked>(labels, ToSeconds(*copy.checked));
}

}  // namespace lastgood
