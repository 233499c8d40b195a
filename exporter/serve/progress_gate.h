// A callback that may be taken away while threads still call it: calls go through one at a time until it is
// closed. When Close returns none runs any more, so that what the callback refers to may go. Thread-safe.
#pragma once

#include <functional>
#include <mutex>
#include <string_view>

namespace lastgood {

class ProgressGate {
 public:
  using Tell = std::function<void(std::string_view, std::string_view, std::size_t)>;
  explicit ProgressGate(const Tell& tell) : tell_(tell) {}

  void operator()(std::string_view source, std::string_view what, std::size_t count) {
    const std::lock_guard lock(mutex_);
    if (tell_) tell_(source, what, count);
  }
  void Close() {
    const std::lock_guard lock(mutex_);
    tell_ = {};
  }

 private:
  std::mutex mutex_;
  Tell tell_;
};

}  // namespace lastgood
