#include "net/s3/hidden.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/time.h"
#include "net/s3/hidden_decode.h"

namespace lastgood {
namespace {

std::string What(const S3Client& client, std::string_view of, std::uint64_t page) {
  const S3Location& location = client.settings().location;
  return fmt::format("listing the {} of s3://{}/{}, page {}", of, location.bucket, location.base, page);
}

// Fetches and decodes one page; what is cut off is tried again.
template <typename Page>
Result<Page> Fetch(S3Client& client, const S3Call& call, const Deadline& deadline,
                   Result<Page> (*decode)(std::string)) {
  if (deadline.Over(client.clock())) return Error{ErrorCode::kTimeout, call.what + ": no time was left"};
  Page page;
  LASTGOOD_RETURN_IF_ERROR(client.Get(call, deadline, [&](HttpResponse& response) -> Status {
    LASTGOOD_ASSIGN(page, decode(std::move(response.body)));
    return Ok();
  }));
  return page;
}

// The markers of the next page must be after those of this one.
Status CheckMarker(std::string_view what, const std::string& key, const std::string& id,
                   const std::string& next_key, const std::string& next_id) {
  if (next_key.empty())
    return Error{ErrorCode::kMalformed, fmt::format("{}: IsTruncated is true, but there is no marker", what)};
  if (next_key < key || (next_key == key && next_id == id))
    return Error{ErrorCode::kMalformed, fmt::format("{}: the marker does not advance", what)};
  return Ok();
}

void AddPrefix(const std::string& prefix, S3Call& call) {
  if (!prefix.empty()) call.query.emplace_back("prefix", prefix);
}

void AddMarkers(S3Call& call, const std::string& key, const char* id_name, const std::string& id) {
  if (!key.empty()) call.query.emplace_back("key-marker", key);
  if (!id.empty()) call.query.emplace_back(id_name, id);
}

// These answer with what they store. MinIO and its like answer from a cache that a restart empties, so that
// nobody's zero is believed but theirs.
bool ProvesNone(const HttpResponse& response) {
  constexpr std::array<std::string_view, 4> kHonest = {"AmazonS3", "Ceph", "cloudflare", "UploadServer"};
  const std::string_view server = response.Header("server");
  return std::ranges::any_of(kHonest, [&](std::string_view name) { return server.starts_with(name); });
}

Result<std::uint64_t> UploadedBytes(S3Client& client, const UploadsPage::Entry& upload,
                                    const Deadline& deadline) {
  std::uint64_t bytes = 0;
  std::uint64_t marker = 0;
  while (true) {
    S3Call call{.what = fmt::format("listing the parts of an upload of {}", Cut(upload.key, 200)),
                .key = upload.key,
                .query = {{"uploadId", upload.id}},
                .right = "s3:ListMultipartUploadParts"};
    if (marker != 0) call.query.emplace_back("part-number-marker", std::to_string(marker));
    LASTGOOD_ASSIGN(const PartsPage page, Fetch(client, call, deadline, &DecodePartsPage));
    bytes += page.bytes;
    if (!page.truncated) return bytes;
    if (page.next_part <= marker)
      return Error{ErrorCode::kMalformed, call.what + ": the marker does not advance"};
    marker = page.next_part;
  }
}

// Page by page, while `visit` wants more.
Status EachVersionsPage(
    S3Client& client, const std::string& prefix, const Deadline& deadline,
    const std::function<Result<bool>(const std::string& what, const VersionsPage&)>& visit) {
  std::string key, version;
  for (std::uint64_t number = 1;; ++number) {
    S3Call call{.what = What(client, "versions", number),
                .query = {{"versions", ""}, {"encoding-type", "url"}, {"max-keys", "1000"}},
                .right = "s3:ListBucketVersions"};
    AddPrefix(prefix, call);
    AddMarkers(call, key, "version-id-marker", version);
    LASTGOOD_ASSIGN(const VersionsPage page, Fetch(client, call, deadline, &DecodeVersionsPage));
    LASTGOOD_ASSIGN(const bool more, visit(call.what, page));
    if (!more || !page.truncated) return Ok();
    LASTGOOD_RETURN_IF_ERROR(CheckMarker(call.what, key, version, page.next_key, page.next_version));
    key = page.next_key;
    version = page.next_version;
  }
}

}  // namespace

Result<CurrentVersions> ListNoncurrent(S3Client& client, Time before, const Deadline& deadline,
                                       const HiddenVisitor& visit) {
  CurrentVersions current;
  const std::string& base = client.settings().location.base;
  const auto add = [&](const std::string& what, const VersionsPage& page) -> Result<bool> {
    for (const VersionsPage::Entry& entry : page.entries) {
      if (entry.key.size() < base.size())
        return Error{ErrorCode::kMalformed, what + ": a key is not under the prefix that was asked for"};
      if (!entry.current) visit({std::string_view(entry.key).substr(base.size()), entry.size});
      if (!entry.current || !entry.modified || *entry.modified >= before) continue;
      ++current.objects;
      current.bytes += entry.size;
    }
    return true;
  };
  LASTGOOD_RETURN_IF_ERROR(EachVersionsPage(client, base, deadline, add));
  return current;
}

bool HasCurrentVersion(S3Client& client, const std::string& prefix, const Deadline& deadline) {
  constexpr int kMostPages = 10;
  bool found = false;
  int pages = 0;
  const Status status = EachVersionsPage(
      client, prefix, deadline, [&](const std::string&, const VersionsPage& page) -> Result<bool> {
        found = std::ranges::any_of(page.entries, &VersionsPage::Entry::current);
        return !found && ++pages < kMostPages;
      });
  return status.ok() && found;
}

Result<UploadsSummary> ListIncomplete(S3Client& client, const Deadline& deadline, std::size_t most,
                                      const HiddenVisitor& visit) {
  UploadsSummary summary;
  std::string key, id;
  const std::size_t base = client.settings().location.base.size();
  for (std::uint64_t number = 1;; ++number) {
    S3Call call{.what = What(client, "incomplete uploads", number),
                .query = {{"uploads", ""}, {"encoding-type", "url"}, {"max-uploads", "1000"}},
                .right = "s3:ListBucketMultipartUploads"};
    AddPrefix(client.settings().location.base, call);
    AddMarkers(call, key, "upload-id-marker", id);
    UploadsPage page;
    LASTGOOD_RETURN_IF_ERROR(client.Get(call, deadline, [&](HttpResponse& response) -> Status {
      summary.proves_none = ProvesNone(response);
      LASTGOOD_ASSIGN(page, DecodeUploadsPage(std::move(response.body)));
      return Ok();
    }));
    for (const UploadsPage::Entry& upload : page.entries) {
      if (upload.key.size() < base)
        return Error{ErrorCode::kMalformed, call.what + ": a key is not under the prefix that was asked for"};
      if (++summary.uploads > most)
        return Error{ErrorCode::kTooLarge,
                     fmt::format("{}: more than {} uploads; each costs a request", call.what, most)};
      LASTGOOD_ASSIGN(const std::uint64_t bytes, UploadedBytes(client, upload, deadline));
      visit({std::string_view(upload.key).substr(base), bytes});
    }
    if (!page.truncated) return summary;
    LASTGOOD_RETURN_IF_ERROR(CheckMarker(call.what, key, id, page.next_key, page.next_id));
    key = page.next_key;
    id = page.next_id;
  }
}

}  // namespace lastgood
