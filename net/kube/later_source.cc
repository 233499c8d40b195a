#include "net/kube/later_source.h"

namespace lastgood {

Result<KubeSource*> LaterSource::Opened() {
  const std::lock_guard lock(mutex_);
  if (source_ == nullptr) {
    LASTGOOD_ASSIGN(source_, KubeSource::Open(config_, http_, clock_));
  }
  return source_.get();
}

std::vector<Result<ReadOutcome>> LaterSource::Read(
    std::span<const Reading> readings, const Deadline& deadline,
    const std::function<void(std::string_view, std::size_t)>& progress) {
  const Result<KubeSource*> source = Opened();
  if (source.ok()) return (*source)->Read(readings, deadline, progress);
  return std::vector<Result<ReadOutcome>>(readings.size(), source.error());
}

std::unique_ptr<Following> LaterSource::Follow(Follower who) {
  const Result<KubeSource*> source = Opened();
  return source.ok() ? (*source)->Follow(std::move(who)) : nullptr;
}

std::string LaterSource::Describe() {
  const Result<KubeSource*> source = Opened();
  return source.ok() ? (*source)->Describe() : "";
}

}  // namespace lastgood
