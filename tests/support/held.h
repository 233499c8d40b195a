// What another process holds and spends, from /proc: 0 once it has ended.
#pragma once

#include <sys/types.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string>

namespace lastgood {

// The value of a line such as "VmHWM:   1234 kB" or "process_cpu_seconds_total 1.5"; 0 without one.
inline double ValueAfter(const std::string& text, const std::string& name) {
  const std::size_t at = text.find('\n' + name);
  return at == text.npos ? 0 : std::strtod(text.c_str() + at + 1 + name.size(), nullptr);
}

inline std::string ProcFile(pid_t pid, const std::string& name) {
  std::ostringstream text;
  text << std::ifstream("/proc/" + std::to_string(pid) + "/" + name).rdbuf();
  return text.str();
}

inline double ResidentMib(pid_t pid) { return ValueAfter(ProcFile(pid, "status"), "VmRSS:") / 1024; }
inline double PeakMib(pid_t pid) { return ValueAfter(ProcFile(pid, "status"), "VmHWM:") / 1024; }
inline int ThreadsOf(pid_t pid) { return static_cast<int>(ValueAfter(ProcFile(pid, "status"), "Threads:")); }

inline std::size_t DescriptorsOf(pid_t pid) {
  std::error_code error;
  const std::filesystem::directory_iterator files("/proc/" + std::to_string(pid) + "/fd", error);
  return static_cast<std::size_t>(std::distance(begin(files), end(files)));
}

// Seconds of a CPU, of all its threads; user and kernel.
inline double CpuOf(pid_t pid) {
  const std::string text = ProcFile(pid, "stat");
  const std::size_t name_end = text.rfind(')');
  if (name_end == text.npos) return 0;
  std::istringstream fields(text.substr(name_end + 2));
  std::string skipped;
  for (int i = 0; i < 11; ++i) fields >> skipped;
  double user = 0, kernel = 0;
  fields >> user >> kernel;
  return (user + kernel) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

}  // namespace lastgood
