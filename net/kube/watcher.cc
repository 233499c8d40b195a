#include "net/kube/watcher.h"

#include <algorithm>

namespace lastgood {
namespace {

// Silent streams are looked for this often.
constexpr Duration kMostWait = std::chrono::seconds(5);

}  // namespace

Following::Following(KubeWatcher& watcher, std::shared_ptr<Followers> among,
                     std::shared_ptr<const Follower> who)
    : watcher_(watcher), among_(std::move(among)), who_(std::move(who)) {}

Following::~Following() {
  among_->Remove(who_.get());
  watcher_.Wake();
}

FollowState Following::Await(const Deadline& deadline) {
  watcher_.Begin();
  return among_->Await(who_.get(), watcher_.server_.clock, deadline);
}

KubeWatcher::KubeWatcher(const KubeServer& server, std::unique_ptr<HttpStreams> streams, bool watch)
    : server_(server),
      streams_(std::move(streams)),
      world_{server_, *streams_, down_, stop_.get_token(), watch} {}

KubeWatcher::~KubeWatcher() {
  stop_.request_stop();
  Wake();
  if (thread_.joinable()) thread_.join();
}

std::unique_ptr<Following> KubeWatcher::Follow(Follower who) {
  const std::lock_guard lock(mutex_);
  const auto shared = std::make_shared<const Follower>(std::move(who));
  auto same = std::ranges::find_if(
      reflectors_, [&](const Reflector& reflector) { return reflector.Follows(shared->reading); });
  if (same == reflectors_.end()) {
    reflectors_.emplace_back(world_, shared->reading.resource, shared->reading.name);
    same = std::prev(reflectors_.end());
  }
  same->followers()->Add(shared);
  Wake();
  return std::make_unique<Following>(*this, same->followers(), shared);
}

void KubeWatcher::Begin() {
  std::call_once(begun_, [this] { thread_ = std::thread([this] { Loop(); }); });
}

void KubeWatcher::Loop() {
  while (!stop_.stop_requested()) {
    const Monotonic due = Advance();
    const auto wait = std::chrono::ceil<Duration>(due - server_.clock.Steady());
    streams_->Run(std::clamp(wait, Duration::zero(), kMostWait));
  }
}

// The moment at which one of them has something to do.
Monotonic KubeWatcher::Advance() {
  Monotonic due = server_.clock.Steady() + kMostWait;
  bool silent = false;
  const std::lock_guard lock(mutex_);
  for (Reflector& reflector : reflectors_) {
    silent = silent || reflector.IsSilent();
    reflector.Advance();
    due = std::min(due, reflector.Due());
  }
  if (!silent) return due;
  for (Reflector& reflector : reflectors_) reflector.Lost();
  streams_->Reconnect();
  return server_.clock.Steady();
}

}  // namespace lastgood
