#include "net/http/playback.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/read_file.h"

namespace lastgood {
namespace {

constexpr std::string_view kFile = "file://";

// In the words of servers that answer in JSON, so that their decoders find them.
HttpResponse NotRecorded(const std::string& file) {
  const nlohmann::json said = {{"error", file + ": is not recorded: check the folder of recorded answers"},
                               {"status", 404}};
  return {.status = 404, .body = said.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)};
}

}  // namespace

std::optional<RecordedUrl> ParseRecordedUrl(std::string_view url) {
  if (!url.starts_with(kFile)) return std::nullopt;
  url.remove_prefix(kFile.size());
  const std::size_t mark = url.find('?');
  return RecordedUrl{.path = std::string(url.substr(0, mark)),
                     .query = std::string(mark == url.npos ? "" : url.substr(mark + 1))};
}

Result<HttpResponse> PlayBack(const std::string& file, const HttpRequest& request) {
  Result<std::string> text = ReadFile(file, {.most = request.max_body, .named = false});
  if (text.ok()) return HttpResponse{.status = 200, .body = std::move(text).value()};
  if (text.error().code == ErrorCode::kNotFound) return NotRecorded(file);
  return std::move(text).error().In(file);
}

}  // namespace lastgood
