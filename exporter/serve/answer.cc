#include "exporter/serve/answer.h"

#include <fmt/format.h>

#include <algorithm>

namespace lastgood {
namespace {

std::string_view ReasonOf(int status) {
  static const std::map<int, std::string_view> kReasons = {{200, "OK"},
                                                           {302, "Found"},
                                                           {304, "Not Modified"},
                                                           {400, "Bad Request"},
                                                           {401, "Unauthorized"},
                                                           {403, "Forbidden"},
                                                           {404, "Not Found"},
                                                           {405, "Method Not Allowed"},
                                                           {408, "Request Timeout"},
                                                           {413, "Content Too Large"},
                                                           {417, "Expectation Failed"},
                                                           {429, "Too Many Requests"},
                                                           {431, "Request Header Fields Too Large"},
                                                           {500, "Internal Server Error"},
                                                           {501, "Not Implemented"},
                                                           {503, "Service Unavailable"}};
  const auto found = kReasons.find(status);
  return found == kReasons.end() ? "Unknown" : found->second;
}

// A header is one line, whatever is written into it.
std::string HeaderLine(std::string_view name, std::string value) {
  std::replace_if(
      value.begin(), value.end(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; }, ' ');
  return fmt::format("{}: {}\r\n", name, value);
}

}  // namespace

std::string WriteHead(const WebResponse& response, const std::map<std::string, std::string>& headers) {
  std::string head = fmt::format("HTTP/1.1 {} {}\r\n", response.status, ReasonOf(response.status));
  head += HeaderLine("Content-Type", response.content_type);
  // Of what has not changed its length is that of the page, which was not written.
  if (response.status != 304) head += fmt::format("Content-Length: {}\r\n", response.body.size());
  head += "X-Content-Type-Options: nosniff\r\n";
  for (const auto& [name, value] : response.headers) head += HeaderLine(name, value);
  const auto has = [&](const std::string& name) {
    return head.find("\r\n" + name + ": ") != std::string::npos;
  };
  for (const auto& [name, value] : headers)
    if (!has(name) && !value.empty()) head += HeaderLine(name, value);
  return head;
}

}  // namespace lastgood
