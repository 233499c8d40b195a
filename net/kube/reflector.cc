#include "net/kube/reflector.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/instruments.h"
#include "net/http/retry.h"
#include "net/kube/answer.h"

namespace lastgood {
namespace {

constexpr int kPageTries = 5;
constexpr Duration kFirstWait = std::chrono::seconds(1);
constexpr Duration kMostWait = std::chrono::seconds(30);
constexpr Duration kCredentials = std::chrono::seconds(60);  // for a plugin that makes them
constexpr Duration kStream = std::chrono::minutes(10);       // spread, as all waits
constexpr Duration kSoon = std::chrono::milliseconds(500);
constexpr Duration kGather = std::chrono::milliseconds(200);
constexpr int kRestFactor = 10;
constexpr Duration kProbeEvery = std::chrono::minutes(1);
// Bookmarks come every minute.
constexpr Duration kSilence = std::chrono::minutes(3);
// A server that ends streams sooner than this, without a word, does not watch.
constexpr Duration kShortStream = std::chrono::seconds(5);
constexpr int kMostShortStreams = 2;  // in a row

}  // namespace

Reflector::Reflector(const ReflectorWorld& world, Resource resource, std::string name)
    : world_(world), resource_(resource), name_(std::move(name)) {}

Duration Reflector::BackOff() {
  return Jittered(std::min(kMostWait, kFirstWait * (1 << std::min(failures_++, 10))));
}

// Longer each time that a list was of no use for a watch.
Duration Reflector::ExpiryWait() {
  return Jittered(std::min(kMostWait, kSoon * (1 << std::min(expiries_++, 10))));
}

Monotonic Reflector::Due() const {
  Monotonic due = stream_ == 0 ? due_ : heard_ + kSilence;
  due = std::min({due, deletions_.Due(), gathered_.value_or(Monotonic::max())});
  return followers_->empty() && stream_ == 0 ? Monotonic::max() : due;
}

bool Reflector::IsSilent() const {
  return stream_ != 0 && phase_ == Phase::kWatch && Now() - heard_ >= kSilence;
}

void Reflector::Advance() {
  if (followers_->empty()) return Restart();
  for (const auto& [namespace_, name] : deletions_.Take(Now())) followers_->Deleted(namespace_, name);
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
  EndList();
  deletions_.Clear();
  Relist(Duration::zero());
}

void Reflector::Lost() {
  if (stream_ == 0) return;
  const bool silent = IsSilent();
  stream_ = 0;
  events_.Clear();
  due_ = Now() + Jittered(kSoon);
  // It may be one that the server has silently forgotten: where to go on is not certain.
  if (silent) Relist(Jittered(kSoon));
}

void Reflector::Relist(Duration wait) {
  phase_ = Phase::kList;
  version_.clear();
  events_.Clear();
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
  EndList();
  events_.Clear();
  if (phase_ != Phase::kWatch) phase_ = Phase::kList;
  due_ = Now() + BackOff();
}

void Reflector::BeginList() {
  phase_ = Phase::kList;
  followers_->Restart();
  pager_.emplace(world_.server,
                 Reading{resource_, [this](const Fields& fields) { return followers_->Visit(fields); },
                         [this] { followers_->Restart(); }, name_});
  decoder_.emplace();
  list_moment_ = world_.server.clock.Now();
  list_began_ = Now();
  AskPage();
}

void Reflector::EndList() {
  pager_.reset();
  decoder_.reset();
}

void Reflector::AskPage() { Start(pager_->Url(), false); }

void Reflector::OnPage(Result<HttpResponse> result) {
  if (!result.ok() && result.error().code == ErrorCode::kTooLarge && pager_->Shrink()) return AskPage();
  if (result.ok() && IsRefused(*result)) return AskPage();
  Attempt<HttpResponse> attempt = Judge(std::move(result), world_.server.clock);
  const bool unreachable = !attempt.result.ok() && IsUnreachable(attempt.result.error()) && pager_->AtStart();
  if (attempt.may_pass && !unreachable && failures_ < kPageTries) {
    due_ = Now() + std::max(attempt.after.value_or(Duration::zero()), BackOff());
    return;
  }
  if (!attempt.result.ok())
    return Fail(attempt.result.error().In("list " + FullName(resource_)), unreachable);
  const Result<ListPager::Step> step = pager_->Take(*std::move(attempt.result), *decoder_);
  if (!step.ok()) return Fail(step.error());
  failures_ = 0;
  forgotten_ = false;
  world_.down.reset();
  if (*step == ListPager::Step::kMore) return AskPage();
  if (*step == ListPager::Step::kDone) return OnListed();
  EndList();
  deletions_.Clear();  // what is gone with its CRD was not deleted one by one
  followers_->Absent();
  if (!world_.watch) return Rest();
  phase_ = Phase::kProbe;
  due_ = Now() + Jittered(kProbeEvery);
}

// For the first time: the credentials may have been replaced meanwhile.
bool Reflector::IsRefused(const HttpResponse& response) {
  if (response.status != 401 || std::exchange(forgotten_, true)) return false;
  world_.server.credentials.Forget();
  return true;
}

void Reflector::OnListed() {
  deletions_.Clear();  // the list knows
  list_took_ = std::chrono::ceil<Duration>(Now() - list_began_);
  version_ = pager_->resource_version();
  followers_->Listed(pager_->TakeProblems(), list_moment_);
  EndList();
  unproven_ = Duration::zero();
  if (!world_.watch || version_.empty()) return Rest();
  phase_ = Phase::kWatch;
  due_ = Now();
}

void Reflector::Rest() { Relist(std::max(Jittered(followers_->Interval() * 2), list_took_ * kRestFactor)); }

void Reflector::Start(std::string url, bool lasts) {
  HttpStream stream;
  stream.request.url = std::move(url);
  stream.request.headers = {{"Accept", "application/json"}};
  stream.request.deadline = Deadline::After(world_.server.clock, kCredentials, world_.stop);
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
                        std::chrono::floor<std::chrono::seconds>(Jittered(kStream)).count()),
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
  const auto changed = [this](const Fields& fields) {
    deletions_.Forget(fields.Namespace(), fields.Name());
    followers_->Changed(fields);
  };
  const Status status =
      events_.Take(data, resource_, changed, [this](const WatchEvent& event) { OnEvent(event); });
  if (!status.ok()) broken_ = status.error();
}

void Reflector::Heard() {
  heard_ = Now();
  unproven_ = Duration::zero();
  failures_ = expiries_ = 0;
  forgotten_ = false;
  followers_->Proven(world_.server.clock.Now());
}

void Reflector::OnEvent(const WatchEvent& event) {
  if (Instruments* const instruments = world_.server.http.instruments())
    instruments->CountWatchEvent(FullName(resource_), ToString(event.type));
  switch (event.type) {
    case WatchEvent::Type::kError:
      broken_ = event.error;
      return;
    case WatchEvent::Type::kExpired:
      expired_ = true;
      return;
    case WatchEvent::Type::kDeleted:
      deletions_.Add(event.object.namespace_, event.object.name, Now());
      break;
    default:
      break;
  }
  if (event.problem) followers_->Broken(*event.problem);
  if (!event.resource_version.empty()) version_ = event.resource_version;
  Heard();
}

void Reflector::OnWatchEnd(Result<HttpResponse> result) {
  if (phase_ == Phase::kProbe) {
    if (!result.ok()) return Fail(result.error().In("list " + FullName(resource_)), true);
    due_ = Now() + Jittered(kProbeEvery);
    if (result->status != 404) Relist(found_ ? Duration::zero() : Jittered(kProbeEvery));  // it tells why
    return;
  }
  events_.Clear();
  const Duration lasted = std::chrono::ceil<Duration>(Now() - opened_);
  unproven_ += lasted;
  if (expired_) return Relist(ExpiryWait());
  if (result.ok() && result->status != 200) return OnWatchAnswer(*result);
  const bool is_short = lasted < kShortStream && heard_ == opened_;
  short_streams_ = is_short ? short_streams_ + 1 : 0;
  if (!is_short || (result.ok() && short_streams_ < kMostShortStreams)) {
    due_ = Now() + Jittered(kSoon);  // streams end: that is no failure yet
  } else if (result.ok()) {
    Rest();  // it does not watch: its lists are still good
  } else {
    Fail(result.error().In("watch " + FullName(resource_)), true);
  }
}

void Reflector::OnWatchAnswer(const HttpResponse& response) {
  const int status = response.status;
  if (IsRefused(response)) {
    due_ = Now();
  } else if (status == 410 || status == 404) {
    Relist(ExpiryWait());
  } else if (status == 401 || status == 429 || status >= 500) {
    Fail(ErrorFromAnswer(response, resource_, world_.server.scope, "watch"));
  } else {
    Rest();
  }
}

}  // namespace lastgood
