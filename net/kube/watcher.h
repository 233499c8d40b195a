// Keeps what collectors follow up to date: one reflector a resource, whoever follows it, all of them driven
// by one thread over one set of connections. The thread begins with the first who waits, so that what is
// followed by several is listed once. May be used from any thread; every Following ends before the watcher.
#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

#include "net/kube/reflector.h"

namespace lastgood {

class KubeWatcher {
 public:
  // `watch` false: lists only. `server` outlives the watcher.
  KubeWatcher(const KubeServer& server, std::unique_ptr<HttpStreams> streams, bool watch);
  ~KubeWatcher();

  std::unique_ptr<Following> Follow(Follower who);

 private:
  friend class Following;

  void Begin();
  void Wake() { streams_->Wake(); }
  void Loop();
  Monotonic Advance();

  const KubeServer& server_;
  const std::unique_ptr<HttpStreams> streams_;
  std::optional<Error> down_;
  std::stop_source stop_;
  const ReflectorWorld world_;

  std::mutex mutex_;
  std::deque<Reflector> reflectors_;  // which stay where they are
  std::once_flag begun_;
  std::thread thread_;
};

}  // namespace lastgood
