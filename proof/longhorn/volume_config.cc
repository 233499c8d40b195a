#include "proof/longhorn/volume_config.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>

#include "base/time.h"
#include "net/objects/object.h"

namespace lastgood::proof::longhorn {
namespace {

constexpr std::size_t kLongestStatus = 64 * 1024;

// A number in a string, "" when absent: `json:",string"` of Go.
std::uint64_t NumberAt(const Fields& fields, Fields::Path path) {
  const std::string text = fields.String(path);
  const Result<std::optional<std::uint64_t>> number = ParseDecimal(text);
  if (!number.ok()) fields.Note(path, "decimal digits in a string", fmt::format("\"{}\"", Cut(text, 40)));
  return number.ok() ? number->value_or(0) : 0;
}

// A text in a string is quoted twice: "\"lz4\"".
std::string QuotedAt(const Fields& fields, Fields::Path path) {
  const std::string text = fields.String(path);
  if (text.empty()) return "";
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') return text.substr(1, text.size() - 2);
  fields.Note(path, "a quoted text in a string", fmt::format("\"{}\"", Cut(text, 40)));
  return "";
}

}  // namespace

Result<VolumeConfig> ParseVolumeConfig(std::string_view json) {
  std::string text(json);
  Pad(text);
  ObjectParser parser;
  LASTGOOD_ASSIGN(const Fields fields, parser.Parse(std::string_view(text).substr(0, json.size())));
  VolumeConfig config;
  config.name = fields.String({"Name"});
  config.size = NumberAt(fields, {"Size"});
  config.last_backup = fields.String({"LastBackupName"});
  config.block_count = NumberAt(fields, {"BlockCount"});
  config.backing_image = QuotedAt(fields, {"BackingImageName"});
  QuotedAt(fields, {"CompressionMethod"});
  LASTGOOD_RETURN_IF_ERROR(fields.status());
  return config;
}

std::string ClaimIn(std::string_view kubernetes_status) {
  if (kubernetes_status.empty() || kubernetes_status.size() > kLongestStatus) return "";
  std::string text(kubernetes_status);
  Pad(text);
  ObjectParser parser;
  const Result<Fields> fields = parser.Parse(std::string_view(text).substr(0, kubernetes_status.size()));
  if (!fields.ok()) return "";
  const std::string claim = fields->String({"pvcName"});
  return claim.empty() ? "" : Cut(fields->String({"namespace"}) + "/" + claim, 300);
}

}  // namespace lastgood::proof::longhorn
