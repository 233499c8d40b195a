// The answers of Loki, decoded. Pure: bytes in, values out; kMalformed says what was expected and what was
// found, kTooLarge that a bound was passed. Labels may drift between Loki's versions: counters are added up
// by the metric's name over all labels but the one that is asked for.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "net/http/http.h"

namespace lastgood {

struct LokiReadiness {
  // nullopt: this address does not tell (a gateway that does not pass /ready on).
  std::optional<bool> ready;
  std::string detail;  // why not, in Loki's words
};
LokiReadiness DecodeLokiReady(const HttpResponse& response);

// /loki/api/v1/index/volume: bytes by the value of the label `namespace`.
Result<std::map<std::string, double>> DecodeLokiVolume(std::string_view body);

// /loki/api/v1/query_range of a log selector: when its newest entry was written; nullopt without entries.
Result<std::optional<Time>> DecodeLokiNewest(std::string_view body);

// /metrics of one instance. A family that is not there is unknown, not 0.
struct LokiCounters {
  std::optional<double> received_bytes;
  std::map<std::string, double> discarded_samples;  // by reason
};
Result<LokiCounters> DecodeLokiMetrics(std::string_view text);

// Why Loki, or what stands before it, refused: the code, and what to do.
Error ExplainLoki(std::string_view what, const HttpResponse& response);

}  // namespace lastgood
