#include "proof/velero/documents.h"

#include <fmt/format.h>

#include "base/text.h"
#include "collectors/dumps/packed.h"
#include "net/objects/object.h"

namespace lastgood::proof::velero {
namespace {

constexpr std::size_t kMostUnpacked = 32 * 1024 * 1024;

}  // namespace

Result<Unpacked> Gunzip(std::string_view packed) {
  if (!packed.starts_with("\x1f\x8b")) return Error{ErrorCode::kMalformed, "is no gzip"};
  Unpacked unpacked;
  const UnpackEnd end = Unpack(DumpFormat::kGzip, packed, [&](std::string_view piece) {
    unpacked.text += piece;
    return unpacked.text.size() <= kMostUnpacked;
  });
  if (end == UnpackEnd::kStopped) return Error{ErrorCode::kTooLarge, "unpacks to more than 32 MiB"};
  unpacked.whole = end == UnpackEnd::kWhole;
  return unpacked;
}

Status ReadDocument(std::string_view json, const std::function<void(const Fields&)>& visit) {
  json = Trim(json);
  if (json.empty()) return Error{ErrorCode::kMalformed, "nothing is inside"};
  std::string text = "{\"document\":";
  text += json;
  text += '}';
  const std::size_t size = text.size();
  Pad(text);
  ObjectParser parser;
  LASTGOOD_ASSIGN(const Fields fields, parser.Parse(std::string_view(text).substr(0, size)));
  visit(fields);
  return fields.status();
}

}  // namespace lastgood::proof::velero
