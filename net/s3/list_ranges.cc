#include "net/s3/list_ranges.h"

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>

#include "net/s3/key_walk.h"
#include "net/s3/list.h"
#include "net/s3/range_crew.h"

namespace lastgood {
namespace {

constexpr std::size_t kRangesEach = 4;         // of a connection, so that none waits long for the last one
constexpr std::uint64_t kLeastOfRange = 2000;  // objects; each range costs about half a page
constexpr int kMostDisagreed = 2;

void Add(const ListSummary& from, ListSummary& to) {
  to.objects += from.objects;
  to.pages += from.pages;
  if (to.repeated == 0) to.repeated_key = from.repeated_key;
  to.repeated += from.repeated;
}

// What is known of a range that was or is listed.
struct Part {
  KeySample sample;
  ListSummary summary;
};

// A chain of pages, and who visits what it shows.
struct Chain {
  Chain(S3Client& client, const ListQuery& query, ObjectVisitor to, Part& of)
      : part(of),
        visit([this, to = std::move(to)](const BucketObject& object) {
          part.sample.Add(object.key);
          to(object);
        }),
        listing(client, query, visit) {}

  Part& part;
  const ObjectVisitor visit;
  S3Listing listing;
};

class Listing {
 public:
  Listing(S3Client& client, const RangeVisit& visit, const Deadline& deadline, const ListProgress& progress)
      : client_(client), visit_(visit), deadline_(deadline), progress_(progress) {}

  Result<RangeOutcome> Run(std::size_t connections, std::vector<std::string> cuts) {
    const std::string& base = client_.settings().location.base;
    RangeWork work{.connections = connections, .cuts = std::move(cuts)};
    for (std::string& cut : work.cuts) cut.insert(0, base);
    if (!base.empty())
      work.end = base.substr(0, base.size() - 1) + '0';  // behind base, which ends with a slash
    work.explore = [this, connections](const std::string& position) {
      return WalkFolders(client_, position, kRangesEach * connections, deadline_);
    };
    work.open = [this](std::size_t worker, const std::string& start) { return Open(worker, start); };
    return ListInRanges(work, deadline_);
  }

  ListSummary Summary() const {
    ListSummary all;
    for (const auto& [start, part] : parts_) Add(part.summary, all);
    return all;
  }
  KeyHistogram Histogram() const {
    KeyHistogram histogram;
    for (const auto& [start, part] : parts_) histogram.Add(part.sample);
    return histogram;
  }

 private:
  RangeChain Open(std::size_t worker, const std::string& start) {
    const std::string from = start.substr(std::min(start.size(), client_.settings().location.base.size()));
    const auto chain = std::make_shared<Chain>(client_, ListQuery{.start_after = from},
                                               visit_.open(worker, from), parts_[start]);
    return {[chain](const Deadline& deadline) { return chain->listing.Read(deadline); },
            [this, chain](const std::string& end) { return Take(*chain, end); }};
  }

  Result<PageTaken> Take(Chain& chain, const std::string& end) {
    Result<PageTaken> taken = chain.listing.Take(end);
    const std::lock_guard lock(mutex_);
    objects_ += chain.listing.summary().objects - chain.part.summary.objects;
    chain.part.summary = chain.listing.summary();
    if (progress_) progress_(objects_);
    return taken;
  }

  S3Client& client_;
  const RangeVisit& visit_;
  const Deadline& deadline_;
  const ListProgress& progress_;
  std::mutex mutex_;  // guards objects_ and progress_
  std::uint64_t objects_ = 0;
  std::map<std::string, Part> parts_;  // by their starts
};

}  // namespace

std::vector<std::string> RangeMemory::Cuts(std::size_t connections) const {
  if (one_chain || connections < 2) return {};
  const std::uint64_t most = std::max<std::uint64_t>(1, histogram.objects() / kLeastOfRange);
  return histogram.Cuts(std::min<std::uint64_t>(most, kRangesEach * connections));
}

Result<ListSummary> ListS3InRanges(S3Client& client, const RangeVisit& visit, RangeMemory& memory,
                                   const Deadline& deadline, const ListProgress& progress) {
  std::uint64_t pages = 0;
  for (std::size_t connections = memory.one_chain ? 1 : visit.connections;; connections = 1) {
    Listing listing(client, visit, deadline, progress);
    LASTGOOD_ASSIGN(const RangeOutcome outcome, listing.Run(connections, memory.Cuts(connections)));
    ListSummary summary = listing.Summary();
    summary.pages += pages;
    if (outcome == RangeOutcome::kComplete) {
      memory.histogram = listing.Histogram();
      if (connections > 1) memory.disagreed = 0;
      return summary;
    }
    pages = summary.pages;
    memory.one_chain = outcome == RangeOutcome::kIgnoresStart || ++memory.disagreed >= kMostDisagreed;
    visit.restart();
  }
}

}  // namespace lastgood
