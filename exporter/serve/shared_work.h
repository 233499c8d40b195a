// Work on threads of its own: who asks for what already waits for its turn shares that work and its result,
// so that a thousand who want the same cost one. Work that has begun is joined by nobody: a result is never
// older than the question. Thread-safe; the destructor drops what has not begun and waits for what has.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace lastgood {

template <typename T>
class SharedWork {
 public:
  using Work = std::function<T()>;
  using Then = std::function<void(const T&)>;  // called by a thread of the work

  // At most `most` pieces of work wait.
  SharedWork(std::size_t threads, std::size_t most) : most_(most) {
    for (std::size_t i = 0; i < threads; ++i)
      threads_.emplace_back([this](const std::stop_token& stop) { Run(stop); });
  }
  ~SharedWork() {
    for (std::jthread& thread : threads_) thread.request_stop();
  }

  // False when too much waits.
  bool Ask(const std::string& key, Work work, Then then) {
    const std::lock_guard lock(mutex_);
    for (Piece& piece : waiting_)
      if (piece.key == key) {
        piece.thens.push_back(std::move(then));
        return true;
      }
    if (waiting_.size() >= most_) return false;
    waiting_.push_back({key, std::move(work), {}});
    waiting_.back().thens.push_back(std::move(then));
    changed_.notify_one();
    return true;
  }

 private:
  struct Piece {
    std::string key;
    Work work;
    std::vector<Then> thens;
  };

  void Run(const std::stop_token& stop) {
    for (;;) {
      std::unique_lock lock(mutex_);
      if (!changed_.wait(lock, stop, [&] { return !waiting_.empty(); }) || stop.stop_requested()) return;
      const Piece piece = std::move(waiting_.front());
      waiting_.pop_front();
      lock.unlock();
      const T result = piece.work();
      for (const Then& then : piece.thens) then(result);
    }
  }

  const std::size_t most_;
  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<Piece> waiting_;
  std::vector<std::jthread> threads_;
};

}  // namespace lastgood
