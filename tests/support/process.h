// Real processes for end-to-end tests. A Process that a test leaves running is killed by its destructor.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace lastgood {

class Process {
 public:
  // argv[0] is the program's path, or a name in PATH; `environment` ("A=b") is added to the test's own.
  explicit Process(const std::vector<std::string>& argv, const std::string& input = "",
                   const std::vector<std::string>& environment = {});
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  // Reads standard error until a line holds `text`; that line, or "" when the process ended before.
  std::string AwaitErrorLine(const std::string& text);
  // The same of standard output.
  std::string AwaitLine(const std::string& text);
  void Signal(int signal) const;
  pid_t pid() const { return pid_; }
  bool HasEnded() const;
  // Reads the rest of both outputs and waits: the exit code, or 128 + the signal that ended it.
  int Wait();

  std::string out, err;  // complete after Wait

 private:
  static std::string AwaitIn(int file, std::string& read, const std::string& text);

  pid_t pid_ = -1;
  int out_ = -1, err_ = -1;
  std::optional<int> code_;
};

}  // namespace lastgood
