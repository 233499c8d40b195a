#include "net/prometheus/exposition.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace lastgood {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// Every sample as "name{label=value,} value @milliseconds".
std::vector<std::string> Read(std::string_view text, ExpositionOutcome* outcome = nullptr) {
  std::vector<std::string> samples;
  const ExpositionOutcome result = ReadExposition(text, [&](const ExpositionSample& sample) {
    std::string line(sample.name);
    for (const auto& [name, value] : sample.labels) line += "," + name + "=" + value;
    line += " " + (std::isnan(sample.value) ? "nan" : std::to_string(sample.value));
    if (sample.timestamp) line += " @" + std::to_string(sample.timestamp->time_since_epoch().count());
    samples.push_back(line);
  });
  if (outcome != nullptr) *outcome = result;
  return samples;
}

TEST(ExpositionTest, SamplesAreReadAndCommentsAreNot) {
  EXPECT_THAT(
      Read("# HELP a Some help.\n# TYPE a counter\na 1\nb{x=\"y\",z=\"\"} 2.5\n\n  c  { x = \"1\" , }  3e2 \n"
           "# EOF\n"),
      ElementsAre("a 1.000000", "b,x=y,z= 2.500000", "c,x=1 300.000000"));
}

TEST(ExpositionTest, ValuesAreWrittenAsGoWritesThem) {
  EXPECT_THAT(Read("a +Inf\na -Inf\na NaN\na 1e999\na 0x1p-2\na -0\na +7"),
              ElementsAre("a inf", "a -inf", "a nan", "a inf", "a 0.250000", "a -0.000000", "a 7.000000"));
}

TEST(ExpositionTest, EscapesOfLabelsAreUndone) {
  EXPECT_THAT(Read("a{x=\"q\\\"n\\nb\\\\c,}\"} 1"), ElementsAre("a,x=q\"n\nb\\c,} 1.000000"));
}

TEST(ExpositionTest, TimestampsAreMillisecondsOrSecondsWithAFraction) {
  EXPECT_THAT(Read("a 1 1700000000000\nb 1 1700000000.250\n"),
              ElementsAre("a 1.000000 @1700000000000", "b 1.000000 @1700000000250"));
}

TEST(ExpositionTest, ExemplarsAreLeftOut) {
  EXPECT_THAT(Read("a_bucket{le=\"1\"} 3 # {trace_id=\"x\"} 0.5 1700000000.1\r\n"),
              ElementsAre("a_bucket,le=1 3.000000"));
}

TEST(ExpositionTest, ABadLineCostsNoOtherAndIsToldWithItsNumber) {
  ExpositionOutcome outcome;
  EXPECT_THAT(Read("a 1\nb{x=\"1\" 2\nc 3\nd\n", &outcome), ElementsAre("a 1.000000", "c 3.000000"));
  EXPECT_EQ(outcome.samples, 2u);
  EXPECT_EQ(outcome.bad_lines, 2u);
  EXPECT_EQ(outcome.first_error->code, ErrorCode::kMalformed);
  EXPECT_THAT(outcome.first_error->message, HasSubstr("line 2: expected ',' or '}'"));
}

TEST(ExpositionTest, EveryMalformedLineIsRefused) {
  const std::string many_labels = [] {
    std::string text = "a{";
    for (int i = 0; i < 100; ++i) text += "l" + std::to_string(i) + "=\"\",";
    return text + "} 1";
  }();
  for (const std::string& line : {std::string("1a 1"),
                                  std::string("<html>"),
                                  std::string("a"),
                                  std::string("a{"),
                                  std::string("a{x"),
                                  std::string("a{x=1} 1"),
                                  std::string("a{x=\"1} 1"),
                                  std::string("a{x=\"1\\"),
                                  std::string("a{x=\"1\",,} 1"),
                                  std::string("a{x=\"1\"}"),
                                  std::string("a one"),
                                  std::string("a 1x"),
                                  std::string("a --1"),
                                  std::string("a 1 soon"),
                                  std::string("a 1 2 3"),
                                  std::string("a 1 1e300"),
                                  std::string("a 0x"),
                                  std::string("\xff\xfe 1"),
                                  std::string("a") + std::string(70'000, 'b') + " 1",
                                  many_labels,
                                  std::string("a\0b 1", 5)}) {
    ExpositionOutcome outcome;
    EXPECT_THAT(Read(line + "\nlast 1", &outcome), ElementsAre("last 1.000000")) << line.substr(0, 100);
    EXPECT_EQ(outcome.bad_lines, 1u) << line.substr(0, 100);
    EXPECT_LT(outcome.first_error->message.size(), 200u);
  }
}

TEST(ExpositionTest, BytesThatAreNoUtf8ComeThroughInLabels) {
  EXPECT_THAT(Read("a{x=\"\xff\"} 1"), ElementsAre("a,x=\xff 1.000000"));
}

}  // namespace
}  // namespace lastgood
