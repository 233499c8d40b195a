// A source that cannot be opened yet: its kubeconfig is not there, or says nothing of use. Each Read tries
// again, and until one succeeds every reading has the error that says why. May be called from any thread.
#pragma once

#include <memory>
#include <mutex>

#include "net/kube/source.h"

namespace lastgood {

class LaterSource {
 public:
  // `http` and `clock` must outlive it.
  LaterSource(KubeConfig config, HttpClient& http, const Clock& clock)
      : config_(std::move(config)), http_(http), clock_(clock) {}

  std::vector<Result<ReadOutcome>> Read(std::span<const Reading> readings, const Deadline& deadline,
                                        const std::function<void(std::string_view, std::size_t)>& progress);
  // Tries too; null while it cannot be opened.
  std::unique_ptr<Following> Follow(Follower who);
  // Tries too; "" while nobody knows.
  std::string Describe();

 private:
  // Opened once; the error says why it cannot be.
  Result<KubeSource*> Opened();

  const KubeConfig config_;
  HttpClient& http_;
  const Clock& clock_;
  std::mutex mutex_;
  std::unique_ptr<KubeSource> source_;
};

}  // namespace lastgood
