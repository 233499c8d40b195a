#include "exporter/serve/process_metrics.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>

namespace lastgood {
namespace {

prometheus::MetricFamily Family(const char* name, const char* help, prometheus::MetricType type,
                                double value) {
  prometheus::ClientMetric metric;
  if (type == prometheus::MetricType::Counter)
    metric.counter.value = value;
  else
    metric.gauge.value = value;
  return {name, help, type, {metric}};
}

// Fields of /proc/self/stat from the third on; the second, the program's name, may hold spaces and
// parentheses.
std::vector<std::string> StatFields() {
  std::ifstream file("/proc/self/stat");
  std::string line;
  std::getline(file, line);
  std::istringstream rest(line.substr(std::min(line.size(), line.rfind(')') + 1)));
  std::vector<std::string> fields(2);
  for (std::string field; rest >> field;) fields.push_back(field);
  return fields;
}

std::optional<double> BootTime() {
  std::ifstream file("/proc/stat");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with("btime ")) return std::strtod(line.c_str() + 6, nullptr);
  return std::nullopt;
}

double CpuSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

std::optional<double> OpenFiles() {
  std::error_code error;
  const std::filesystem::directory_iterator files("/proc/self/fd", error);
  if (error) return std::nullopt;
  return static_cast<double>(std::distance(begin(files), end(files)));
}

}  // namespace

std::vector<prometheus::MetricFamily> ProcessMetrics() {
  using prometheus::MetricType;
  std::vector<prometheus::MetricFamily> families;
  families.push_back(Family("process_cpu_seconds_total", "Total user and system CPU time spent in seconds.",
                            MetricType::Counter, CpuSeconds()));
  if (const auto files = OpenFiles())
    families.push_back(
        Family("process_open_fds", "Number of open file descriptors.", MetricType::Gauge, *files));
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0)
    families.push_back(Family("process_max_fds", "Maximum number of open file descriptors.",
                              MetricType::Gauge, static_cast<double>(limit.rlim_cur)));
  const std::vector<std::string> stat = StatFields();  // proc(5): 20 threads, 22 start, 23 bytes, 24 pages
  if (stat.size() < 24) return families;
  const auto number = [&](std::size_t field) { return std::strtod(stat[field - 1].c_str(), nullptr); };
  const auto add = [&](const char* name, const char* help, double value) {
    families.push_back(Family(name, help, MetricType::Gauge, value));
  };
  add("process_virtual_memory_bytes", "Virtual memory size in bytes.", number(23));
  add("process_resident_memory_bytes", "Resident memory size in bytes.",
      number(24) * static_cast<double>(sysconf(_SC_PAGESIZE)));
  add("process_threads", "Number of threads.", number(20));
  if (const auto boot = BootTime())
    add("process_start_time_seconds", "Start time of the process since unix epoch in seconds.",
        *boot + number(22) / static_cast<double>(sysconf(_SC_CLK_TCK)));
  return families;
}

}  // namespace lastgood
