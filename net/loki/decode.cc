#include "net/loki/decode.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "base/outside_text.h"
#include "base/text.h"
#include "base/time.h"
#include "net/prometheus/exposition.h"

namespace lastgood {
namespace {

using nlohmann::json;

constexpr std::size_t kMaxDepth = 32;
constexpr std::size_t kMaxSeries = 10'000;
constexpr std::size_t kMaxReasons = 64;
constexpr std::size_t kMaxLabel = 256;

Error Malformed(std::string_view expected, std::string_view found) {
  return {ErrorCode::kMalformed, fmt::format("expected {}, found {}", expected, Cut(found))};
}

// A parser builds what it reads: a few megabytes of '[' would take a hundred times their size.
bool IsDeep(std::string_view text) {
  std::size_t depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted && c == '\\') ++i;
    if (c == '"') quoted = !quoted;
    if (quoted) continue;
    if ((c == '[' || c == '{') && ++depth > kMaxDepth) return true;
    if ((c == ']' || c == '}') && depth > 0) --depth;
  }
  return false;
}

// A member of an object; null when absent, or when it is none.
const json& Member(const json& value, const char* name) {
  static const json kNull;
  const auto found = value.is_object() ? value.find(name) : value.end();
  return value.is_object() && found != value.end() ? *found : kNull;
}

// The results of a query of this type.
Result<json> Results(std::string_view body, std::string_view type) {
  if (body.empty()) return Error{ErrorCode::kTruncated, "the answer is empty"};
  if (IsHtmlPage(body)) return Malformed("JSON of Loki", BodyInWords(body) + ": check `url`");
  if (IsDeep(body)) return Malformed("JSON of Loki", fmt::format("nesting deeper than {}", kMaxDepth));
  json document = json::parse(body, nullptr, /*allow_exceptions=*/false);
  if (document.is_discarded()) return Malformed("JSON of Loki", BodyInWords(body, 80));
  const json& data = Member(document, "data");
  const json& found = Member(data, "resultType");
  if (!found.is_string() || found.get_ref<const std::string&>() != type)
    return Malformed(fmt::format("data.resultType {}", type),
                     found.dump(-1, ' ', true, json::error_handler_t::replace));
  json results = Member(data, "result");
  if (results.is_null()) results = json::array();  // how Go writes an empty list
  if (!results.is_array()) return Malformed("data.result to be a list", results.type_name());
  if (results.size() > kMaxSeries)
    return Error{ErrorCode::kTooLarge,
                 fmt::format("{} series, at most {} are read", results.size(), kMaxSeries)};
  return results;
}

// Text of digits, or of a number as Go prints it.
template <typename Number>
Result<Number> ParseNumber(const json& value, std::string_view what) {
  if (!value.is_string()) return Malformed(fmt::format("{} as text", what), value.type_name());
  const std::string& text = value.get_ref<const std::string&>();
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size())
    return Malformed(what, fmt::format("\"{}\"", Cut(text)));
  return number;
}

bool IsHtml(const HttpResponse& response) {
  return response.Header("content-type").find("html") != std::string_view::npos ||
         Trim(response.body).starts_with('<');
}

// The newest of one stream's entries, which are ["<nanoseconds>", "<line>"].
Status ReadEntries(const json& values, std::optional<Time>& newest) {
  if (!values.is_array()) return Malformed("values to be a list", values.type_name());
  for (const json& entry : values) {
    if (!entry.is_array() || entry.empty()) return Malformed("an entry to be a list", entry.type_name());
    LASTGOOD_ASSIGN(const std::int64_t nanoseconds, ParseNumber<std::int64_t>(entry[0], "nanoseconds"));
    if (nanoseconds < 0) return Malformed("nanoseconds", std::to_string(nanoseconds));
    const Time at{std::chrono::floor<Duration>(std::chrono::nanoseconds(nanoseconds))};
    if (!newest || at > *newest) newest = at;
  }
  return Ok();
}

void AddDiscarded(const ExpositionSample& sample, LokiCounters& counters) {
  std::string reason = Cut(sample.Label("reason"), kMaxLabel);
  if (!counters.discarded_samples.contains(reason) && counters.discarded_samples.size() >= kMaxReasons)
    reason = "(other)";
  counters.discarded_samples[reason] += sample.value;
}

struct Explained {
  ErrorCode code;
  std::string_view advice;
};

Explained Judge(const HttpResponse& response) {
  const bool no_tenant = response.body.find("no org id") != std::string::npos;
  switch (response.status) {
    case 401:
      if (no_tenant) return {ErrorCode::kUnauthorized, "set `tenant`: this Loki has auth_enabled"};
      return {ErrorCode::kUnauthorized, "check `basic_auth` or `bearer_token_file`"};
    case 403:
      return {ErrorCode::kForbidden, "the user or the tenant lacks the right to read"};
    case 404:
      return {ErrorCode::kNotFound, "check `url`: it must lead to Loki's API"};
    case 429:
      return {ErrorCode::kThrottled, "Loki asks for fewer requests: raise `interval`, or its limits"};
    case 400:
      if (no_tenant) return {ErrorCode::kUnauthorized, "set `tenant`"};
      return {ErrorCode::kConfig, "check the selector, `look_back` and Loki's query limits"};
    default:
      if (response.status >= 500) return {ErrorCode::kUnavailable, "Loki, or a proxy before it, fails"};
      return {ErrorCode::kMalformed, "check `url`: something else answers there"};
  }
}

}  // namespace

LokiReadiness DecodeLokiReady(const HttpResponse& response) {
  const std::string text = FromOutside(Trim(response.body), 200);
  if (response.status == 200 && !IsHtml(response)) return {true, ""};
  if (response.status < 500) return {};
  if (IsHtml(response) || text.empty()) return {false, fmt::format("HTTP {}", response.status)};
  return {false, text};
}

Result<std::map<std::string, double>> DecodeLokiVolume(std::string_view body) {
  LASTGOOD_ASSIGN(const json results, Results(body, "vector"));
  std::map<std::string, double> bytes;
  for (const json& series : results) {
    const json& name = Member(Member(series, "metric"), "namespace");
    const json& value = Member(series, "value");
    if (!value.is_array() || value.size() != 2)
      return Malformed("value to be a list of two", value.type_name());
    LASTGOOD_ASSIGN(const double number, ParseNumber<double>(value[1], "a number of bytes"));
    if (name.is_string()) bytes[Cut(name.get_ref<const std::string&>(), kMaxLabel)] += number;
  }
  return bytes;
}

Result<std::optional<Time>> DecodeLokiNewest(std::string_view body) {
  // Log lines may hold any bytes; of an answer for its moments, those beyond ASCII do not matter.
  std::string ascii(body);
  std::ranges::replace_if(ascii, [](unsigned char c) { return c >= 0x80; }, '?');
  LASTGOOD_ASSIGN(const json results, Results(ascii, "streams"));
  std::optional<Time> newest;
  for (const json& stream : results) {
    LASTGOOD_RETURN_IF_ERROR(ReadEntries(Member(stream, "values"), newest));
  }
  return newest;
}

Result<LokiCounters> DecodeLokiMetrics(std::string_view text) {
  LokiCounters counters;
  const ExpositionOutcome outcome = ReadExposition(text, [&](const ExpositionSample& sample) {
    if (sample.name == "loki_distributor_bytes_received_total")
      counters.received_bytes = counters.received_bytes.value_or(0) + sample.value;
    if (sample.name == "loki_discarded_samples_total") AddDiscarded(sample, counters);
  });
  if (outcome.samples == 0)
    return Error{ErrorCode::kMalformed,
                 outcome.first_error ? "no metrics: " + outcome.first_error->message : "no metrics at all"};
  return counters;
}

Error ExplainLoki(std::string_view what, const HttpResponse& response) {
  const Explained explained = Judge(response);
  const std::string said = IsHtmlPage(response.body) ? BodyInWords(response.body)
                           : IsHtml(response)        ? "an HTML page"
                                                     : FromOutside(Trim(response.body), 200);
  return {explained.code, fmt::format("{}: HTTP {} {}: {}", what, response.status, said, explained.advice)};
}

}  // namespace lastgood
