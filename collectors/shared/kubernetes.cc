#include "collectors/shared/kubernetes.h"

#include <fmt/format.h>

#include "base/dns_name.h"
#include "base/time.h"
#include "model/names.h"
#include "net/objects/reading.h"

namespace lastgood {
namespace {

constexpr std::size_t kLongestReason = 1024;

// Such polls jitter by less than this.
constexpr Duration kPollGrace = std::chrono::minutes(5);
constexpr int kMissedPolls = 3;

}  // namespace

Collector KubernetesCollector(std::string_view kind, ConfigReader& section) {
  Collector collector;
  collector.kind = kind;
  collector.source = systems::kKubernetes;
  for (const auto& [key, value] :
       {std::pair("interval", &collector.interval), std::pair("timeout", &collector.timeout)}) {
    const std::optional<Duration> length = section.Length(key);
    if (length && *length < std::chrono::seconds(1))
      section.Complain(key, "must be at least 1s");
    else if (length)
      *value = *length;
  }
  return collector;
}

ObjectiveAnnotations ReadObjectiveAnnotations(const Fields& fields) {
  ObjectiveAnnotations annotations;
  if (fields.Has({"metadata", "annotations", "lastgood.dev/ignore"}))
    annotations.ignore =
        Cut(fields.String({"metadata", "annotations", "lastgood.dev/ignore"}), kLongestReason);
  if (!fields.Has({"metadata", "annotations", "lastgood.dev/max-age"})) return annotations;
  const Result<Duration> age =
      ParseDuration(fields.String({"metadata", "annotations", "lastgood.dev/max-age"}));
  if (!age.ok())
    annotations.complaint = fmt::format("annotation lastgood.dev/max-age: {}", age.error().message);
  else if (*age == Duration::zero())
    annotations.complaint = "annotation lastgood.dev/max-age: expected more than 0";
  else
    annotations.max_age = *age;
  return annotations;
}

Problem ProblemOf(const ObjectKey& key, std::string_view message) {
  return {key.kind,
          key.namespace_,
          key.name,
          {ErrorCode::kMalformed,
           fmt::format("{} {}/{}: {}", key.kind, Cut(key.namespace_, 253), Cut(key.name, 253), message)}};
}

std::string WithoutCredentials(std::string_view url) {
  url = url.substr(0, url.find_first_of("?#"));
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return std::string(url);
  const std::size_t host = scheme + 3;
  const std::string_view authority = url.substr(host, url.find('/', host) - host);
  const std::size_t at = authority.rfind('@');
  if (at == std::string_view::npos) return std::string(url);
  const bool bucket = url.starts_with("s3://") || url.starts_with("azblob://");  // Longhorn's bucket@region
  if (bucket && authority.substr(0, at).find(':') == std::string_view::npos) return std::string(url);
  return std::string(url.substr(0, host)).append(url.substr(host + at + 1));
}

std::string InspectCommand(const ObjectKey& key, std::string_view resource, std::string_view name) {
  if (!IsDnsName(key.namespace_) || (!name.empty() && !IsDnsName(name))) return "";
  if (name.empty()) return fmt::format("kubectl -n {} get {}", key.namespace_, resource);
  return fmt::format("kubectl -n {} describe {} {}", key.namespace_, resource, name);
}

std::optional<Time> CheckDeadline(const std::optional<Time>& last, const std::optional<Time>& created,
                                  Duration poll) {
  const std::optional<Time> from = last ? last : created;
  if (!from || poll == Duration::zero()) return std::nullopt;
  return *from + kMissedPolls * poll + kPollGrace;
}

}  // namespace lastgood
