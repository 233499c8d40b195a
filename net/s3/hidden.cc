#include "net/s3/hidden.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/time.h"
#include "net/s3/hidden_decode.h"
#include "net/s3/hidden_fetch.h"

namespace lastgood {
namespace {

// These answer with what they store. MinIO and its like answer from a cache that a restart empties, so that
// nobody's zero is believed but theirs.
bool ProvesNone(const HttpResponse& response) {
  constexpr std::array<std::string_view, 4> kHonest = {"AmazonS3", "Ceph", "cloudflare", "UploadServer"};
  const std::string_view server = response.Header("server");
  return std::ranges::any_of(kHonest, [&](std::string_view name) { return server.starts_with(name); });
}

Result<std::uint64_t> UploadedBytes(S3Client& client, const KnownUpload& upload, const Deadline& deadline) {
  std::uint64_t bytes = 0;
  std::uint64_t marker = 0;
  while (true) {
    S3Call call{.what = fmt::format("listing the parts of an upload of {}", Cut(upload.key, 200)),
                .key = upload.key,
                .query = {{"uploadId", upload.id}},
                .right = "s3:ListMultipartUploadParts"};
    if (marker != 0) call.query.emplace_back("part-number-marker", std::to_string(marker));
    LASTGOOD_ASSIGN(const PartsPage page, FetchHidden(client, call, deadline, &DecodePartsPage));
    bytes += page.bytes;
    if (!page.truncated) return bytes;
    if (page.next_part <= marker)
      return Error{ErrorCode::kMalformed, call.what + ": the marker does not advance"};
    marker = page.next_part;
  }
}

// The listing, and whether it may leave out what is there.
Result<UploadsSummary> ListUploads(S3Client& client, const Deadline& deadline, std::size_t most) {
  UploadsSummary summary;
  std::string key, id;
  for (std::uint64_t number = 1;; ++number) {
    S3Call call{.what = HiddenPage(client, "incomplete uploads", number),
                .query = {{"uploads", ""}, {"encoding-type", "url"}, {"max-uploads", "1000"}},
                .right = "s3:ListBucketMultipartUploads"};
    AddHiddenQuery(call, client.settings().location.base, key, "upload-id-marker", id);
    UploadsPage page;
    LASTGOOD_RETURN_IF_ERROR(client.Get(call, deadline, [&](HttpResponse& response) -> Status {
      summary.proves_none = ProvesNone(response);
      LASTGOOD_ASSIGN(page, DecodeUploadsPage(std::move(response.body)));
      return Ok();
    }));
    for (UploadsPage::Entry& upload : page.entries) {
      if (!upload.key.starts_with(client.settings().location.base))
        return Error{ErrorCode::kMalformed, call.what + ": a key is not under the prefix that was asked for"};
      if (summary.uploads.size() == most)
        return Error{ErrorCode::kTooLarge,
                     fmt::format("{}: more than {} uploads; each costs a request", call.what, most)};
      summary.uploads.push_back({std::move(upload.key), std::move(upload.id)});
    }
    if (!page.truncated) return summary;
    LASTGOOD_RETURN_IF_ERROR(CheckMarker(call.what, key, id, page.next_key, page.next_id));
    key = page.next_key;
    id = page.next_id;
  }
}

}  // namespace

Result<UploadsSummary> ListIncomplete(S3Client& client, const std::vector<KnownUpload>& known,
                                      const Deadline& deadline, std::size_t most,
                                      const HiddenVisitor& visit) {
  LASTGOOD_ASSIGN(UploadsSummary summary, ListUploads(client, deadline, most));
  std::vector<KnownUpload> asked = std::move(summary.uploads);
  if (!summary.proves_none) asked.insert(asked.end(), known.begin(), known.end());
  std::ranges::sort(asked);
  asked.erase(std::unique(asked.begin(), asked.end()), asked.end());
  if (asked.size() > most) asked.resize(most);
  summary.uploads.clear();
  for (KnownUpload& upload : asked) {
    const Result<std::uint64_t> bytes = UploadedBytes(client, upload, deadline);
    if (!bytes.ok() && bytes.error().code == ErrorCode::kNotFound)
      continue;  // completed or given up meanwhile
    if (!bytes.ok()) return bytes.error();
    visit({std::string_view(upload.key).substr(client.settings().location.base.size()), *bytes});
    summary.uploads.push_back(std::move(upload));
  }
  return summary;
}

}  // namespace lastgood
