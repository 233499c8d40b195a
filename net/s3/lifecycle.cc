#include "net/s3/lifecycle.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "base/time.h"
#include "net/s3/xml.h"

namespace lastgood {
namespace {

constexpr std::size_t kMostText = 200;
constexpr std::uint64_t kMostDays = 36'500;

std::string TextOf(const pugi::xml_node& node, const char* name) {
  return Cut(Trim(node.child_value(name)), kMostText);
}

// nullopt: neither days nor a date (ExpiredObjectDeleteMarker alone deletes nothing that can be read).
Result<std::optional<LifecycleMoment>> MomentOf(const pugi::xml_node& node) {
  if (node.child("Days")) {
    LASTGOOD_ASSIGN(const std::uint64_t days, ReadXmlCount(node, "Days"));
    return std::optional(LifecycleMoment{.age = std::chrono::days(std::min(days, kMostDays)), .date = {}});
  }
  if (!node.child("Date")) return std::optional<LifecycleMoment>();
  LASTGOOD_ASSIGN(const Time date, ReadXmlTime(node, "Date"));
  return std::optional(LifecycleMoment{.age = {}, .date = date});
}

bool IsSooner(const LifecycleMoment& a, const LifecycleMoment& b) { return a.For(Time()) < b.For(Time()); }

// Of several transitions the first into an archive.
Status ReadTransitions(const pugi::xml_node& node, LifecycleRule& rule) {
  for (const pugi::xml_node transition : node.children("Transition")) {
    const std::string to = TextOf(transition, "StorageClass");
    if (!IsArchiveClass(to)) continue;
    LASTGOOD_ASSIGN(const std::optional<LifecycleMoment> moment, MomentOf(transition));
    if (!moment || (rule.archives && !IsSooner(*moment, *rule.archives))) continue;
    rule.archives = moment;
    rule.archive_class = to;
  }
  return Ok();
}

std::string TagOf(const pugi::xml_node& filter) {
  const pugi::xml_node tag = filter.child("Tag");
  return tag ? fmt::format("{}={}", TextOf(tag, "Key"), TextOf(tag, "Value")) : "";
}

Result<LifecycleRule> ReadRule(const pugi::xml_node& node) {
  const pugi::xml_node filter = node.child("Filter"), both = filter.child("And");
  LifecycleRule rule{.id = TextOf(node, "ID")};
  // The oldest rules have it beside the filter.
  for (const pugi::xml_node& holder : {node, filter, both})
    if (holder.child("Prefix")) rule.prefix = holder.child_value("Prefix");
  rule.tag = TagOf(both ? both : filter);
  LASTGOOD_ASSIGN(rule.expires, MomentOf(node.child("Expiration")).In("Expiration"));
  LASTGOOD_RETURN_IF_ERROR(ReadTransitions(node, rule).In("Transition"));
  rule.aborts_uploads = static_cast<bool>(node.child("AbortIncompleteMultipartUpload"));
  return rule;
}

}  // namespace

Result<std::vector<LifecycleRule>> DecodeLifecycleRules(std::string body) {
  LASTGOOD_ASSIGN(const S3Document document, S3Document::Parse(std::move(body), "LifecycleConfiguration"));
  std::vector<LifecycleRule> rules;
  const pugi::xml_node root = document.root();
  for (const pugi::xml_node node : root.children("Rule")) {
    if (TextOf(node, "Status") != "Enabled") continue;
    Result<LifecycleRule> rule = ReadRule(node);
    if (!rule.ok()) return std::move(rule).error().In("rule \"" + TextOf(node, "ID") + "\"");
    rules.push_back(std::move(rule).value());
  }
  return rules;
}

bool IsArchiveClass(std::string_view storage_class) {
  constexpr std::array<std::string_view, 5> kArchives = {"GLACIER", "DEEP_ARCHIVE", "COLD_ARCHIVE",
                                                         "ColdArchive", "DeepColdArchive"};
  return std::ranges::find(kArchives, storage_class) != kArchives.end();
}

}  // namespace lastgood
