// How far a command is, as one line on the terminal of standard error that is written over and gone at the
// end; nothing elsewhere. Thread-safe.
#pragma once

#include <chrono>
#include <cstddef>
#include <mutex>
#include <string_view>

namespace lastgood {

class ProgressLine {
 public:
  ProgressLine();
  ~ProgressLine();
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  // "homelab: objects listed 12000"; at most ten times a second.
  void Show(std::string_view source, std::string_view what, std::size_t count);

 private:
  std::mutex mutex_;
  bool terminal_;
  bool written_ = false;
  std::chrono::steady_clock::time_point shown_;
};

}  // namespace lastgood
