#include "net/kube/reflector.h"

#include <fmt/format.h>

#include <algorithm>
#include <random>

#include "net/http/retry.h"
#include "net/kube/answer.h"

namespace lastgood {
namespace {

constexpr int kPageTries = 5;
constexpr Duration kFirstWait = std::chrono::seconds(1);
constexpr Duration kMostWait = std::chrono::seconds(30);
constexpr Duration kCredentials = std::chrono::seconds(60);  // for a plugin that makes them
constexpr Duration kSoon = std::chrono::milliseconds(500);
constexpr Duration kGather = std::chrono::milliseconds(200);
constexpr int kRestFactor = 10;
constexpr Duration kProbeEvery = std::chrono::minutes(1);
// Bookmarks come every minute.
constexpr Duration kSilence = std::chrono::minutes(3);
// A server that ends streams sooner than this, without a word, does not watch.
constexpr Duration kShortStream = std::chrono::seconds(5);
// A CRD that is removed deletes its objects first; the end of the stream follows at once.
constexpr Duration kDeletionGrace = std::chrono::seconds(2);
constexpr std::size_t kMostDeletions = 1'000'000;
constexpr std::size_t kMostLine = 16 * 1024 * 1024;  // etcd takes objects of 1.5 MiB

// Spread, so that not all streams of all clients end at once.
int StreamSeconds() {
  thread_local std::minstd_rand random(std::random_device{}());
  return std::uniform_int_distribution(300, 600)(random);
}

}  // namespace

Reflector::Reflector(const ReflectorWorld& world, Resource resource, std::string name)
    : world_(world), resource_(resource), name_(std::move(name)) {}

Duration Reflector::BackOff() {
  return Jittered(std::min(kMostWait, kFirstWait * (1 << std::min(failures_++, 10))));
}

Monotonic Reflector::Due() const {
  Monotonic due = stream_ == 0 ? due_ : heard_ + kSilence;
  if (!deletions_.empty()) due = std::min(due, deleted_ + kDeletionGrace);
  if (gathered_) due = std::min(due, *gathered_);
  return followers_->empty() && stream_ == 0 ? Monotonic::max() : due;
}

bool Reflector::IsSilent() const {
  return stream_ != 0 && phase_ == Phase::kWatch && Now() - heard_ >= kSilence;
}

void Reflector::Advance() {
  if (followers_->empty()) return Restart();
  FlushDeletions();
  if (broken_) {
    Error error = std::exchange(broken_, std::nullopt)->In("watch " + FullName(resource_));
    Restart();
    return Fail(std::move(error));
  }
  if (found_ || IsToBegin()) Restart();
  if (stream_ != 0 || Now() < due_) return;
  if (pager_) return AskPage();
  if (phase_ == Phase::kProbe) return Probe();
  if (phase_ == Phase::kWatch && unproven_ < kSilence) return Watch();
  BeginList();
}

// Whether somebody waits for a first list. Who comes at about the same time is told the same one.
bool Reflector::IsToBegin() {
  if (pager_ || phase_ == Phase::kProbe || !followers_->AnyNew()) {
    gathered_.reset();
    return false;
  }
  if (!gathered_) gathered_ = Now() + kGather;
  return Now() >= *gathered_;
}

// From the list on, at once.
void Reflector::Restart() {
  if (stream_ != 0) world_.streams.Drop(stream_);
  stream_ = 0;
  pager_.reset();
  deletions_.clear();
  Relist(Duration::zero());
}

void Reflector::Lost() {
  if (stream_ == 0) return;
  const bool silent = IsSilent();
  stream_ = 0;
  buffer_.clear();
  due_ = Now() + Jittered(kSoon);
  // It may be one that the server has silently forgotten: where to go on is not certain.
  if (silent) Relist(Jittered(kSoon));
}

void Reflector::Relist(Duration wait) {
  phase_ = Phase::kList;
  version_.clear();
  buffer_.clear();
  expired_ = found_ = false;
  broken_.reset();
  unproven_ = Duration::zero();
  due_ = Now() + wait;
}

void Reflector::Fail(Error error, bool unreachable) {
  if (unreachable) {
    if (!world_.down) world_.down = error;
    error = *world_.down;
  }
  followers_->Failed(error);
  pager_.reset();
  buffer_.clear();
  if (phase_ != Phase::kWatch) phase_ = Phase::kList;
  due_ = Now() + BackOff();
}

// ---- lists

void Reflector::BeginList() {
  phase_ = Phase::kList;
  followers_->Restart();
  pager_.emplace(world_.server,
                 Reading{resource_, [this](const Fields& fields) { return followers_->Visit(fields); },
                         [this] { followers_->Restart(); }, name_});
  list_moment_ = world_.server.clock.Now();
  list_began_ = Now();
  AskPage();
}

void Reflector::AskPage() { Start(pager_->Url(), false); }

void Reflector::OnPage(Result<HttpResponse> result) {
  if (!result.ok() && result.error().code == ErrorCode::kTooLarge && pager_->Shrink()) return AskPage();
  if (result.ok() && result->status == 401 && !std::exchange(forgotten_, true)) {
    world_.server.credentials.Forget();
    return AskPage();
  }
  Attempt<HttpResponse> attempt = Judge(std::move(result), world_.server.clock);
  const bool unreachable = !attempt.result.ok() && IsUnreachable(attempt.result.error()) && pager_->AtStart();
  if (attempt.may_pass && !unreachable && failures_ < kPageTries) {
    due_ = Now() + std::max(attempt.after.value_or(Duration::zero()), BackOff());
    return;
  }
  if (!attempt.result.ok())
    return Fail(attempt.result.error().In("list " + FullName(resource_)), unreachable);
  const Result<ListPager::Step> step = pager_->Take(*std::move(attempt.result), world_.decoder);
  if (!step.ok()) return Fail(step.error());
  failures_ = 0;
  forgotten_ = false;
  world_.down.reset();
  if (*step == ListPager::Step::kMore) return AskPage();
  if (*step == ListPager::Step::kDone) return OnListed();
  pager_.reset();
  deletions_.clear();  // what is gone with its CRD was not deleted one by one
  followers_->Absent();
  if (!world_.watch) return Rest();
  phase_ = Phase::kProbe;
  due_ = Now() + Jittered(kProbeEvery);
}

void Reflector::OnListed() {
  deletions_.clear();  // the list knows
  list_took_ = std::chrono::ceil<Duration>(Now() - list_began_);
  version_ = pager_->resource_version();
  followers_->Listed(pager_->TakeProblems(), list_moment_);
  pager_.reset();
  unproven_ = Duration::zero();
  if (!world_.watch || version_.empty()) return Rest();
  phase_ = Phase::kWatch;
  due_ = Now();
}

void Reflector::Rest() { Relist(std::max(Jittered(followers_->Interval() * 2), list_took_ * kRestFactor)); }

// ---- watches

void Reflector::Start(std::string url, bool lasts) {
  HttpStream stream;
  stream.request = {.url = std::move(url),
                    .headers = {{"Accept", "application/json"}},
                    .deadline = Deadline::After(world_.server.clock, kCredentials, world_.stop)};
  const Status status = world_.server.credentials.Apply(stream.request);
  if (!status.ok()) return Fail(status.error());
  opened_ = heard_ = Now();
  stream.ended = [this, lasts](Result<HttpResponse> result) {
    stream_ = 0;
    lasts ? OnWatchEnd(std::move(result)) : OnPage(std::move(result));
  };
  if (lasts) {
    if (phase_ == Phase::kWatch) stream.request.timeout = Duration::zero();
    stream.piece = [this](std::string_view data) { OnPiece(data); };
    stream.opened = [this] { OnOpened(); };
  }
  stream_ = world_.streams.Start(std::move(stream));
}

void Reflector::Watch() {
  Start(ResourceUrl(world_.server, resource_, name_) +
            fmt::format("watch=1&allowWatchBookmarks=true&resourceVersion={}&timeoutSeconds={}", version_,
                        StreamSeconds()),
        true);
}

// Whether the resource is there by now, without a list.
void Reflector::Probe() {
  Start(ResourceUrl(world_.server, resource_, name_) + "watch=1&resourceVersion=0&timeoutSeconds=1", true);
}

void Reflector::OnOpened() {
  world_.down.reset();
  if (phase_ == Phase::kProbe) found_ = true;
  if (phase_ == Phase::kWatch) followers_->Recovered();
}

void Reflector::OnPiece(std::string_view data) {
  if (phase_ == Phase::kProbe || broken_) return;
  for (std::size_t end = data.find('\n'); end != std::string_view::npos; end = data.find('\n')) {
    buffer_.append(data.substr(0, end));
    data.remove_prefix(end + 1);
    if (!buffer_.empty()) OnEvent(buffer_);
    buffer_.clear();
  }
  buffer_.append(data);
  if (buffer_.size() > kMostLine)
    broken_ = Error{ErrorCode::kTooLarge, fmt::format("an event is larger than {} MiB", kMostLine >> 20)};
}

void Reflector::Heard() {
  heard_ = Now();
  unproven_ = Duration::zero();
  failures_ = 0;
  forgotten_ = false;
  followers_->Proven(world_.server.clock.Now());
}

void Reflector::OnEvent(std::string& line) {
  const WatchEvent event = events_.Read(line, resource_, [this](const Fields& fields) {
    deletions_.erase({fields.Namespace(), fields.Name()});  // another one of that name
    followers_->Changed(fields);
  });
  switch (event.type) {
    case WatchEvent::Type::kError:
      broken_ = event.error;
      return;
    case WatchEvent::Type::kExpired:
      expired_ = true;
      return;
    case WatchEvent::Type::kDeleted:
      deletions_.emplace(event.object.namespace_, event.object.name);
      deleted_ = Now();
      break;
    default:
      break;
  }
  if (event.problem) followers_->Broken(*event.problem);
  if (!event.resource_version.empty()) version_ = event.resource_version;
  Heard();
}

void Reflector::FlushDeletions() {
  const bool soon = Now() - deleted_ < kDeletionGrace && deletions_.size() < kMostDeletions;
  if (deletions_.empty() || soon) return;
  for (const auto& [namespace_, name] : std::exchange(deletions_, {})) followers_->Deleted(namespace_, name);
}

void Reflector::OnWatchEnd(Result<HttpResponse> result) {
  if (phase_ == Phase::kProbe) {
    const bool still = result.ok() && result->status == 404;
    if (!result.ok()) return Fail(result.error().In("list " + FullName(resource_)), true);
    if (!still) return Relist(found_ ? Duration::zero() : Jittered(kProbeEvery));  // the list tells why
    due_ = Now() + Jittered(kProbeEvery);
    return;
  }
  buffer_.clear();
  const Duration lasted = std::chrono::ceil<Duration>(Now() - opened_);
  unproven_ += lasted;
  if (expired_) return Relist(Jittered(kSoon));
  if (result.ok() && result->status != 200) return OnWatchAnswer(*result);
  if (lasted >= kShortStream || heard_ > opened_) {
    due_ = Now() + Jittered(kSoon);  // streams end: that is no failure yet
  } else if (result.ok()) {
    Rest();  // it does not watch: its lists are still good
  } else {
    Fail(result.error().In("watch " + FullName(resource_)), true);
  }
}

void Reflector::OnWatchAnswer(const HttpResponse& response) {
  const int status = response.status;
  if (status == 401 && !std::exchange(forgotten_, true)) {
    world_.server.credentials.Forget();
    due_ = Now();
  } else if (status == 410 || status == 404) {
    Relist(Jittered(kSoon));
  } else if (status == 401 || status == 429 || status >= 500) {
    Fail(ErrorFromAnswer(response, resource_, world_.server.scope, "watch"));
  } else {
    Rest();
  }
}

}  // namespace lastgood
