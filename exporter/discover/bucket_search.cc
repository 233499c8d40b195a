#include "exporter/discover/bucket_search.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "collectors/s3/repository_finder.h"

namespace lastgood {
namespace {

constexpr std::size_t kMostPatterns = 1000;
constexpr std::array<std::string_view, 8> kEndings = {".sql",     ".dump",   ".sql.gz",  ".dump.gz",
                                                      ".sql.zst", ".sql.xz", ".sql.bz2", ".pgdump"};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// "20261130" with nothing but digits, of a year that can be meant.
bool AreDigits(std::string_view text) { return !text.empty() && std::ranges::all_of(text, IsDigit); }
bool IsYear(std::string_view text) {
  return AreDigits(text) && (text.starts_with("19") || text.starts_with("20"));
}

struct DateForm {
  std::string_view shape;  // '#' is a digit
  std::string_view format;
};
// The longest first.
constexpr DateForm kForms[] = {
    {"####-##-##", "%Y-%m-%d"}, {"####_##_##", "%Y_%m_%d"}, {"########", "%Y%m%d"}};
constexpr DateForm kTimes[] = {
    {"##-##-##", "%H-%M-%S"}, {"##:##:##", "%H:%M:%S"}, {"######", "%H%M%S"}, {"####", "%H%M"}};

bool Fits(std::string_view text, std::string_view shape) {
  if (text.size() < shape.size()) return false;
  for (std::size_t i = 0; i < shape.size(); ++i)
    if (shape[i] == '#' ? !IsDigit(text[i]) : text[i] != shape[i]) return false;
  return text.size() == shape.size() || !IsDigit(text[shape.size()]);
}

// A time of day behind the date, after one character that parts them.
void TakeTime(std::string_view& rest, std::string& pattern) {
  if (rest.size() < 2 || std::string_view("-_T.").find(rest.front()) == std::string_view::npos) return;
  for (const DateForm& form : kTimes) {
    if (!Fits(rest.substr(1), form.shape)) continue;
    pattern += rest.front();
    pattern += form.format;
    rest.remove_prefix(1 + form.shape.size());
    return;
  }
}

std::string Escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) escaped += c == '%' ? std::string("%%") : std::string(1, c);
  return escaped;
}

// By folder and pattern.
using Patterns = std::map<std::pair<std::string, std::string>, std::size_t>;

void NoteDump(std::string_view key, Patterns& patterns) {
  const std::size_t slash = key.rfind('/') + 1;
  const std::optional<std::string> pattern = DumpPattern(key.substr(slash));
  if (!pattern || patterns.size() == kMostPatterns) return;
  ++patterns[{std::string(key.substr(0, slash)), *pattern}];
}

// "restic-nas/" is "restic-nas"; the whole bucket is called as the bucket.
std::string NameFor(const std::string& prefix, const std::string& otherwise) {
  std::string name = prefix.empty() ? otherwise : prefix.substr(0, prefix.size() - 1);
  std::ranges::replace(name, '/', '-');
  return name;
}

// Velero's own, of which its collector tells (BackupRepository).
bool IsOfVelero(const FoundRepository& repository, const FoundBucket& place) {
  const auto is_location = [](const std::string& user) { return user.starts_with("BackupStorageLocation "); };
  return std::ranges::any_of(place.used_by, is_location) &&
         ("/" + repository.prefix).find("/" + repository.kind.substr(0, repository.kind.find(' ')) + "/") !=
             std::string::npos;
}

void AddRepository(const FoundRepository& repository, const FoundBucket& place, Found& found) {
  FoundStore store{.name = NameFor(repository.prefix, place.key),
                   .bucket = place.url,
                   .endpoint = place.endpoint,
                   .prefix = repository.prefix,
                   .found_by = "A " + repository.kind};
  if (IsOfVelero(repository, place)) return;
  if (repository.kind.starts_with("restic") || repository.kind.starts_with("kopia")) {
    store.section = "repositories";
    store.type = repository.kind.substr(0, repository.kind.find(' '));
  } else if (repository.kind.starts_with("snapshot")) {
    store.section = "opensearch";
  } else {
    return;  // Longhorn's: its collector tells of it
  }
  const auto same = [&](const FoundStore& known) {
    return known.bucket == store.bucket && known.prefix == store.prefix && known.section == store.section;
  };
  if (std::ranges::none_of(found.stores, same)) found.stores.push_back(std::move(store));
}

}  // namespace

std::optional<std::string> DumpPattern(std::string_view name) {
  const auto ends = [&](std::string_view ending) { return name.ends_with(ending); };
  if (std::ranges::none_of(kEndings, ends)) return std::nullopt;
  for (std::size_t at = 0; at < name.size(); ++at) {
    if (at > 0 && IsDigit(name[at - 1])) continue;
    std::string_view rest = name.substr(at);
    for (const DateForm& form : kForms) {
      if (!Fits(rest, form.shape) || !IsYear(rest.substr(0, 4))) continue;
      std::string pattern = Escaped(name.substr(0, at)) + std::string(form.format);
      rest.remove_prefix(form.shape.size());
      TakeTime(rest, pattern);
      return pattern + Escaped(rest);
    }
  }
  return std::nullopt;
}

void SearchBucket(const Bucket& bucket, const FoundBucket& place, const Deadline& deadline, Found& found) {
  RepositoryFinder finder;
  Patterns patterns;
  const Result<ListSummary> listed = bucket.List({}, deadline, [&](const BucketObject& object) {
    finder.Add(object);
    NoteDump(object.key, patterns);
  });
  if (!listed.ok()) found.remarks.push_back(fmt::format("all of {}: {}", place.url, listed.error().message));
  for (const FoundRepository& repository : finder.Take()) AddRepository(repository, place, found);
  for (const auto& [where, files] : patterns) {
    const auto& [folder, pattern] = where;
    const std::string stem = pattern.substr(0, pattern.find_first_of("%.-_"));
    found.stores.push_back({.section = "dumps",
                            .type = "",
                            .name = NameFor(folder + stem + "/", place.key),
                            .bucket = place.url,
                            .endpoint = place.endpoint,
                            .prefix = folder,
                            .pattern = pattern,
                            .schedule = "",
                            .found_by = fmt::format("{} dump{}", files, files == 1 ? "" : "s")});
  }
}

}  // namespace lastgood
