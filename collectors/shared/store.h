// What collectors share that read backups from a bucket or folder of the config: the place, the promise (a
// schedule or a greatest age), and the object that keeps what is known while the place cannot be read. Values
// and pure functions; mistakes of the config are complained about to the reader.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/collector.h"
#include "net/http/endpoint.h"
#include "net/s3/bucket_config.h"

namespace lastgood {

// A prefix of a bucket that `buckets:` names.
struct StorePlace {
  std::string bucket;  // its key in the config
  BucketConfig config;
  std::string prefix;

  std::string Url() const;  // "s3://backups/restic-host/"
  std::optional<std::string> Endpoint() const;
  // For Collector::place.
  std::string Place() const;
  // `http` and `clock` must outlive what is opened.
  Result<Bucket> Open(const Environment& environment) const;
};

// Reads `bucket` and `prefix`. With `is_folder` a prefix ends with a slash, whether it was written or not.
StorePlace ReadStorePlace(ConfigReader& reader, const Environment& environment, bool is_folder);

// When a backup is to exist, as an entry of the config says.
struct StorePromise {
  std::string schedule, timezone;  // as written
  std::optional<Cron> cron;
  std::optional<Duration> max_age;
};

// Reads `schedule`, `timezone` and `max_age`. A time zone without a schedule is a mistake, unless
// it is of use for something else.
StorePromise ReadStorePromise(ConfigReader& reader, bool zone_is_of_use = false);

// Reads a duration of at least a second.
Duration ReadPositiveLength(ConfigReader& reader, std::string_view key, Duration otherwise);

// The collector of one entry, with `interval` (1 h) and `timeout` (30 m) from it; `collect` is still to be
// set.
Collector StoreCollector(std::string_view kind, const std::string& name, ConfigReader& entry);

// The object of an entry before anything is read, with one track: protection by the promise.
ObjectFacts StoreObject(const ObjectKey& key, std::string_view method, const StorePlace& place,
                        const StorePromise& promise);

// The schedule of an entry as a policy; none without one.
std::vector<PolicyFacts> StorePolicies(const ObjectKey& key, const StorePromise& promise, Time now);

// `blank` with what the last pass knew about the same object at the same place, whose `observed` stays; when
// nothing is known yet, `why` is what could not be read.
ObjectFacts FormerObject(const Facts& former, ObjectFacts blank, const std::string& why);

// The destinations of the last pass that are at this URL.
std::vector<DestinationFacts> FormerDestinations(const Facts& former, std::string_view url);

// After how long the bucket's own lifecycle rules delete whatever is written at a place; nullopt: they do
// not, or nobody tells. Costs a request where it is S3.
std::optional<Duration> KeptByLifecycle(const Bucket& bucket, const StorePlace& place,
                                        const Deadline& deadline);

// A time that no clock of a store may show yet: it proves nothing.
bool IsFromTheFuture(Time time, Time now);

// The command that lists a place: "aws s3 ls --recursive ..." or "ls -lR ...".
std::string ListCommand(const StorePlace& place);

}  // namespace lastgood
