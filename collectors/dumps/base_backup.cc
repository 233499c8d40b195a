#include "collectors/dumps/base_backup.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "base/coding.h"

namespace lastgood {
namespace {

constexpr std::uint64_t kMostManifest = 16 * 1024 * 1024;
constexpr std::string_view kWhat = "a base backup";

EndingVerdict Broken(std::string_view what) {
  return {Completeness::kBroken, fmt::format("{} {}", kWhat, what), {}};
}
EndingVerdict Plausible(std::string_view what) {
  return {Completeness::kPlausible, fmt::format("{} {}", kWhat, what), {}};
}

// The manifest's last line is the SHA-256 of all lines before it.
bool HasRightSum(std::string_view manifest, const nlohmann::json& json) {
  const std::size_t last = manifest.rfind("\n\"Manifest-Checksum\"");
  const auto sum = json.find("Manifest-Checksum");
  return last != std::string_view::npos && sum != json.end() && sum->is_string() &&
         Sha256Hex(manifest.substr(0, last + 1)) == sum->get<std::string>();
}

struct Named {
  std::uint64_t files = 0, bytes = 0, missing = 0;
  std::string one;  // that is missing, or has another size
};

// What the manifest names, compared with what is there.
Named Compare(const nlohmann::json& json, const SetFiles& files) {
  Named named;
  for (const auto& file : json.value("Files", nlohmann::json::array())) {
    if (!file.is_object()) continue;
    const auto path = file.find("Path"), size = file.find("Size");
    if (path == file.end() || !path->is_string() || size == file.end() || !size->is_number_unsigned())
      continue;
    ++named.files;
    named.bytes += size->get<std::uint64_t>();
    const auto found = files.find(path->get<std::string>());
    if (found != files.end() && found->second == size->get<std::uint64_t>()) continue;
    if (named.missing++ == 0) named.one = path->get<std::string>();
  }
  return named;
}

bool IsSegment(std::string_view path) {
  constexpr std::string_view kFolder = "pg_wal/";
  return path.starts_with(kFolder) && path.size() == kFolder.size() + 24 &&
         path.find_first_not_of("0123456789ABCDEF", kFolder.size()) == std::string_view::npos;
}

bool HasWal(const SetFiles& files) {
  return std::ranges::any_of(
      files, [](const auto& file) { return file.first.starts_with("pg_wal.tar") || IsSegment(file.first); });
}

// "0/6000028"; nullopt when it is none.
std::optional<std::uint64_t> Lsn(const nlohmann::json& range, const char* name) {
  const auto found = range.find(name);
  unsigned high = 0, low = 0;
  if (found == range.end() || !found->is_string() ||
      std::sscanf(found->get_ref<const std::string&>().c_str(), "%X/%X", &high, &low) != 2)
    return std::nullopt;
  return std::uint64_t{high} << 32 | low;
}

// The first segment that the backup needs to be consistent and that does not lie beside it; "" when all do.
std::string MissingSegment(const nlohmann::json& json, const SetFiles& files) {
  constexpr std::uint64_t kMostSegments = 100'000, kLogicalFile = std::uint64_t{1} << 32;
  const auto segment = std::ranges::find_if(files, [](const auto& file) { return IsSegment(file.first); });
  if (segment == files.end() || segment->second == 0 || segment->second > kLogicalFile) return "";
  const std::uint64_t size = segment->second;
  for (const auto& range : json.value("WAL-Ranges", nlohmann::json::array())) {
    if (!range.is_object()) continue;
    const std::optional<std::uint64_t> start = Lsn(range, "Start-LSN"), end = Lsn(range, "End-LSN");
    const auto timeline = range.find("Timeline");
    if (!start || !end || timeline == range.end() || !timeline->is_number_unsigned()) continue;
    for (std::uint64_t at = *start / size, n = 0; at * size < *end && n < kMostSegments; ++at, ++n) {
      const std::string name = fmt::format("pg_wal/{:08X}{:08X}{:08X}", timeline->get<std::uint32_t>(),
                                           at / (kLogicalFile / size), at % (kLogicalFile / size));
      const auto found = files.find(name);
      if (found == files.end() || found->second != size) return name;
    }
  }
  return "";
}

EndingVerdict Complete(const SetFiles& files, std::string_view what) {
  if (HasWal(files)) return {Completeness::kEnds, fmt::format("{} {}", kWhat, what), {}};
  return Plausible(fmt::format("{}, but without WAL: it restores with an archive only", what));
}

Result<EndingVerdict> JudgeTars(const SetFiles& files, const OpenSetFile& open, const Named& named) {
  bool base = false;
  for (const auto& [name, size] : files) {
    if (name.find(".tar") == std::string::npos) continue;
    LASTGOOD_ASSIGN(const EndingVerdict verdict, JudgeDump(open(name, size)));
    if (verdict.completeness == Completeness::kBroken)
      return Broken(fmt::format("whose {}: {}", name, verdict.detail));
    if (!name.starts_with("base.tar")) continue;
    base = true;
    const bool alone = std::ranges::none_of(files, [](const auto& file) {
      return file.first.size() > 4 && file.first.find_first_not_of("0123456789") == file.first.find(".tar") &&
             file.first.find(".tar") != std::string::npos;
    });
    if (name == "base.tar" && alone && size < named.bytes)
      return Broken("whose base.tar is smaller than what its backup_manifest names: cut off");
  }
  if (!base) return Broken("whose base.tar is missing");
  return Complete(files, "of tar files, each of which ends as it should");
}

EndingVerdict JudgeWithoutManifest(const SetFiles& files) {
  if (!files.contains("global/pg_control"))
    return Broken("without global/pg_control, which is copied last: cut off");
  return Plausible("without backup_manifest: what should be in it is not known");
}

}  // namespace

Result<EndingVerdict> JudgeBaseBackup(const SetFiles& files, const OpenSetFile& open) {
  const auto found = files.find("backup_manifest");
  if (found == files.end()) return JudgeWithoutManifest(files);
  if (found->second > kMostManifest) return Plausible("whose backup_manifest is too large to be read");
  LASTGOOD_ASSIGN(const std::string manifest, open("backup_manifest", found->second).get(0, found->second));
  const nlohmann::json json = nlohmann::json::parse(manifest, nullptr, false);
  if (!json.is_object() || !HasRightSum(manifest, json))
    return Broken("whose backup_manifest is cut off or damaged");
  const Named named = Compare(json, files);
  if (named.files == 0) return Broken("with nothing inside");
  if (!files.contains("PG_VERSION")) return JudgeTars(files, open, named);
  if (named.missing > 0)
    return Broken(
        fmt::format("of which {} of the {} files that its backup_manifest names are missing or have another "
                    "size, {} for one",
                    named.missing, named.files, named.one));
  if (const std::string segment = MissingSegment(json, files); !segment.empty())
    return Broken(fmt::format("without {}, which it needs to be consistent", segment));
  return Complete(files, fmt::format("with all {} files that its backup_manifest names", named.files));
}

}  // namespace lastgood
