#include "net/s3/list.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/time.h"
#include "net/s3/page.h"
#include "net/s3/versions.h"
#include "net/s3/xml.h"

namespace lastgood {
namespace {

constexpr char kPageSize[] = "1000";  // some servers break above it

}  // namespace

// One chain of pages, and what has been learned from it.
class S3Listing::Impl {
 public:
  Impl(S3Client& client, const ListQuery& query, const ObjectVisitor& visit)
      : client_(client),
        base_(client.settings().location.base),
        prefix_(base_ + query.prefix),
        last_(query.start_after.empty() ? "" : base_ + query.start_after),
        start_after_(last_),
        from_(last_),
        visit_(visit) {}

  Result<PageSpan> Read(const Deadline& deadline) {
    LASTGOOD_ASSIGN(page_, Fetch(deadline));
    deadline_ = deadline;
    return page_->Span();
  }

  Result<PageTaken> Take(const std::string& end) {
    const S3ListPage page = std::move(*std::exchange(page_, std::nullopt));
    const std::uint64_t before = summary_.objects;
    end_ = end;
    beyond_.reset();
    LASTGOOD_RETURN_IF_ERROR(Consume(page));
    if (beyond_) return PageTaken{.beyond = std::move(beyond_)};
    const bool probed = std::exchange(probing_, false);
    // Nothing after the last key: the page before it told the truth. (A server that ignores start-after
    // shows old keys only, and its word is all there is.)
    if (probed && summary_.objects == before) return PageTaken{};
    if (page.truncated()) return Continue(page, summary_.objects > before);
    if (summary_.objects == 0) return ConfirmEmpty();
    return Probe();
  }

  const ListSummary& summary() const { return summary_; }

 private:
  std::string What() const {
    return fmt::format("listing s3://{}/{}, page {}{}", client_.settings().location.bucket, Cut(prefix_, 200),
                       summary_.pages, from_.empty() ? "" : " after \"" + Cut(from_, 200) + "\"");
  }

  Error Malformed(std::string_view found) const {
    return Error{ErrorCode::kMalformed, What() + ": " + std::string(found)};
  }

  S3Call Call() const {
    S3Call call{.what = What(),
                .query = {{"list-type", "2"}, {"encoding-type", "url"}, {"max-keys", kPageSize}},
                .right = "s3:ListBucket"};
    if (prefix_.empty())
      call.hint = fmt::format(
          "where they may list one folder only (a condition on s3:prefix), name it in `url`: "
          "s3://{}/folder",
          client_.settings().location.bucket);
    // Empty parameters confuse some servers.
    if (!prefix_.empty()) call.query.emplace_back("prefix", prefix_);
    if (!token_.empty()) call.query.emplace_back("continuation-token", token_);
    if (token_.empty() && !start_after_.empty()) call.query.emplace_back("start-after", start_after_);
    return call;
  }

  Result<S3ListPage> Fetch(const Deadline& deadline) {
    ++summary_.pages;
    if (deadline.Over(client_.clock()))
      return Error{ErrorCode::kTimeout,
                   What() + fmt::format(": the time for a pass was over after {} objects: raise `timeout`",
                                        summary_.objects)};
    std::optional<S3ListPage> page;
    LASTGOOD_RETURN_IF_ERROR(client_.Get(Call(), deadline, [&](HttpResponse& response) -> Status {
      LASTGOOD_ASSIGN(page, S3ListPage::Parse(std::move(response.body)));
      return Ok();
    }));
    return std::move(*page);
  }

  Status Consume(const S3ListPage& page) {
    const bool all = summary_.pages == 1 && start_after_.empty() && !page.truncated();
    if (all && !IsSorted(page)) return ConsumeInAnyOrder(page).In(What());
    return page.Each([this](const BucketObject& object) -> Status { return Take(object); }).In(What());
  }

  static bool IsSorted(const S3ListPage& page) {
    std::string last;
    bool sorted = true;
    const Status read = page.Each([&](const BucketObject& object) -> Status {
      sorted = sorted && last < object.key;
      last.assign(object.key);
      return Ok();
    });
    return sorted || !read.ok();
  }

  // One page that is all there is can be put in order here: some servers list folder by folder.
  Status ConsumeInAnyOrder(const S3ListPage& page) {
    struct Kept {
      std::string key, etag, storage_class;
      std::uint64_t size;
      Time modified;
    };
    std::vector<Kept> all;
    LASTGOOD_RETURN_IF_ERROR(page.Each([&](const BucketObject& object) -> Status {
      all.push_back({std::string(object.key), std::string(object.etag), std::string(object.storage_class),
                     object.size, object.modified});
      return Ok();
    }));
    std::ranges::sort(all, {}, &Kept::key);
    for (const Kept& kept : all) {
      LASTGOOD_RETURN_IF_ERROR(Take({kept.key, kept.size, kept.modified, kept.etag, kept.storage_class}));
    }
    return Ok();
  }

  Status Take(const BucketObject& object) {
    if (object.key <= last_ && object.key <= start_after_) return Ok();  // start-after is inclusive somewhere
    if (object.key == last_) return Repeat();
    if (object.key < last_)
      return Error{ErrorCode::kMalformed,
                   fmt::format("key \"{}\" came after \"{}\": the server repeats itself or does not sort; no "
                               "total can be trusted",
                               Cut(object.key, 200), Cut(last_, 200))};
    if (!object.key.starts_with(prefix_))
      return Error{ErrorCode::kMalformed, fmt::format("key \"{}\" is not under the prefix that was asked for",
                                                      Cut(object.key, 200))};
    last_.assign(object.key);
    if (!end_.empty() && object.key > end_) {
      if (!beyond_) beyond_ = last_;
      return Ok();
    }
    ++summary_.objects;
    BucketObject relative = object;
    relative.key.remove_prefix(base_.size());
    visit_(relative);
    return Ok();
  }

  // Some servers list a file under an explicit marker of its folder twice.
  Status Repeat() {
    if (beyond_) return Ok();
    if (++summary_.repeated == 1) summary_.repeated_key = last_.substr(base_.size());
    return Ok();
  }

  Result<PageTaken> Continue(const S3ListPage& page, bool advanced) {
    // The last key once more is one thing, again and again another.
    stale_ = advanced || page.Span().last.empty() ? 0 : stale_ + 1;
    if (stale_ > 1)
      return Malformed(fmt::format("it shows \"{}\" again and nothing else: the listing would never end",
                                   Cut(last_, 200)));
    if (page.next_token().empty())
      return Malformed(
          "IsTruncated is true, but there is no NextContinuationToken: the rest is out of reach");
    // By hash: a token takes up to a kilobyte, and a listing may have a hundred thousand pages.
    if (!tokens_.insert(std::hash<std::string>()(page.next_token())).second)
      return Malformed("the continuation token repeats: the listing would never end");
    token_ = page.next_token();
    start_after_.clear();
    return PageTaken{.more = true};
  }

  // A listing that is cut short behind delete markers shows nothing: the versions know better.
  Result<PageTaken> ConfirmEmpty() {
    if (!from_.empty() || !HasCurrentVersion(client_, prefix_, deadline_)) return PageTaken{};
    return Malformed(
        "it shows no object, and ?versions shows current ones: the server's listing is wrong, and nothing "
        "can be said of what is there");
  }

  // Some servers call a page the last one when it is not.
  Result<PageTaken> Probe() {
    token_.clear();
    start_after_ = last_;
    probing_ = true;
    return PageTaken{.more = true, .probe = true};
  }

  S3Client& client_;
  const std::string base_, prefix_;
  std::string last_;         // the greatest key so far
  std::string start_after_;  // of the page that is asked for; "" along a token chain
  const std::string from_;   // where the listing began
  std::string token_;
  std::string end_;                    // of what is visited
  std::optional<std::string> beyond_;  // the first key behind it
  std::optional<S3ListPage> page_;     // read, and not visited yet
  Deadline deadline_;
  std::unordered_set<std::size_t> tokens_;
  int stale_ = 0;  // pages in a row that showed nothing new
  bool probing_ = false;
  const ObjectVisitor& visit_;
  ListSummary summary_;
};

S3Listing::S3Listing(S3Client& client, const ListQuery& query, const ObjectVisitor& visit)
    : impl_(std::make_unique<Impl>(client, query, visit)) {}
S3Listing::S3Listing(S3Listing&&) noexcept = default;
S3Listing::~S3Listing() = default;

Result<PageSpan> S3Listing::Read(const Deadline& deadline) { return impl_->Read(deadline); }
Result<PageTaken> S3Listing::Take(const std::string& end) { return impl_->Take(end); }

Result<bool> S3Listing::Step(const Deadline& deadline) {
  LASTGOOD_RETURN_IF_ERROR(Read(deadline));
  LASTGOOD_ASSIGN(const PageTaken taken, Take(""));
  return taken.more;
}

const ListSummary& S3Listing::summary() const { return impl_->summary(); }

Result<ListSummary> ListS3(S3Client& client, const ListQuery& query, const Deadline& deadline,
                           const ObjectVisitor& visit, const ListProgress& progress) {
  S3Listing listing(client, query, visit);
  while (true) {
    LASTGOOD_ASSIGN(const bool more, listing.Step(deadline));
    if (progress) progress(listing.summary().objects);
    if (!more) return listing.summary();
  }
}

}  // namespace lastgood
