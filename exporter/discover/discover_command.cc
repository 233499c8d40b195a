#include "exporter/discover/discover_command.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "base/build_info.h"
#include "base/file_handle.h"
#include "base/read_file.h"
#include "collectors/shared/secrets.h"
#include "exporter/discover/bucket_search.h"
#include "exporter/discover/components.h"
#include "exporter/discover/config_text.h"
#include "exporter/discover/known.h"
#include "exporter/discover/look.h"
#include "exporter/serve/runner.h"
#include "net/http/curl_http.h"

namespace lastgood {
namespace {

constexpr Duration kLooking = std::chrono::minutes(5);
constexpr Duration kSearching = std::chrono::minutes(30);  // of one bucket

// What collectors use: one that hangs may use it longer than the pass.
struct Tools {
  const SystemClock clock;
  const std::unique_ptr<HttpClient> http = MakeCurlHttpClient(fmt::format("lastgood/{}", kBuildVersion));
  Logger log{nullptr, clock, LogLevel::kError, LogFormat::kLogfmt};
};

bool IsBucket(const std::string& where) { return where.starts_with("s3://") || where.starts_with("file://"); }

void Search(FoundBucket& place, const ReadSecret& read_secret, Tools& tools, Found& found) {
  BucketConfig config{.url = place.url,
                      .endpoint = place.endpoint,
                      .region = place.region,
                      .path_style = place.path_style,
                      .tls = {.insecure_skip_verify = place.insecure_skip_verify},
                      .credentials = {.secret = place.secret, .read_secret = read_secret}};
  const Result<Bucket> bucket = Bucket::Open(config, *tools.http, tools.clock, ReadEnvironment);
  if (!bucket.ok())
    found.remarks.push_back(fmt::format("{}: {}", place.url, bucket.error().message));
  else
    SearchBucket(*bucket, place, Deadline::After(tools.clock, kSearching), found);
}

void TellSystems(const Snapshot& snapshot, Found& found) {
  for (const auto& part : snapshot.parts) {
    const Facts& facts = part->facts;
    const std::size_t known = facts.objects.size() + facts.workloads.size() + facts.destinations.size();
    const auto kind = std::ranges::find(AllCollectorKinds(), part->state.kind, &CollectorKind::name);
    if (known > 0 && kind->section == "collectors")
      found.systems.emplace_back(kind->name, fmt::format("{} object{}", known, known == 1 ? "" : "s"));
    for (const Error& failure : part->state.failures) found.remarks.push_back(failure.message);
  }
}

// A cluster of which nothing at all could be read is no empty cluster.
Status RequireSomething(const Snapshot& snapshot) {
  const auto failed = [](const auto& part) { return part->state.success == false; };
  if (snapshot.parts.empty() || !std::ranges::all_of(snapshot.parts, failed)) return Ok();
  const CollectorState& first = snapshot.parts.front()->state;
  if (!first.failures.empty()) return first.failures.front();
  return Error{ErrorCode::kTimeout, "nothing could be read in time"};
}

// What the collectors find, and what their objects say of other places.
Result<std::shared_ptr<KubeSource>> LookWithCollectors(const DiscoverOptions& options,
                                                       const std::shared_ptr<Tools>& tools, Found& found,
                                                       std::shared_ptr<void>& still_in_use) {
  CollectorFlags flags = options.common.collectors;
  flags.dump = options.where;
  LASTGOOD_ASSIGN(Setup setup, LoadSetup("", flags, {*tools->http, tools->clock, nullptr, ReadEnvironment}));
  if (setup.kubernetes.source == nullptr)
    return Error{
        ErrorCode::kConfig,
        "there is no cluster to look at: expected --kubeconfig, $KUBECONFIG or ~/.kube/config, a dump, or a "
        "bucket (s3://..., file:///...)"};
  found.where = setup.kubernetes.source->Describe();
  Runner runner(std::move(setup.collectors), setup.objectives, tools->clock, tools->log);
  runner.RunOnce([](std::string_view, std::string_view, std::size_t) {});
  if (!runner.Stop(Duration::zero())) still_in_use = tools;
  const Snapshot snapshot = SnapshotOf(runner.Current());
  LASTGOOD_RETURN_IF_ERROR(RequireSomething(snapshot));
  TellSystems(snapshot, found);
  LookAtCluster(setup.kubernetes.source, Deadline::After(tools->clock, kLooking), found);
  SuggestComponents(snapshot, tools->clock.Now(), found);
  return setup.kubernetes.source;
}

// "" is as good as none.
std::string Variable(const char* name, const std::string& otherwise) {
  const std::string value = ReadEnvironment(name).value_or("");
  return value.empty() ? otherwise : value;
}

// As the config would name what was looked at.
std::string KubernetesSection(const DiscoverOptions& options) {
  const CollectorFlags& flags = options.common.collectors;
  if (IsBucket(options.where)) return "";
  YAML::Emitter out;
  out << YAML::Flow << YAML::BeginMap;
  const auto pair = [&](const char* key, const std::string& value) {
    if (!value.empty()) out << YAML::Key << key << YAML::Value << value;
  };
  if (!options.where.empty() && options.where != "-") {
    pair("folder", std::filesystem::absolute(options.where).lexically_normal().string());
  } else if (options.where.empty() && flags.kubeconfig.empty() &&
             !Variable("KUBERNETES_SERVICE_HOST", "").empty()) {
    out << YAML::Key << "in_cluster" << YAML::Value << true;
  } else if (options.where.empty()) {
    pair("kubeconfig",
         flags.kubeconfig.empty() ? Variable("KUBECONFIG", "~/.kube/config") : flags.kubeconfig);
    pair("context", flags.context);
  }
  out << YAML::EndMap;
  return options.where == "-" ? "" : out.c_str();
}

// The config that is compared with; nullopt: none is there.
Result<std::optional<std::string>> ReadKnown(const DiscoverOptions& options, std::string& file) {
  std::error_code error;
  if (!options.out.empty()) file = options.out;
  if (options.diff && file.empty()) {
    LASTGOOD_ASSIGN(file, FindConfigFile(options.common.config));
    if (file.empty())
      return Error{ErrorCode::kConfig, "--diff: there is no config to compare with: name it in --config"};
  }
  if (file.empty() || (!options.diff && !std::filesystem::exists(file, error)))
    return std::optional<std::string>();
  LASTGOOD_ASSIGN(std::string text, ReadConfigText(file));
  return std::optional(std::move(text));
}

// A file that is not there yet: what somebody wrote is never replaced.
Status WriteNew(const std::string& path, std::string_view text) {
  const FileHandle file(open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644));
  while (file.valid() && !text.empty()) {
    const ssize_t written = write(file.get(), text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) break;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  if (file.valid() && text.empty()) return Ok();
  return Error{ErrorCode::kConfig, fmt::format("{} cannot be written: {}", path, std::strerror(errno))};
}

Status Deliver(const DiscoverOptions& options, Found& found, const std::string& file,
               const std::optional<std::string>& known) {
  if (known) LASTGOOD_RETURN_IF_ERROR(LeaveOutKnown(*known, file, found));
  NameAll(found);
  if (known && IsNothing(found)) {
    fmt::print("{} has all that was found.\n", file);
    return Ok();
  }
  const std::string text = ConfigText(found, known ? "" : KubernetesSection(options));
  if (known) fmt::print("# {} stays as it is. What it lacks:\n", file);
  if (known || options.out.empty()) {
    fmt::print("{}", text);
    return Ok();
  }
  LASTGOOD_RETURN_IF_ERROR(WriteNew(options.out, text));
  fmt::print("{} written. Next: lastgood check --config {}\n", options.out, options.out);
  return Ok();
}

}  // namespace

Result<Ended> RunDiscover(const DiscoverOptions& options) {
  const auto tools = std::make_shared<Tools>();
  std::string file;
  LASTGOOD_ASSIGN(const std::optional<std::string> known, ReadKnown(options, file));
  Found found;
  Ended ended;
  ReadSecret read_secret;
  if (IsBucket(options.where)) {
    found.where = options.where;
    found.buckets.push_back({.url = options.where, .endpoint = options.endpoint});
  } else {
    LASTGOOD_ASSIGN(const std::shared_ptr<KubeSource> source,
                    LookWithCollectors(options, tools, found, ended.still_in_use));
    read_secret = SecretReader(source);
  }
  NameAll(found);
  if (options.search || IsBucket(options.where))
    for (FoundBucket& bucket : found.buckets) Search(bucket, read_secret, *tools, found);
  if (IsBucket(options.where) && found.stores.empty() && !found.remarks.empty())
    return Error{ErrorCode::kUnavailable, found.remarks.front()};
  LASTGOOD_RETURN_IF_ERROR(Deliver(options, found, file, known));
  return ended;
}

}  // namespace lastgood
