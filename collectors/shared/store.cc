#include "collectors/shared/store.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/destination.h"
#include "base/shell.h"
#include "base/suggest.h"
#include "base/time.h"
#include "model/names.h"
#include "net/http/endpoint.h"
#include "net/s3/features.h"

namespace lastgood {
namespace {

constexpr int kRestFactor = 10;  // a pass costs the server: rest ten times as long as it took
constexpr Duration kSkew = std::chrono::hours(1);
constexpr std::string_view kFile = "file://";

std::string UnknownBucket(const std::string& bucket, const Environment& environment) {
  std::vector<std::string> names;
  for (const auto& [name, config] : environment.buckets) names.push_back(name);
  if (names.empty()) return fmt::format("there is no bucket \"{}\": `buckets` names none", Cut(bucket));
  const std::optional<std::string> nearest = Suggest(bucket, names);
  return nearest ? fmt::format("there is no bucket \"{}\", did you mean \"{}\"?", Cut(bucket), *nearest)
                 : fmt::format("there is no bucket \"{}\" under `buckets`", Cut(bucket));
}

// The objects of a store have one track.
bool IsAtOnePlace(const ObjectFacts& a, const ObjectFacts& b) {
  if (a.tracks.empty() || b.tracks.empty()) return true;
  const Track &one = a.tracks.front(), &other = b.tracks.front();
  return IsSameDestination(one.destination, other.destination) && IsSameService(one.endpoint, other.endpoint);
}

}  // namespace

std::string StorePlace::Place() const { return PlaceOf(config) + ' ' + prefix; }

std::string StorePlace::Url() const { return config.url + (config.url.ends_with('/') ? "" : "/") + prefix; }

std::optional<std::string> StorePlace::Endpoint() const { return EndpointOf(config); }

Result<Bucket> StorePlace::Open(const Environment& environment) const {
  return Bucket::Open(config, environment.http, environment.clock, environment.getenv).In("bucket " + bucket);
}

StorePlace ReadStorePlace(ConfigReader& reader, const Environment& environment, bool is_folder) {
  StorePlace place{.bucket = reader.String("bucket").value_or(""),
                   .prefix = reader.String("prefix").value_or("")};
  if (!reader.Has("bucket")) {
    reader.Complain("", "bucket is missing: a key of `buckets`");
  } else if (const auto found = environment.buckets.find(place.bucket); found != environment.buckets.end()) {
    place.config = found->second;
  } else {
    reader.Complain("bucket", UnknownBucket(place.bucket, environment));
  }
  if (place.prefix.starts_with('/')) reader.Complain("prefix", "expected a prefix without a leading slash");
  if (is_folder && !place.prefix.empty() && !place.prefix.ends_with('/')) place.prefix += '/';
  return place;
}

StorePromise ReadStorePromise(ConfigReader& reader, bool zone_is_of_use) {
  StorePromise promise{.schedule = reader.String("schedule").value_or(""),
                       .timezone = reader.String("timezone").value_or(""),
                       .max_age = reader.Length("max_age")};
  if (promise.max_age && *promise.max_age == Duration::zero())
    reader.Complain("max_age", "expected more than 0");
  if (!reader.Has("schedule")) {
    if (reader.Has("timezone") && !zone_is_of_use)
      reader.Complain("timezone", "of no use without `schedule`");
    return promise;
  }
  Result<Cron> cron = Cron::Parse(promise.schedule, CronDialect::kStandard, promise.timezone);
  if (cron.ok())
    promise.cron = *cron;
  else
    reader.Complain("schedule", cron.error().message);
  return promise;
}

Duration ReadPositiveLength(ConfigReader& reader, std::string_view key, Duration otherwise) {
  const Duration length = reader.Length(key).value_or(otherwise);
  if (length < std::chrono::seconds(1)) reader.Complain(key, "expected at least 1 s");
  return length;
}

Collector StoreCollector(std::string_view kind, const std::string& name, ConfigReader& entry) {
  Collector collector;
  collector.kind = kind;
  collector.source = name;
  collector.interval = ReadPositiveLength(entry, "interval", std::chrono::hours(1));
  collector.timeout = ReadPositiveLength(entry, "timeout", std::chrono::minutes(30));
  collector.rest_factor = kRestFactor;
  return collector;
}

ObjectFacts StoreObject(const ObjectKey& key, std::string_view method, const StorePlace& place,
                        const StorePromise& promise) {
  ObjectFacts object{.key = key, .max_age = promise.max_age, .inspect = ListCommand(place)};
  object.protection = promise.cron ? Protection::kScheduled : Protection::kOnDemand;
  Track track{.method = std::string(method), .destination = place.Url(), .endpoint = place.Endpoint()};
  if (promise.cron) {
    track.policies = {{key.system, "", kinds::kSchedule, key.name}};
    track.schedules = {*promise.cron};
  }
  object.tracks = {std::move(track)};
  return object;
}

std::vector<PolicyFacts> StorePolicies(const ObjectKey& key, const StorePromise& promise, Time now) {
  if (!promise.cron) return {};
  return {{.key = {key.system, "", kinds::kSchedule, key.name},
           .schedule = promise.schedule,
           .timezone = promise.timezone,
           .next_run = promise.cron->Next(now),
           .suspended = false,
           .valid = true}};
}

std::vector<DestinationFacts> FormerDestinations(const Facts& former, std::string_view url) {
  std::vector<DestinationFacts> destinations;
  std::ranges::copy_if(former.destinations, std::back_inserter(destinations),
                       [&](const auto& known) { return IsSameDestination(known.url, url); });
  return destinations;
}

ObjectFacts FormerObject(const Facts& former, ObjectFacts blank, const std::string& why) {
  const auto found = std::ranges::find(former.objects, blank.key, &ObjectFacts::key);
  if (found == former.objects.end() || found->observed == Time() || !IsAtOnePlace(*found, blank)) {
    blank.unread = {why};
    return blank;
  }
  ObjectFacts known = *found;
  // A reload may have changed the promise.
  known.max_age = blank.max_age;
  if (known.protection != Protection::kImpossible) known.protection = blank.protection;
  if (known.tracks.size() == 1 && blank.tracks.size() == 1) {
    known.tracks[0].policies = blank.tracks[0].policies;
    known.tracks[0].schedules = blank.tracks[0].schedules;
  }
  return known;
}

std::optional<Duration> KeptByLifecycle(const Bucket& bucket, const StorePlace& place,
                                        const Deadline& deadline) {
  S3Client* client = bucket.s3();
  if (client == nullptr) return std::nullopt;
  const std::string there = client->settings().location.base + place.prefix;
  std::optional<Duration> kept;
  for (const LifecycleRule& rule : ReadLifecycleRules(*client, deadline)) {
    const bool all = rule.tag.empty() && there.starts_with(rule.prefix);
    if (!all || !rule.expires || !rule.expires->age) continue;
    kept = std::min<Duration>(*rule.expires->age, kept.value_or(Duration::max()));
  }
  return kept;
}

bool IsFromTheFuture(Time time, Time now) { return time > now + kSkew; }

std::string ListCommand(const StorePlace& place) {
  const std::string url = place.Url();
  if (url.starts_with(kFile)) return "ls -lR " + ShellQuoted(url.substr(kFile.size()));
  const std::string endpoint =
      place.config.endpoint.empty() ? "" : " --endpoint-url " + ShellQuoted(place.config.endpoint);
  return fmt::format("aws s3 ls --recursive {}{}", ShellQuoted(url), endpoint);
}

}  // namespace lastgood
