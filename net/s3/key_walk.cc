#include "net/s3/key_walk.h"

#include <fmt/format.h>

#include <cstring>
#include <deque>
#include <set>

#include "base/coding.h"
#include "net/s3/xml.h"

namespace lastgood {
namespace {

constexpr int kMostRequests = 16;

Result<std::vector<std::string>> Ask(S3Client& client, const std::string& folder, const std::string& position,
                                     const Deadline& deadline) {
  const S3Location& location = client.settings().location;
  S3Call call{
      .what = fmt::format("listing the folders of s3://{}/{}", location.bucket, folder),
      .query = {{"list-type", "2"}, {"encoding-type", "url"}, {"max-keys", "1000"}, {"delimiter", "/"}},
      .right = "s3:ListBucket"};
  if (!folder.empty()) call.query.emplace_back("prefix", folder);
  if (position.starts_with(folder)) call.query.emplace_back("start-after", position);
  std::vector<std::string> folders;
  LASTGOOD_RETURN_IF_ERROR(client.Get(call, deadline, [&](HttpResponse& response) -> Status {
    LASTGOOD_ASSIGN(folders, DecodeFolders(std::move(response.body)));
    return Ok();
  }));
  return folders;
}

// Evenly.
std::vector<std::string> Thinned(const std::set<std::string>& keys, std::size_t wanted) {
  std::vector<std::string> all(keys.begin(), keys.end());
  if (all.size() <= wanted) return all;
  std::vector<std::string> some;
  for (std::size_t i = 0; i < wanted; ++i) some.push_back(all[(i + 1) * all.size() / (wanted + 1)]);
  return some;
}

}  // namespace

Result<std::vector<std::string>> DecodeFolders(std::string body) {
  LASTGOOD_ASSIGN(const S3Document document, S3Document::Parse(std::move(body), "ListBucketResult"));
  const pugi::xml_node root = document.root();
  const bool encoded = std::strcmp(root.child_value("EncodingType"), "url") == 0;
  std::vector<std::string> folders;
  for (const pugi::xml_node node : root.children("CommonPrefixes")) {
    std::string folder = node.child_value("Prefix");
    if (encoded) DecodeUrl(std::string(folder), folder);
    if (!folder.empty()) folders.push_back(std::move(folder));
  }
  return folders;
}

std::vector<std::string> WalkFolders(S3Client& client, const std::string& position, std::size_t wanted,
                                     const Deadline& deadline) {
  std::set<std::string> found;
  std::deque<std::string> open = {client.settings().location.base};
  for (int request = 0; request < kMostRequests && !open.empty() && found.size() < wanted; ++request) {
    const std::string folder = std::move(open.front());
    open.pop_front();
    const Result<std::vector<std::string>> folders = Ask(client, folder, position, deadline);
    if (!folders.ok()) break;
    // Its parts say more than the folder itself.
    if (!folders->empty()) found.erase(folder);
    for (const std::string& each : *folders) {
      if (each <= position && !position.starts_with(each)) continue;
      found.insert(each);
      open.push_back(each);
    }
  }
  while (!found.empty() && *found.begin() <= position) found.erase(found.begin());
  return Thinned(found, wanted);
}

}  // namespace lastgood
