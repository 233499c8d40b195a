// How many bytes of manifests are in work at a time. What is parsed takes several times its size in memory,
// and every collector parses for itself. Who needs more than there is waits until nobody else is there.
// Thread-safe.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>

namespace lastgood {

class Room {
 public:
  explicit Room(std::size_t bytes) : bytes_(bytes) {}

  // Runs `work` once there is room for `bytes`. False, and not run, when `stop` says so before.
  bool With(std::size_t bytes, const std::function<bool()>& stop, const std::function<void()>& work);

 private:
  bool Enter(std::size_t bytes, const std::function<bool()>& stop);
  void Leave(std::size_t bytes);

  const std::size_t bytes_;
  std::mutex mutex_;
  std::condition_variable left_;
  std::size_t taken_ = 0;
};

}  // namespace lastgood
