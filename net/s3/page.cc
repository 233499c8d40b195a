#include "net/s3/page.h"

#include <fmt/format.h>

#include <charconv>
#include <cstring>

#include "base/coding.h"
#include "base/time.h"
#include "net/s3/xml.h"

namespace lastgood {
namespace {

// What one <Contents> says, as text of the server's.
struct RawObject {
  std::string_view key, size, modified, etag, storage_class;
};

// Where the value of an element goes; null for those that are of no use here. Decided by a letter, since a
// listing has millions of them.
std::string_view* FieldFor(const char* name, RawObject& raw) {
  const auto when = [name](const char* wanted, std::string_view& field) {
    return std::strcmp(name, wanted) == 0 ? &field : nullptr;
  };
  switch (name[0]) {
    case 'K':
      return when("Key", raw.key);
    case 'L':
      return when("LastModified", raw.modified);
    case 'E':
      return when("ETag", raw.etag);
    case 'S':
      return name[1] == 'i' ? when("Size", raw.size) : when("StorageClass", raw.storage_class);
    default:
      return nullptr;
  }
}

RawObject ReadRaw(const pugi::xml_node& contents) {
  RawObject raw;
  for (pugi::xml_node child = contents.first_child(); child; child = child.next_sibling())
    if (std::string_view* field = FieldFor(child.name(), raw); field != nullptr) *field = child.child_value();
  return raw;
}

// Most keys hold nothing to decode, and are then used where they are.
bool IsEscaped(std::string_view key) {
  return key.find('%') != std::string_view::npos || key.find('+') != std::string_view::npos;
}

std::string_view WithoutQuotes(std::string_view etag) {
  if (etag.size() >= 2 && etag.front() == '"' && etag.back() == '"') return etag.substr(1, etag.size() - 2);
  return etag;
}

Error BadValue(std::string_view key, std::string_view message) {
  return {ErrorCode::kMalformed, fmt::format("key \"{}\": {}", Cut(key, 200), message)};
}

Result<BucketObject> ReadObject(const RawObject& raw, std::string_view key) {
  if (key.empty()) return BadValue(key, "an object without a Key");
  BucketObject object{.key = key, .etag = WithoutQuotes(raw.etag), .storage_class = raw.storage_class};
  const std::string_view size = raw.size;
  const auto [end, error] = std::from_chars(size.data(), size.data() + size.size(), object.size);
  if (error != std::errc() || end != size.data() + size.size())
    return BadValue(key, fmt::format("Size: expected a number, found \"{}\"", Cut(raw.size)));
  const Result<Time> modified = ParseRfc3339(raw.modified);
  if (!modified.ok()) return BadValue(key, "LastModified: " + modified.error().message);
  object.modified = *modified;
  return object;
}

}  // namespace

Result<S3ListPage> S3ListPage::Parse(std::string body) {
  LASTGOOD_ASSIGN(S3Document document, S3Document::Parse(std::move(body), "ListBucketResult"));
  S3ListPage page(std::move(document));
  const pugi::xml_node root = page.document_.root();
  LASTGOOD_ASSIGN(page.truncated_, ReadXmlFlag(root, "IsTruncated"));
  page.encoded_ = std::strcmp(root.child_value("EncodingType"), "url") == 0;
  page.next_token_ = root.child_value("NextContinuationToken");
  return page;
}

std::string S3ListPage::KeyOf(const pugi::xml_node& contents) const {
  const std::string_view key = contents.child_value("Key");
  if (!encoded_ || !IsEscaped(key)) return std::string(key);
  std::string decoded;
  DecodeUrl(key, decoded);
  return decoded;
}

PageSpan S3ListPage::Span() const {
  const pugi::xml_node root = document_.root();
  pugi::xml_node last = root.last_child();
  while (last && std::strcmp(last.name(), "Contents") != 0) last = last.previous_sibling();
  if (!last) return {};
  return {KeyOf(root.child("Contents")), KeyOf(last)};
}

Status S3ListPage::Each(const std::function<Status(const BucketObject&)>& visit) const {
  std::string decoded;
  const pugi::xml_node root = document_.root();
  for (const pugi::xml_node contents : root.children("Contents")) {
    const RawObject raw = ReadRaw(contents);
    std::string_view key = raw.key;
    if (encoded_ && IsEscaped(key)) {
      DecodeUrl(raw.key, decoded);
      key = decoded;
    }
    LASTGOOD_ASSIGN(const BucketObject object, ReadObject(raw, key));
    LASTGOOD_RETURN_IF_ERROR(visit(object));
  }
  return Ok();
}

}  // namespace lastgood
