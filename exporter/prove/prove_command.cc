#include "exporter/prove/prove_command.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <filesystem>
#include <vector>

#include "base/build_info.h"
#include "base/progress_line.h"
#include "base/text.h"
#include "base/time.h"
#include "base/yaml_writer.h"
#include "exporter/prove/prove_text.h"
#include "net/http/curl_http.h"
#include "net/s3/bucket.h"
#include "proof/stores.h"

namespace lastgood {
namespace {

constexpr Duration kListing = std::chrono::hours(4);    // of one bucket
constexpr Duration kReading = std::chrono::minutes(2);  // of one part of an object

using proof::ProvenStore;

struct StorePlace {
  std::string url;
  BucketConfig config;
};

// What it leaves open comes from the environment, as for the buckets of a config.
Result<BucketConfig> ConfigOf(const std::string& url, const ProveOptions& options) {
  YAML::Emitter text;
  text << YAML::BeginMap;
  yaml::Pair(text, "url", url);
  if (!options.endpoint.empty()) yaml::Pair(text, "endpoint", options.endpoint);
  text << YAML::EndMap;
  LASTGOOD_ASSIGN(ConfigReader reader, ConfigReader::Parse(text.c_str(), "prove " + OneLine(url)));
  BucketConfig config = ReadBucketConfig(reader, ReadEnvironment);
  LASTGOOD_RETURN_IF_ERROR(reader.Finish());
  return config;
}

bool IsUrl(const std::string& where) { return where.starts_with("s3://") || where.starts_with("file://"); }

// The buckets of the config; with a name, that one.
Result<std::vector<StorePlace>> Configured(const ProveOptions& options, HttpClient& http,
                                           const Clock& clock) {
  LASTGOOD_ASSIGN(const std::string file, FindConfigFile(options.common.config));
  LASTGOOD_ASSIGN(const Setup setup,
                  LoadSetup(file, options.common.collectors, {http, clock, nullptr, ReadEnvironment}));
  std::vector<StorePlace> places;
  std::vector<std::string> names;
  for (const auto& [name, config] : setup.buckets) {
    names.push_back(name);
    if (options.where.empty() || options.where == name) places.push_back({config.url, config});
  }
  if (!places.empty()) return places;
  if (options.where.empty())
    return Error{ErrorCode::kConfig, "prove: no config names a bucket; name a URL or a folder"};
  return Error{ErrorCode::kConfig,
               fmt::format("prove {}: there is no such folder, nor a bucket of this name in the config ({})",
                           Cut(OneLine(options.where), 200),
                           names.empty() ? "which has none" : fmt::format("{}", fmt::join(names, ", ")))};
}

Result<std::vector<StorePlace>> PlacesOf(const ProveOptions& options, HttpClient& http, const Clock& clock) {
  std::string url = options.where;
  std::error_code ignored;
  if (!IsUrl(url) && !url.empty() && std::filesystem::is_directory(url, ignored))
    url = "file://" + std::filesystem::canonical(url, ignored).string();
  if (!IsUrl(url)) return Configured(options, http, clock);
  LASTGOOD_ASSIGN(BucketConfig config, ConfigOf(url, options));
  return std::vector<StorePlace>{{url, std::move(config)}};
}

// An error of the listing is an error of the whole: what was seen is not all, and would look like losses.
Result<std::vector<ProvenStore>> ProveOne(const StorePlace& place, const ProveOptions& options,
                                          HttpClient& http, const Clock& clock) {
  LASTGOOD_ASSIGN(const Bucket bucket, Bucket::Open(place.config, http, clock, ReadEnvironment));
  ProgressLine progress;
  proof::StoreScan scan(options.type);
  const auto visit = [&](const BucketObject& object) { scan.Add(object); };
  const auto listed = [&](std::size_t objects) {
    progress.Show(OneLine(place.url), "objects listed", objects);
  };
  LASTGOOD_RETURN_IF_ERROR(bucket.List({}, Deadline::After(clock, kListing), visit, listed));
  std::size_t reads = 0;
  const proof::ReadPart read = [&](const std::string& key, const ByteRange& range) {
    progress.Show(OneLine(place.url), "parts read", ++reads);
    return bucket.Get(key, range, Deadline::After(clock, kReading));
  };
  return scan.Prove(read, options.depth, clock.Now());
}

std::string Rendered(const ProveOptions& options, const std::vector<ProvenStore>& stores, Time now) {
  if (options.format == ReportFormat::kJson) return RenderProofJson(stores);
  if (options.format == ReportFormat::kMarkdown) return RenderProofMarkdown(stores);
  return RenderProofTable(stores, now, StyleOfOutput());
}

}  // namespace

Result<Ended> RunProve(const ProveOptions& options) {
  const SystemClock clock;
  const std::unique_ptr<HttpClient> http = MakeCurlHttpClient(fmt::format("lastgood/{}", kBuildVersion));
  LASTGOOD_ASSIGN(const std::vector<StorePlace> places, PlacesOf(options, *http, clock));
  std::vector<ProvenStore> stores;
  for (const StorePlace& place : places) {
    LASTGOOD_ASSIGN(std::vector<ProvenStore> found,
                    ProveOne(place, options, *http, clock).In(OneLine(place.url)));
    for (ProvenStore& store : found) stores.push_back(std::move(store));
  }
  const std::string text = Rendered(options, stores, clock.Now());
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0)
    return Error{ErrorCode::kUnavailable, "standard output cannot be written"};
  return Ended{ExitCodeOf(stores), nullptr};
}

}  // namespace lastgood
