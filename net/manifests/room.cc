#include "net/manifests/room.h"

#include <chrono>

namespace lastgood {

bool Room::Enter(std::size_t bytes, const std::function<bool()>& stop) {
  constexpr std::chrono::milliseconds kAskEvery(100);
  std::unique_lock lock(mutex_);
  const auto fits = [&] { return taken_ == 0 || taken_ + bytes <= bytes_; };
  while (!left_.wait_for(lock, kAskEvery, fits))
    if (stop()) return false;
  taken_ += bytes;
  return true;
}

void Room::Leave(std::size_t bytes) {
  const std::lock_guard lock(mutex_);
  taken_ -= bytes;
  left_.notify_all();
}

bool Room::With(std::size_t bytes, const std::function<bool()>& stop, const std::function<void()>& work) {
  if (!Enter(bytes, stop)) return false;
  try {
    work();
  } catch (...) {  // what a callback throws through us
    Leave(bytes);
    throw;
  }
  Leave(bytes);
  return true;
}

}  // namespace lastgood
