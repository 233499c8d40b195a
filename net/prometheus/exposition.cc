#include "net/prometheus/exposition.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <limits>

#include "base/time.h"

namespace lastgood {
namespace {

constexpr std::size_t kMaxLine = 64 * 1024;
constexpr std::size_t kMaxLabels = 64;
constexpr std::size_t kMaxSamples = 1'000'000;

bool IsNameStart(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':'; }
bool IsNameRest(char c) { return IsNameStart(c) || (c >= '0' && c <= '9'); }

// Takes from the front of a line. The first thing that is not as expected is kept as the mistake.
class LineReader {
 public:
  explicit LineReader(std::string_view line) : rest_(line) {}

  void SkipSpace() {
    while (!rest_.empty() && (rest_[0] == ' ' || rest_[0] == '\t')) rest_.remove_prefix(1);
  }
  bool Take(char c) {
    if (!rest_.starts_with(c)) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool AtEnd() const { return rest_.empty(); }

  bool Name(std::string_view& name, std::string_view what) {
    if (rest_.empty() || !IsNameStart(rest_[0])) return Expected(what);
    std::size_t size = 1;
    while (size < rest_.size() && IsNameRest(rest_[size])) ++size;
    name = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return true;
  }

  // A quoted value with \\, \" and \n.
  bool Quoted(std::string& value) {
    if (!Take('"')) return Expected("a quoted value");
    while (!rest_.empty() && rest_[0] != '"') {
      char c = rest_[0];
      rest_.remove_prefix(1);
      if (c == '\\') {
        if (rest_.empty()) break;
        c = rest_[0] == 'n' ? '\n' : rest_[0];
        rest_.remove_prefix(1);
      }
      value += c;
    }
    return Take('"') || Expected("a closing quote");
  }

  // What is left up to the next space.
  std::string_view Word() {
    const std::string_view word = rest_.substr(0, rest_.find_first_of(" \t"));
    rest_.remove_prefix(word.size());
    return word;
  }

  bool Expected(std::string_view what) {
    if (mistake_.empty()) mistake_ = fmt::format("expected {}, found \"{}\"", what, Cut(rest_, 40));
    return false;
  }
  const std::string& mistake() const { return mistake_; }

 private:
  std::string_view rest_;
  std::string mistake_;
};

bool ReadLabels(LineReader& line, ExpositionSample& sample) {
  if (!line.Take('{')) return true;
  while (true) {
    line.SkipSpace();
    if (line.Take('}')) return true;
    if (sample.labels.size() == kMaxLabels) return line.Expected("at most 64 labels");
    std::string_view name;
    if (!line.Name(name, "a label's name")) return false;
    line.SkipSpace();
    if (!line.Take('=')) return line.Expected("'='");
    line.SkipSpace();
    sample.labels.emplace_back(name, "");
    if (!line.Quoted(sample.labels.back().second)) return false;
    line.SkipSpace();
    if (!line.Take(',')) return line.Take('}') || line.Expected("',' or '}'");
  }
}

// As Go reads floating point numbers: decimal, hexadecimal with 0x, Inf, NaN, with a sign.
bool ReadNumber(std::string_view word, double& value) {
  const bool negative = word.starts_with('-');
  if (negative || word.starts_with('+')) word.remove_prefix(1);
  const bool hex = word.starts_with("0x") || word.starts_with("0X");
  if (hex) word.remove_prefix(2);
  if (word.empty() || word[0] == '-' || word[0] == '+') return false;
  const auto format = hex ? std::chars_format::hex : std::chars_format::general;
  const auto [stop, error] = std::from_chars(word.data(), word.data() + word.size(), value, format);
  if (error == std::errc::result_out_of_range)
    value = std::numeric_limits<double>::infinity();
  else if (error != std::errc())
    return false;
  if (negative) value = -value;
  return stop == word.data() + word.size();
}

// Milliseconds in the text format; OpenMetrics has seconds with a fraction.
bool ReadTimestamp(std::string_view word, std::optional<Time>& timestamp) {
  double value = 0;
  if (!ReadNumber(word, value) || !std::isfinite(value)) return false;
  const bool seconds = word.find('.') != std::string_view::npos;
  const double milliseconds = seconds ? value * 1000 : value;
  if (std::abs(milliseconds) > 4e14) return false;  // the year 14,000
  timestamp = Time(Duration(std::llround(milliseconds)));
  return true;
}

bool ReadSample(LineReader& line, ExpositionSample& sample) {
  if (!line.Name(sample.name, "a metric's name")) return false;
  line.SkipSpace();
  if (!ReadLabels(line, sample)) return false;
  line.SkipSpace();
  if (!ReadNumber(line.Word(), sample.value)) return line.Expected("a value");
  line.SkipSpace();
  if (line.AtEnd() || line.Take('#')) return true;  // an exemplar follows
  if (!ReadTimestamp(line.Word(), sample.timestamp)) return line.Expected("a timestamp");
  line.SkipSpace();
  return line.AtEnd() || line.Take('#') || line.Expected("the end of the line");
}

void NoteBad(std::size_t number, ErrorCode code, std::string_view mistake, ExpositionOutcome& outcome) {
  ++outcome.bad_lines;
  if (!outcome.first_error) outcome.first_error = Error{code, fmt::format("line {}: {}", number, mistake)};
}

void ReadLine(std::string_view text, std::size_t number, ExpositionOutcome& outcome,
              const std::function<void(const ExpositionSample&)>& visit) {
  if (text.size() > kMaxLine) return NoteBad(number, ErrorCode::kTooLarge, "longer than 64 KiB", outcome);
  LineReader line(text);
  line.SkipSpace();
  if (line.AtEnd() || line.Take('#')) return;
  ExpositionSample sample;
  if (!ReadSample(line, sample)) return NoteBad(number, ErrorCode::kMalformed, line.mistake(), outcome);
  ++outcome.samples;
  visit(sample);
}

}  // namespace

std::string_view ExpositionSample::Label(std::string_view label) const {
  for (const auto& [name_, value_] : labels)
    if (name_ == label) return value_;
  return {};
}

ExpositionOutcome ReadExposition(std::string_view text,
                                 const std::function<void(const ExpositionSample&)>& visit) {
  ExpositionOutcome outcome;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (outcome.samples == kMaxSamples) {
      NoteBad(number, ErrorCode::kTooLarge, "more than a million samples", outcome);
      break;
    }
    ReadLine(line, number, outcome, visit);
  }
  return outcome;
}

}  // namespace lastgood
