#include "base/progress_line.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace lastgood {

ProgressLine::ProgressLine() : terminal_(isatty(STDERR_FILENO) == 1) {}

ProgressLine::~ProgressLine() {
  if (terminal_ && written_) fmt::print(stderr, "\r\x1b[K");
}

void ProgressLine::Show(std::string_view source, std::string_view what, std::size_t count) {
  const std::lock_guard lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  if (!terminal_ || now - shown_ < std::chrono::milliseconds(100)) return;
  shown_ = now;
  written_ = true;
  fmt::print(stderr, "\r\x1b[K{}: {} {}", source, what, count);
  std::fflush(stderr);
}

}  // namespace lastgood
