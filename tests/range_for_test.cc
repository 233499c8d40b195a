// A range-for keeps only what its expression yields: in `for (x : F().front().items)` and `for (x :
// F()["items"])` what F() made is gone before the first round. Only AddressSanitizer saw it, where a test
// went that way; so the whole kind is left out: what a call gives is named first, or walked as it is.
#include <gtest/gtest.h>

#include <cctype>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace lastgood {
namespace {

namespace fs = std::filesystem;

// The text with comments and the inside of literals blanked, so that brackets and colons are the code's own.
std::string CodeOf(std::string text) {
  const auto blank = [&](std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < std::min(to, text.size()); ++i)
      if (text[i] != '\n') text[i] = ' ';
  };
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::string_view rest = std::string_view(text).substr(at);
    const bool after_digit = at > 0 && std::isalnum(static_cast<unsigned char>(text[at - 1])) != 0;
    if (rest.starts_with("//")) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      blank(at, end);
    } else if (rest.starts_with("R\"") && !after_digit) {
      const std::size_t open = text.find('(', at);
      const std::string close = ")" + text.substr(at + 2, open - at - 2) + "\"";
      const std::size_t end = std::min(text.find(close, open), text.size());
      blank(at, end + close.size());
      at = end + close.size() - 1;
    } else if (text[at] == '"' || (text[at] == '\'' && !after_digit)) {
      std::size_t end = at + 1;
      while (end < text.size() && text[end] != text[at] && text[end] != '\n')
        end += text[end] == '\\' ? 2 : 1;
      blank(at + 1, end);
      at = end;
    }
  }
  return text;
}

// Calls visit(place, depth) for each character from `at` until the bracket that is open there is closed, and
// returns that bracket's place.
template <typename Visit>
std::size_t WithinBrackets(std::string_view code, std::size_t at, Visit visit) {
  int depth = 0;
  for (; at < code.size(); ++at) {
    const bool opens = code[at] == '(' || code[at] == '[' || code[at] == '{';
    const bool closes = code[at] == ')' || code[at] == ']' || code[at] == '}';
    if (closes && depth == 0) break;
    if (closes) --depth;
    visit(at, depth);
    if (opens) ++depth;
  }
  return at;
}

// What stands behind the colon of a range-for whose bracket opens before `at`; nullopt of any other loop.
std::optional<std::string_view> RangeOf(std::string_view code, std::size_t at) {
  std::size_t colon = 0, semicolons = 0;
  const std::size_t end = WithinBrackets(code, at, [&](std::size_t i, int depth) {
    if (depth != 0) return;
    if (code[i] == ';') ++semicolons;
    const bool of_two = code[i - 1] == ':' || (i + 1 < code.size() && code[i + 1] == ':');
    if (code[i] == ':' && !of_two && colon == 0) colon = i;
  });
  if (colon == 0 || semicolons > 1) return std::nullopt;
  return code.substr(colon + 1, end - colon - 1);
}

// front() and back() give what their vector holds, so that they are no temporaries of their own.
std::string WithoutEnds(std::string_view range) {
  std::string text(range);
  for (const std::string_view end : {".front()", ".back()"})
    for (std::size_t at = text.find(end); at != std::string::npos; at = text.find(end, at))
      text.erase(at, end.size());
  return text;
}

// Whether something is taken out of what a call, or a temporary in braces, gives: F().x, F()->x, F()[0],
// *F().
bool ReachesIntoATemporary(std::string_view range) {
  bool reaches = false;
  const std::size_t first = range.find_first_not_of(" \n");
  const bool dereferences = first != std::string_view::npos && range[first] == '*';
  WithinBrackets(range, 0, [&](std::size_t i, int depth) {
    if (depth != 0 || (range[i] != ')' && range[i] != '}')) return;
    const std::size_t next = range.find_first_not_of(" \n", i + 1);
    const std::string_view rest = next == std::string_view::npos ? std::string_view() : range.substr(next);
    if (dereferences || rest.starts_with('.') || rest.starts_with("->") || rest.starts_with('['))
      reaches = true;
  });
  return reaches;
}

// The ranges of the text that reach into a temporary.
std::vector<std::string> Dangling(const std::string& text) {
  const std::string code = CodeOf(text);
  std::vector<std::string> found;
  for (std::size_t at = code.find("for ("); at != std::string::npos; at = code.find("for (", at + 1)) {
    const std::optional<std::string_view> range = RangeOf(code, at + 5);
    if (range && ReachesIntoATemporary(WithoutEnds(*range))) found.emplace_back(*range);
  }
  return found;
}

TEST(RangeForTest, TheCasesOfThePastAreFound) {
  for (const char* text : {
           "for (const json& panel : json::parse(text)[\"panels\"])\n  if (panel) {",
           "for (const auto& alert : prometheus.Data(\"/api/v1/alerts\")[\"alerts\"])",
           "for (const Matcher& matcher : RootRoute({}, {}).routes.front().matchers)",
           "for (const json& panel : Parsed(settings, \"lastgood-postgres\")[\"panels\"])",
       })
    EXPECT_EQ(Dangling(text).size(), 1u) << text;
}

TEST(RangeForTest, TheSameInOtherClothesIsFound) {
  for (const char* text : {
           "for (const auto& x : F()->items)",
           "for (const auto& x : *F())",
           "for (auto&& x :\n     Load(\"a:b\", ')')\n         .value())",
           "for (std::vector<int> seen; const auto& x : F(1).items())",
           "for (const auto& x : Object{1}.items)",
           "for (const char* c : {1}) for (const auto& x : a ? F(c).b : d)",
       })
    EXPECT_EQ(Dangling(text).size(), 1u) << text;
}

TEST(RangeForTest, WhatIsWalkedAsItIsMayBeACall) {
  for (const char* text : {
           "for (const auto& x : F())",
           "for (const auto& x : a.b.c) x.d().e();",
           "for (const auto& x : a.front().b)",
           "for (const auto& x : F(a.b(), c[0].d))",
           "for (const char* x : {\"a\", \")\"})",
           "for (int i = a ? F().x : 1; i < G()[0]; ++i)",
           "for (const auto& x : *items)",
           "// for (const auto& x : F().b.c)",
           "R\"(for (const auto& x : F().b))\"",
           "for (const std::string& x : std::vector<std::string>{a.b(), c})",
       })
    EXPECT_TRUE(Dangling(text).empty()) << text;
}

TEST(RangeForTest, NoLoopReachesIntoATemporary) {
  std::size_t files = 0;
  for (const char* root : {"base", "catalog", "collectors", "dashboards", "exporter", "model", "net",
                           "outputs", "promql", "rules", "tests"})
    for (const auto& entry : fs::recursive_directory_iterator(fs::path(LASTGOOD_SOURCE_DIR) / root)) {
      const std::string extension = entry.path().extension().string();
      if (extension != ".h" && extension != ".cc") continue;
      ++files;
      std::ostringstream text;
      text << std::ifstream(entry.path()).rdbuf();
      for (const std::string& range : Dangling(text.str()))
        ADD_FAILURE() << fs::relative(entry.path(), LASTGOOD_SOURCE_DIR).string()
                      << ": name it first:" << range;
    }
  EXPECT_GT(files, 300u);
}

}  // namespace
}  // namespace lastgood
