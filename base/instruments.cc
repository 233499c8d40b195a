#include "base/instruments.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <mutex>
#include <set>

namespace lastgood {
namespace {

constexpr std::size_t kMostHosts = 100;

template <typename Builder>
auto& FamilyOf(Builder builder, const InstrumentInfo& info, prometheus::Registry& registry) {
  return builder.Name(std::string(info.name)).Help(std::string(info.help)).Register(registry);
}

const prometheus::Histogram::BucketBoundaries& Boundaries() {
  static const prometheus::Histogram::BucketBoundaries boundaries = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5,
                                                                     1,     2.5,  5,     10,   30,  60};
  return boundaries;
}

double Seconds(Duration duration) { return std::chrono::duration<double>(duration).count(); }

}  // namespace

struct Instruments::Families {
  prometheus::Registry registry;
  prometheus::Family<prometheus::Counter>& requests =
      FamilyOf(prometheus::BuildCounter(), kHttpRequests, registry);
  prometheus::Family<prometheus::Histogram>& durations =
      FamilyOf(prometheus::BuildHistogram(), kHttpRequestDuration, registry);
  prometheus::Family<prometheus::Gauge>& watches =
      FamilyOf(prometheus::BuildGauge(), kWatchStreams, registry);
  prometheus::Family<prometheus::Counter>& events =
      FamilyOf(prometheus::BuildCounter(), kWatchEvents, registry);
  prometheus::Family<prometheus::Counter>& scrapes = FamilyOf(prometheus::BuildCounter(), kScrapes, registry);
  prometheus::Family<prometheus::Histogram>& scrape_durations =
      FamilyOf(prometheus::BuildHistogram(), kScrapeDuration, registry);

  // The host, or "other" when there are too many.
  std::string Bounded(std::string_view host) {
    const std::lock_guard lock(mutex);
    std::string name(host);
    if (hosts.contains(name)) return name;
    if (hosts.size() == kMostHosts) return "other";
    hosts.insert(name);
    return name;
  }

  std::mutex mutex;
  std::set<std::string> hosts;
};

Instruments::Instruments() : families_(std::make_unique<Families>()) {}
Instruments::~Instruments() = default;

void Instruments::CountRequest(std::string_view host, std::string_view outcome) {
  Families& all = *families_;
  all.requests.Add({{"host", all.Bounded(host)}, {"outcome", std::string(outcome)}}).Increment();
}

void Instruments::TimeRequest(std::string_view host, Duration took) {
  Families& all = *families_;
  all.durations.Add({{"host", all.Bounded(host)}}, Boundaries()).Observe(Seconds(took));
}

void Instruments::CountOpenWatch(std::string_view host, int change) {
  Families& all = *families_;
  all.watches.Add({{"host", all.Bounded(host)}}).Increment(change);
}

void Instruments::CountWatchEvent(std::string_view resource, std::string_view event) {
  families_->events.Add({{"resource", std::string(resource)}, {"event", std::string(event)}}).Increment();
}

void Instruments::CountScrape(int code, Duration took) {
  families_->scrapes.Add({{"code", std::to_string(code)}}).Increment();
  families_->scrape_durations.Add({}, Boundaries()).Observe(Seconds(took));
}

std::vector<prometheus::MetricFamily> Instruments::Collect() const { return families_->registry.Collect(); }

}  // namespace lastgood
