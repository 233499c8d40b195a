#include "collectors/opensearch/recorded.h"

#include <algorithm>
#include <array>

#include "net/http/playback.h"

namespace lastgood::opensearch {
namespace {

struct Recording {
  std::string_view call, file;
};

constexpr std::array<Recording, 6> kRecordings = {{{"/", "/cluster.json"},
                                                   {"/_cluster/health", "/health.json"},
                                                   {"/_plugins/_sm/policies", "/sm_policies.json"},
                                                   {"/_plugins/_sm/policies/*/_explain", "/sm_explain.json"},
                                                   {"/_slm/policy", "/slm_policy.json"},
                                                   {"/_slm/status", "/slm_status.json"}}};
constexpr std::string_view kRepository = "/_snapshot/";

std::string_view FileOf(std::string_view call) {
  // A repository's name has no slash: its settings, or a list of its snapshots.
  if (call.starts_with(kRepository))
    return call.find('/', kRepository.size()) == call.npos ? "/repository.json" : "/snapshots.json";
  const auto* const found = std::ranges::find(kRecordings, call, &Recording::call);
  return found == kRecordings.end() ? call : found->file;
}

}  // namespace

Result<HttpResponse> RecordedCluster::Do(const HttpRequest& request) {
  const std::optional<RecordedUrl> url = ParseRecordedUrl(request.url);
  const std::optional<RecordedUrl> folder = ParseRecordedUrl(url_);
  if (!url || !folder || !url->path.starts_with(folder->path)) return live_.Do(request);
  const std::string_view call = std::string_view(url->path).substr(folder->path.size());
  return PlayBack(folder->path + std::string(FileOf(call)), request);
}

}  // namespace lastgood::opensearch
