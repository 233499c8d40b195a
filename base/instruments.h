// What lastgood measures of its own work, in prometheus-cpp's registry. Whoever makes the HTTP client
// owns them and gives them to it; they outlive both. Thread-safe; a series lives as long as the instruments,
// and no label takes more than a hundred hosts.
#pragma once

#include <prometheus/metric_family.h>

#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"

namespace lastgood {

struct InstrumentInfo {
  std::string_view name, type;
  std::string_view labels;  // as docs/metrics.md shows them
  std::string_view help;
};

inline constexpr InstrumentInfo kHttpRequests{
    "lastgood_http_requests_total", "counter", "`host`, `outcome`",
    "Requests to the servers that lastgood reads, by the status of the answer or why none came."};
inline constexpr InstrumentInfo kHttpRequestDuration{"lastgood_http_request_duration_seconds", "histogram",
                                                     "`host`",
                                                     "How long these took, but for the watches, which last."};
inline constexpr InstrumentInfo kWatchStreams{"lastgood_watch_streams", "gauge", "`host`",
                                              "Watches that are open."};
inline constexpr InstrumentInfo kWatchEvents{"lastgood_watch_events_total", "counter", "`resource`, `event`",
                                             "Events of these watches: changed, deleted, bookmark, error."};
inline constexpr InstrumentInfo kScrapes{"lastgood_scrapes_total", "counter", "`code`",
                                         "Scrapes that were answered to the end."};
inline constexpr InstrumentInfo kScrapeDuration{
    "lastgood_scrape_duration_seconds", "histogram", "none",
    "How long a scrape took, from the whole request to the last byte "
    "of the answer."};
inline constexpr auto kInstruments = std::to_array<InstrumentInfo>(
    {kHttpRequests, kHttpRequestDuration, kWatchStreams, kWatchEvents, kScrapes, kScrapeDuration});

class Instruments {
 public:
  Instruments();
  ~Instruments();
  Instruments(const Instruments&) = delete;
  Instruments& operator=(const Instruments&) = delete;

  // `outcome` is "200" or "timeout"; a watch is counted and not timed.
  void CountRequest(std::string_view host, std::string_view outcome);
  void TimeRequest(std::string_view host, Duration took);
  void CountOpenWatch(std::string_view host, int change);
  void CountWatchEvent(std::string_view resource, std::string_view event);
  void CountScrape(int code, Duration took);

  std::vector<prometheus::MetricFamily> Collect() const;

 private:
  struct Families;
  const std::unique_ptr<Families> families_;
};

}  // namespace lastgood
