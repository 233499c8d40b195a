#include "net/loki/recorded.h"

#include "base/coding.h"
#include "net/http/playback.h"

namespace lastgood {
namespace {

constexpr std::string_view kApi = "/loki/api/v1/";

// A parameter's value, decoded; "" when it is not there.
std::string Parameter(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    if (pair.starts_with(name) && pair.substr(name.size()).starts_with('='))
      return DecodeUrl(pair.substr(name.size() + 1));
  }
  return "";
}

}  // namespace

std::string RecordedLoki::FileOf(const std::string& path, const std::string& query) const {
  const std::size_t api = path.rfind(kApi);
  if (api == path.npos) return path;
  const std::string folder = path.substr(0, api + 1);
  const std::string_view call = std::string_view(path).substr(api + kApi.size());
  if (call == "index/volume") return folder + "index_volume.json";
  if (call == "labels")
    return folder + "ready";  // a Loki that is not ready refuses queries in the same words
  const auto stream = streams_.find(Parameter(query, "query"));
  return folder + "query_range_" + (stream == streams_.end() ? "" : stream->second) + ".json";
}

Result<HttpResponse> RecordedLoki::Do(const HttpRequest& request) {
  const std::optional<RecordedUrl> url = ParseRecordedUrl(request.url);
  if (!url) return live_.Do(request);
  const std::string file = FileOf(url->path, url->query);
  LASTGOOD_ASSIGN(HttpResponse response, PlayBack(file, request));
  if (file.ends_with("/ready") && response.status == 200 && !response.body.starts_with("ready"))
    response.status = 503;
  return response;
}

}  // namespace lastgood
