#include "exporter/serve/page_query.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "base/coding.h"
#include "base/text.h"
#include "base/time.h"
#include "exporter/serve/web.h"

namespace lastgood {
namespace {

constexpr std::size_t kLongestText = 200;
constexpr std::array<std::pair<std::string_view, Standing>, 4> kStandings = {
    {{"risk", Standing::kAtRisk},
     {"attention", Standing::kAttention},
     {"unknown", Standing::kUnknown},
     {"good", Standing::kGood}}};

std::string First(std::string_view query, std::string_view key) {
  const std::vector<std::string> values = QueryValues(query, key);
  return values.empty() ? "" : Cut(Trim(values.front()), kLongestText);
}

bool Holds(std::string_view text, const std::string& wanted) {
  return Lower(text).find(wanted) != std::string::npos;
}

}  // namespace

std::string_view NameOf(Standing standing) {
  return std::ranges::find(kStandings, standing, &std::pair<std::string_view, Standing>::second)->first;
}

PageQuery ReadPageQuery(std::string_view query) {
  PageQuery asked{
      .text = First(query, "q"), .namespace_ = First(query, "namespace"), .system = First(query, "system")};
  const std::string state = First(query, "state"), page = First(query, "page");
  for (const auto& [name, standing] : kStandings)
    if (state == name) asked.state = standing;
  std::from_chars(page.data(), page.data() + page.size(), asked.page);
  asked.page = std::clamp<std::size_t>(asked.page, 1, 100'000);
  return asked;
}

std::string ToQuery(const PageQuery& query) {
  std::string text;
  const auto add = [&](std::string_view key, std::string_view value) {
    if (!value.empty()) text += fmt::format("{}{}={}", text.empty() ? "?" : "&", key, PercentEncode(value));
  };
  if (query.state) add("state", NameOf(*query.state));
  add("q", query.text);
  add("namespace", query.namespace_);
  add("system", query.system);
  if (query.page > 1) add("page", std::to_string(query.page));
  return text.empty() ? "?" : text;
}

bool IsAskedFor(const Row& row, const PageQuery& query) {
  if (!query.namespace_.empty() && row.key.namespace_ != query.namespace_) return false;
  if (!query.system.empty() && row.key.system != query.system) return false;
  if (query.text.empty()) return true;
  const std::string wanted = Lower(query.text);
  if (Holds(row.key.namespace_ + "/" + row.key.name, wanted) || Holds(row.key.kind, wanted)) return true;
  for (const Finding& finding : row.findings)
    if (Holds(finding.what, wanted) || Holds(finding.why, wanted)) return true;
  return false;
}

}  // namespace lastgood
