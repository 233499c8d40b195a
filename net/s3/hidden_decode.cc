#include "net/s3/hidden_decode.h"

#include <cstring>

#include "base/time.h"
#include "net/s3/hidden.h"
#include "net/s3/xml.h"

namespace lastgood {
namespace {

// A value that encoding-type=url applies to.
std::string Decoded(const pugi::xml_node& root, std::string_view text) {
  if (std::strcmp(root.child_value("EncodingType"), "url") != 0) return std::string(text);
  std::string decoded;
  DecodeUrl(text, decoded);
  return decoded;
}

Result<VersionsPage::Entry> ReadVersion(const pugi::xml_node& root, const pugi::xml_node& node,
                                        bool delete_marker) {
  VersionsPage::Entry entry{.key = Decoded(root, node.child_value("Key"))};
  if (entry.key.empty()) return Error{ErrorCode::kMalformed, "a version without a Key"};
  const std::string context = "key \"" + Cut(entry.key, 200) + "\"";
  if (!delete_marker) {
    LASTGOOD_ASSIGN(entry.size, ReadXmlCount(node, "Size").In(context));
    LASTGOOD_ASSIGN(entry.current, ReadXmlFlag(node, "IsLatest").In(context));
    if (const Result<Time> modified = ReadXmlTime(node, "LastModified"); modified.ok())
      entry.modified = *modified;
  }
  return entry;
}

}  // namespace

Result<VersionsPage> DecodeVersionsPage(std::string body) {
  LASTGOOD_ASSIGN(const S3Document document, S3Document::Parse(std::move(body), "ListVersionsResult"));
  const pugi::xml_node root = document.root();
  VersionsPage page;
  LASTGOOD_ASSIGN(page.truncated, ReadXmlFlag(root, "IsTruncated"));
  page.next_key = Decoded(root, root.child_value("NextKeyMarker"));
  page.next_version = root.child_value("NextVersionIdMarker");
  for (const pugi::xml_node node : root.children()) {
    const bool marker = std::strcmp(node.name(), "DeleteMarker") == 0;
    if (!marker && std::strcmp(node.name(), "Version") != 0) continue;
    LASTGOOD_ASSIGN(VersionsPage::Entry entry, ReadVersion(root, node, marker));
    page.entries.push_back(std::move(entry));
  }
  return page;
}

Result<UploadsPage> DecodeUploadsPage(std::string body) {
  LASTGOOD_ASSIGN(const S3Document document,
                  S3Document::Parse(std::move(body), "ListMultipartUploadsResult"));
  const pugi::xml_node root = document.root();
  UploadsPage page;
  LASTGOOD_ASSIGN(page.truncated, ReadXmlFlag(root, "IsTruncated"));
  page.next_key = Decoded(root, root.child_value("NextKeyMarker"));
  page.next_id = root.child_value("NextUploadIdMarker");
  for (const pugi::xml_node node : root.children("Upload")) {
    page.entries.push_back({Decoded(root, node.child_value("Key")), node.child_value("UploadId")});
    if (page.entries.back().key.empty() || page.entries.back().id.empty())
      return Error{ErrorCode::kMalformed, "an Upload without a Key or an UploadId"};
  }
  return page;
}

Result<PartsPage> DecodePartsPage(std::string body) {
  LASTGOOD_ASSIGN(const S3Document document, S3Document::Parse(std::move(body), "ListPartsResult"));
  const pugi::xml_node root = document.root();
  PartsPage page;
  LASTGOOD_ASSIGN(page.truncated, ReadXmlFlag(root, "IsTruncated"));
  if (page.truncated) {
    LASTGOOD_ASSIGN(page.next_part, ReadXmlCount(root, "NextPartNumberMarker"));
  }
  for (const pugi::xml_node part : root.children("Part")) {
    LASTGOOD_ASSIGN(const std::uint64_t size, ReadXmlCount(part, "Size"));
    page.bytes += size;
  }
  return page;
}

}  // namespace lastgood
