#include "exporter/report/junit.h"

#include <fmt/format.h>

#include <algorithm>
#include <pugixml.hpp>
#include <sstream>

#include "base/text.h"
#include "exporter/report/report.h"

namespace lastgood {
namespace {

struct Counts {
  std::size_t tests = 0, failures = 0, errors = 0;
};

void Append(pugi::xml_node test, const char* element, const Finding& finding, const std::string& sentence) {
  pugi::xml_node node = test.append_child(element);
  const std::string condition(finding.condition.text());
  if (!condition.empty()) node.append_attribute("type") = condition.c_str();
  node.append_attribute("message") = OneLine(finding.what).c_str();
  node.text() = sentence.c_str();
}

// One that may not pass stands for the test; the others are said beside it.
void AppendTest(pugi::xml_node suite, const Row& row, const GateContext& context, Counts& counts) {
  pugi::xml_node test = suite.append_child("testcase");
  test.append_attribute("name") = OneLine(DisplayName(row.key)).c_str();
  test.append_attribute("classname") = OneLine(DisplayKind(row)).c_str();
  const Place place = PlaceOf(row, context);
  ++counts.tests;
  std::string told;
  bool failed = false;
  for (const Finding& finding : row.findings) {
    const std::string sentence =
        fmt::format("{}:{}: {}", OneLine(place.file), place.line, Sentence(row, finding, context));
    const bool fails = finding.level >= context.fail_on;
    if (!failed && (fails || finding.level == Level::kUnknown)) {
      failed = true;
      Append(test, fails ? "failure" : "error", finding, sentence);
      ++(fails ? counts.failures : counts.errors);
    } else {
      told += sentence + '\n';
    }
  }
  if (!told.empty()) test.append_child("system-out").text() = told.c_str();
}

void Total(pugi::xml_node node, const Counts& counts) {
  node.append_attribute("tests") = std::to_string(counts.tests).c_str();
  node.append_attribute("failures") = std::to_string(counts.failures).c_str();
  node.append_attribute("errors") = std::to_string(counts.errors).c_str();
}

}  // namespace

std::string RenderJUnit(const Assessment& assessment, const GateContext& context) {
  pugi::xml_document document;
  pugi::xml_node declaration = document.append_child(pugi::node_declaration);
  declaration.append_attribute("version") = "1.0";
  declaration.append_attribute("encoding") = "UTF-8";
  pugi::xml_node suites = document.append_child("testsuites");
  suites.append_attribute("name") = "lastgood";
  pugi::xml_node suite = suites.append_child("testsuite");
  suite.append_attribute("name") = "lastgood";
  Counts counts;
  for (const Row& row : assessment.rows)
    if (WorthShowing(row)) AppendTest(suite, row, context, counts);
  Total(suite, counts);
  Total(suites, counts);
  std::ostringstream text;
  document.save(text, "  ");
  return text.str();
}

}  // namespace lastgood
