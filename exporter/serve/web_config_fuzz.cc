// Any bytes as the web config file: a mistake is one line that names the file; headers are one line each, so
// that none of them can end the head of an answer.
// Subject: exporter/serve/web_config exporter/serve/answer.cc
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "exporter/serve/answer.h"
#include "exporter/serve/web_config.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const lastgood::Result<lastgood::WebConfig> config = lastgood::ParseWebConfig(text, "/etc/web.yaml");
  if (!config.ok()) {
    if (!config.error().message.starts_with("/etc/web.yaml:")) __builtin_trap();
    if (config.error().message.find('\n') != std::string::npos) __builtin_trap();
    return 0;
  }
  const std::string head = lastgood::WriteHead({}, config->headers);
  const auto ends = static_cast<std::size_t>(std::count(head.begin(), head.end(), '\n'));
  constexpr std::size_t kOwn = 4;  // the status line, the type, the length, nosniff
  if (ends > kOwn + config->headers.size() || !head.ends_with("\r\n")) __builtin_trap();
  return 0;
}
