#include "net/s3/bucket.h"

#include <fmt/format.h>

#include "base/time.h"
#include "net/http/endpoint.h"
#include "net/s3/bucket_config.h"
#include "net/s3/list.h"

namespace lastgood {
namespace {

constexpr std::string_view kFile = "file://";

Result<std::string> FolderOf(std::string_view url) {
  std::string path(url.substr(kFile.size()));
  if (!path.starts_with('/'))
    return Error{
        ErrorCode::kConfig,
        fmt::format("expected an absolute path as in file:///mnt/backups, found \"{}\"", Cut(url, 200))};
  while (path.size() > 1 && path.ends_with('/')) path.pop_back();
  return path;
}

// "bytes=0-99"; both ends count.
std::string RangeHeader(const ByteRange& range) {
  if (range.length == 0) return fmt::format("bytes={}-", range.offset);
  return fmt::format("bytes={}-{}", range.offset, range.offset + range.length - 1);
}

Result<std::string> GetS3(S3Client& client, std::string_view key, const ByteRange& range,
                          const Deadline& deadline) {
  const S3Location& location = client.settings().location;
  S3Call call{.what = fmt::format("reading s3://{}/{}{}", location.bucket, location.base, Cut(key, 200)),
              .key = location.base + std::string(key),
              .max_body = range.most,
              .object = true,
              .right = "s3:GetObject"};
  const bool part = range.offset != 0 || range.length != 0;
  if (part) call.headers.emplace_back("Range", RangeHeader(range));
  LASTGOOD_ASSIGN(S3Answer answer, client.Ask(call, deadline));
  if (answer.response.status == 416) return std::string();  // nothing is left from that offset on
  if (answer.error) return std::move(*answer.error);
  if (!part || answer.response.status == 206) return std::move(answer.response.body);
  return Error{ErrorCode::kMalformed, call.what + ": a range was asked for, and the server ignored it"};
}

}  // namespace

Result<Bucket> Bucket::Open(const BucketConfig& written, HttpClient& http, const Clock& clock,
                            const Getenv& getenv, const RetryPolicy& retry) {
  if (written.url.starts_with(kFile)) {
    LASTGOOD_ASSIGN(std::string folder, FolderOf(written.url));
    return Bucket(FolderBucket(std::move(folder), clock));
  }
  LASTGOOD_ASSIGN(const BucketConfig config, WithEnvironment(written, getenv));
  S3Settings settings{.endpoint = config.endpoint,
                      .region = config.region,
                      .path_style = config.path_style,
                      .tls = config.tls,
                      .left_open = config.left_open,
                      .credentials = config.credentials,
                      .retry = retry};
  LASTGOOD_ASSIGN(settings.location, ParseS3Url(config.url).In("url"));
  if (!config.endpoint.empty()) LASTGOOD_RETURN_IF_ERROR(ParseEndpoint(config.endpoint).In("endpoint"));
  return Bucket(std::make_shared<S3Client>(std::move(settings), http, clock, getenv));
}

Result<ListSummary> Bucket::List(const ListQuery& query, const Deadline& deadline, const ObjectVisitor& visit,
                                 const ListProgress& progress) const {
  if (S3Client* client = s3()) return ListS3(*client, query, deadline, visit, progress);
  return std::get<FolderBucket>(place_).List(query, deadline, visit, progress);
}

Result<ListSummary> Bucket::ListAll(const RangeVisit& visit, RangeMemory& memory, const Deadline& deadline,
                                    const ListProgress& progress) const {
  if (S3Client* client = s3()) return ListS3InRanges(*client, visit, memory, deadline, progress);
  return std::get<FolderBucket>(place_).List({}, deadline, visit.open(0, ""), progress);
}

Result<std::string> Bucket::Get(std::string_view key, const ByteRange& range,
                                const Deadline& deadline) const {
  if (S3Client* client = s3()) return GetS3(*client, key, range, deadline);
  return std::get<FolderBucket>(place_).Get(key, range, deadline);
}

S3Client* Bucket::s3() const {
  const auto* client = std::get_if<std::shared_ptr<S3Client>>(&place_);
  return client == nullptr ? nullptr : client->get();
}

std::uint64_t Bucket::requests() const {
  const S3Client* client = s3();
  return client == nullptr ? 0 : client->requests();
}

}  // namespace lastgood
