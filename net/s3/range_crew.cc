#include "net/s3/range_crew.h"

#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

namespace lastgood {
namespace {

class Crew {
 public:
  Crew(const RangeWork& work, const Deadline& deadline)
      : work_(work),
        ranges_(work.end),
        deadline_{deadline.at, stop_.get_token()},
        asked_to_stop_(deadline.stop, [this] { End(); }) {}

  Result<RangeOutcome> Run() {
    ranges_.Cut(work_.cuts);
    alone_ = work_.cuts.empty();
    if (!alone_) Hire();
    WorkOn(0);
    threads_.clear();  // joins
    if (error_) return std::move(*error_);
    if (ignores_start_) return RangeOutcome::kIgnoresStart;
    if (!ranges_.Complete()) return Error{ErrorCode::kTimeout, "given up, since a stop was asked for"};
    return ranges_.Agree() ? RangeOutcome::kComplete : RangeOutcome::kDisagree;
  }

 private:
  void Hire() {
    for (std::size_t worker = 1; worker < work_.connections; ++worker)
      threads_.emplace_back([this, worker] { WorkOn(worker); });
  }

  void WorkOn(std::size_t worker) {
    while (KeyRange* range = ranges_.Next()) {
      Status status = List(worker, *range);
      if (status.ok()) continue;
      const std::lock_guard lock(mutex_);
      // Those that are ended by it fail too, and know less.
      if (!error_ && !ignores_start_) error_ = std::move(status).error();
      End();
    }
  }

  Status List(std::size_t worker, KeyRange& range) {
    const RangeChain chain = Open(worker, range.start);
    while (true) {
      LASTGOOD_ASSIGN(const PageSpan page, chain.read(deadline_));
      if (!page.last.empty() && page.first < range.start) {
        TellIgnoresStart();
        return Ok();
      }
      LASTGOOD_ASSIGN(PageTaken taken, chain.take(ranges_.Claim(range, page)));
      if (!taken.more) {
        ranges_.Finish(range, std::move(taken.beyond));
        return Ok();
      }
      if (alone_ && !taken.probe && range.pages >= kPagesAlone) Spread(range.position);
    }
  }

  // The listing is long: it is worth the help of others.
  void Spread(const std::string& position) {
    alone_ = false;
    if (work_.connections < 2) return;
    if (work_.explore) ranges_.Cut(work_.explore(position));
    Hire();
  }

  RangeChain Open(std::size_t worker, const std::string& start) {
    const std::lock_guard lock(mutex_);
    return work_.open(worker, start);
  }

  void TellIgnoresStart() {
    const std::lock_guard lock(mutex_);
    ignores_start_ = !error_;
    End();
  }

  void End() {
    ranges_.Stop();
    stop_.request_stop();
  }

  static constexpr std::uint64_t kPagesAlone = 4;

  const RangeWork& work_;
  KeyRanges ranges_;
  std::stop_source stop_;
  const Deadline deadline_;
  const std::stop_callback<std::function<void()>> asked_to_stop_;
  std::mutex mutex_;  // guards error_, ignores_start_ and what is opened
  std::optional<Error> error_;
  bool ignores_start_ = false;
  bool alone_ = true;  // used by the first worker only
  std::vector<std::jthread> threads_;
};

}  // namespace

Result<RangeOutcome> ListInRanges(const RangeWork& work, const Deadline& deadline) {
  return Crew(work, deadline).Run();
}

}  // namespace lastgood
