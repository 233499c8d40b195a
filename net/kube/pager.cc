#include "net/kube/pager.h"

#include <fmt/format.h>

#include "base/coding.h"
#include "net/kube/answer.h"

namespace lastgood {
namespace {

constexpr int kPage = 500;
constexpr int kMostRestarts = 3;
constexpr std::size_t kMostItems = 5'000'000;
constexpr std::size_t kMostPages = 1'000'000;

}  // namespace

ListPager::ListPager(const KubeServer& server, Reading reading)
    : server_(server), reading_(std::move(reading)), limit_(kPage) {}

std::string ListPager::Name() const { return FullName(reading_.resource); }

std::string ListPager::Url() const {
  std::string url = ResourceUrl(server_, reading_.resource, reading_.name, reading_.namespace_) +
                    fmt::format("limit={}", limit_);
  if (!token_.empty()) url += "&continue=" + PercentEncode(token_);
  return url;
}

Result<ListPager::Step> ListPager::Take(HttpResponse response, KubePageDecoder& decoder) {
  if (response.status == 410 && !token_.empty()) {
    LASTGOOD_RETURN_IF_ERROR(Restart());
    return Step::kMore;
  }
  if (token_.empty() && SaysAbsent(response)) return Step::kAbsent;
  if (response.status != 200)
    return ErrorFromAnswer(response, reading_.resource,
                           reading_.namespace_.empty() ? server_.scope : reading_.namespace_);
  LASTGOOD_ASSIGN(const bool more, Decode(response, decoder));
  if (!more) return Step::kDone;
  if (++pages_ < kMostPages && items_ < kMostItems) return Step::kMore;
  return Error{ErrorCode::kTooLarge, fmt::format("list {}: gave up after {} objects", Name(), items_)};
}

bool ListPager::Shrink() {
  if (limit_ <= 1) return false;
  limit_ /= 2;
  return true;
}

Status ListPager::Restart() {
  if (++restarts_ > kMostRestarts) {
    return Error{
        ErrorCode::kUnavailable,
        fmt::format("list {}: expired (410) {} times while it was read: the server compacts faster than "
                    "we read",
                    Name(), restarts_)};
  }
  token_.clear();
  items_ = 0;
  problems_ = {};
  if (reading_.restart) reading_.restart();
  return Ok();
}

// True when more pages follow.
Result<bool> ListPager::Decode(HttpResponse& response, KubePageDecoder& decoder) {
  const auto page = decoder.Decode(response.body, reading_.resource, reading_.visit, problems_);
  if (!page.ok()) return page.error().In("list " + Name());
  items_ += page->items;
  // Every page carries the first one's.
  resource_version_ = page->resource_version;
  if (page->continue_token.empty()) return false;
  if (page->continue_token == token_) {
    return Error{ErrorCode::kMalformed, fmt::format("list {}: a page continues with itself", Name())};
  }
  token_ = page->continue_token;
  return true;
}

}  // namespace lastgood
