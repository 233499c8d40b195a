#include "net/s3/versions.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>

#include "net/s3/hidden_decode.h"
#include "net/s3/hidden_fetch.h"
#include "net/s3/range_crew.h"

namespace lastgood {
namespace {

// One chain of pages, behind a key.
class VersionPages {
 public:
  VersionPages(S3Client& client, std::string prefix, std::string start)
      : client_(client), prefix_(std::move(prefix)), key_(std::move(start)) {}

  Result<VersionsPage> Next(const Deadline& deadline) {
    S3Call call{.what = HiddenPage(client_, "versions", ++number_),
                .query = {{"versions", ""}, {"encoding-type", "url"}, {"max-keys", "1000"}},
                .right = "s3:ListBucketVersions"};
    AddHiddenQuery(call, prefix_, key_, "version-id-marker", version_);
    LASTGOOD_ASSIGN(VersionsPage page, FetchHidden(client_, call, deadline, &DecodeVersionsPage));
    if (!page.truncated) return page;
    LASTGOOD_RETURN_IF_ERROR(CheckMarker(call.what, key_, version_, page.next_key, page.next_version));
    key_ = page.next_key;
    version_ = page.next_version;
    return page;
  }

  Error OutOfPrefix() const {
    return {ErrorCode::kMalformed,
            HiddenPage(client_, "versions", number_) + ": a key is not under the prefix that was asked for"};
  }

 private:
  S3Client& client_;
  const std::string prefix_;
  std::string key_, version_;
  std::uint64_t number_ = 0;
};

// A range of keys. Some servers list the versions of a page first and its delete markers behind them, so that
// a page is looked through to its end.
class VersionRange {
 public:
  VersionRange(S3Client& client, std::string start, Time before, HiddenVisitor visit,
               CurrentVersions& current)
      : base_(client.settings().location.base),
        start_(start),
        before_(before),
        visit_(std::move(visit)),
        current_(current),
        pages_(client, base_, std::move(start)) {}

  Result<PageSpan> Read(const Deadline& deadline) {
    LASTGOOD_ASSIGN(page_, pages_.Next(deadline));
    PageSpan span;
    for (const VersionsPage::Entry& entry : page_.entries) {
      if (!entry.key.starts_with(base_)) return pages_.OutOfPrefix();
      if (span.first.empty() || entry.key < span.first) span.first = entry.key;
      span.last = std::max(span.last, entry.key);
    }
    if (page_.truncated && !span.last.empty()) span.last = std::max(span.last, page_.next_key);
    return span;
  }

  Result<PageTaken> Take(const std::string& end) {
    PageTaken taken{.more = page_.truncated};
    for (const VersionsPage::Entry& entry : page_.entries) {
      if (entry.key <= start_) continue;
      if (end.empty() || entry.key <= end)
        Visit(entry);
      else if (!taken.beyond || entry.key < *taken.beyond)
        taken.beyond = entry.key;
    }
    if (taken.beyond) taken.more = false;
    return taken;
  }

 private:
  void Visit(const VersionsPage::Entry& entry) {
    if (!entry.current) visit_({std::string_view(entry.key).substr(base_.size()), entry.size});
    if (!entry.current || !entry.modified || *entry.modified >= before_) return;
    ++current_.objects;
    current_.bytes += entry.size;
  }

  const std::string base_, start_;
  const Time before_;
  const HiddenVisitor visit_;
  CurrentVersions& current_;
  VersionPages pages_;
  VersionsPage page_;
};

struct Outcome {
  RangeOutcome ranges = RangeOutcome::kComplete;
  CurrentVersions current;
};

Result<Outcome> ListOnce(S3Client& client, Time before, const VersionsVisit& visit, std::size_t connections,
                         const Deadline& deadline) {
  const std::string& base = client.settings().location.base;
  std::map<std::string, CurrentVersions> parts;
  RangeWork work{.connections = connections};
  if (!base.empty())
    work.end = base.substr(0, base.size() - 1) + '0';  // behind base, which ends with a slash
  if (connections > 1)
    for (const std::string& cut : visit.cuts) work.cuts.push_back(base + cut);
  work.open = [&](std::size_t worker, const std::string& start) -> RangeChain {
    const auto range =
        std::make_shared<VersionRange>(client, start, before, visit.open(worker), parts[start]);
    return {[range](const Deadline& until) { return range->Read(until); },
            [range](const std::string& end) { return range->Take(end); }};
  };
  Outcome outcome;
  LASTGOOD_ASSIGN(outcome.ranges, ListInRanges(work, deadline));
  for (const auto& [start, part] : parts) {
    outcome.current.objects += part.objects;
    outcome.current.bytes += part.bytes;
  }
  return outcome;
}

}  // namespace

Result<CurrentVersions> ListNoncurrent(S3Client& client, Time before, const VersionsVisit& visit,
                                       const Deadline& deadline) {
  LASTGOOD_ASSIGN(Outcome outcome, ListOnce(client, before, visit, visit.connections, deadline));
  if (outcome.ranges == RangeOutcome::kComplete) return outcome.current;
  visit.restart();
  LASTGOOD_ASSIGN(outcome, ListOnce(client, before, visit, 1, deadline));
  return outcome.current;
}

bool HasCurrentVersion(S3Client& client, const std::string& prefix, const Deadline& deadline) {
  constexpr int kMostPages = 10;
  VersionPages pages(client, prefix, "");
  for (int read = 0; read < kMostPages; ++read) {
    const Result<VersionsPage> page = pages.Next(deadline);
    if (!page.ok()) return false;
    if (std::ranges::any_of(page->entries, &VersionsPage::Entry::current)) return true;
    if (!page->truncated) return false;
  }
  return false;
}

}  // namespace lastgood
