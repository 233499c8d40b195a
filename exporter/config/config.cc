#include "exporter/config/config.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "base/read_file.h"
#include "base/suggest.h"
#include "base/text.h"
#include "base/time.h"
#include "collectors/shared/secrets.h"
#include "exporter/config/kubernetes_config.h"
#include "exporter/config/objectives_config.h"
#include "net/http/endpoint.h"
#include "net/s3/bucket_config.h"

namespace lastgood {
namespace {

constexpr std::string_view kKubernetesSection = "collectors";

Thresholds ReadThresholds(ConfigReader& config) {
  Thresholds thresholds;
  std::optional<ConfigReader> section = config.Map("thresholds");
  if (!section) return thresholds;
  const auto percent = [&](std::string_view key, double& value) {
    if (const auto number = section->Int(key, 1, 100)) value = static_cast<double>(*number) / 100;
  };
  percent("bucket_warning_percent", thresholds.bucket_warning);
  percent("bucket_critical_percent", thresholds.bucket_critical);
  percent("shrunk_percent", thresholds.shrunk);
  percent("window_short_percent", thresholds.window_short);
  return thresholds;
}

// Collectors of one kind, made from its section.
class Maker {
 public:
  // `source` is what the kinds of Kubernetes read, in words.
  Maker(ConfigReader& config, const CollectorFlags& flags, const Environment& environment, std::string source)
      : config_(config),
        flags_(flags),
        environment_(environment),
        source_(std::move(source)),
        keys_in_cluster_(std::ranges::any_of(
            environment.buckets,
            [](const auto& bucket) { return bucket.second.credentials.secret.has_value(); })),
        kubernetes_(config.Map(kKubernetesSection)) {}

  Status Add(const CollectorKind& kind, std::vector<Collector>& all) {
    std::optional<ConfigReader> section = SectionOf(kind);
    const bool enabled = Enabled(kind, section.has_value());
    if (!enabled && !section) return Ok();
    // Also what is left out is made, so that every mistake in the config is found.
    if (!section) section = ConfigReader::Empty();
    LASTGOOD_ASSIGN(std::vector<Collector> made, kind.make(*section, environment_));
    for (Collector& collector : made) collector.settings = SettingsOf(kind, collector, *section);
    if (enabled) std::move(made.begin(), made.end(), std::back_inserter(all));
    return Ok();
  }

 private:
  // All that the config says to it: an entry of its own, or the section of its kind.
  std::string SettingsOf(const CollectorKind& kind, const Collector& collector,
                         const ConfigReader& section) const {
    const bool entry = !IsKubernetes(kind) && section.Has(collector.source);
    return fmt::format("{} {} {} {}", collector.kind, section.Text(entry ? collector.source : ""),
                       collector.shares, IsKubernetes(kind) || keys_in_cluster_ ? source_ : "");
  }

  static bool IsKubernetes(const CollectorKind& kind) { return !kind.reads.empty(); }

  std::optional<ConfigReader> SectionOf(const CollectorKind& kind) {
    if (kind.section != kKubernetesSection) return config_.Map(kind.section);
    return kubernetes_ ? kubernetes_->Map(kind.name) : std::nullopt;
  }

  bool Enabled(const CollectorKind& kind, bool configured) const {
    if (IsKubernetes(kind) && environment_.kubernetes == nullptr) return false;
    if (!flags_.dump.empty()) return IsKubernetes(kind);
    if (const auto flag = flags_.enabled.find(std::string(kind.name)); flag != flags_.enabled.end())
      return flag->second;
    return configured || (IsKubernetes(kind) && !kubernetes_);
  }

  ConfigReader& config_;
  const CollectorFlags& flags_;
  const Environment& environment_;
  const std::string source_;
  const bool keys_in_cluster_;  // of a bucket, whoever reads it
  std::optional<ConfigReader> kubernetes_;
};

// Places of buckets, for collectors that name one. A reader of its own: mistakes and unknown keys are told by
// the kind that owns the section.
Result<std::map<std::string, BucketConfig>> ReadBuckets(const std::string& text, const std::string& file,
                                                        const Environment& environment) {
  LASTGOOD_ASSIGN(ConfigReader config, ConfigReader::Parse(text, file));
  std::map<std::string, BucketConfig> places;
  if (std::optional<ConfigReader> buckets = config.Map("buckets"))
    for (auto& [name, reader] : buckets->Entries())
      places.emplace(name,
                     ReadBucketConfig(reader, environment.getenv, SecretReader(environment.kubernetes)));
  return places;
}

Result<std::string> ParseExternalUrl(std::string_view url) {
  LASTGOOD_ASSIGN(const Endpoint endpoint, ParseEndpoint(url));
  return fmt::format("{}://{}{}", endpoint.scheme, endpoint.HostHeader(), endpoint.path);
}

bool IsListenAddress(std::string_view address) {
  const std::size_t colon = address.rfind(':');
  const std::string_view port = colon == address.npos ? "" : address.substr(colon + 1);
  std::uint16_t number = 0;
  const auto [end, code] = std::from_chars(port.data(), port.data() + port.size(), number);
  return code == std::errc() && end == port.data() + port.size();
}

FileSettings ReadSettings(ConfigReader& config) {
  FileSettings settings;
  if (std::optional<ConfigReader> web = config.Map("web")) {
    settings.listen_address = web->String("listen_address");
    if (settings.listen_address && !IsListenAddress(*settings.listen_address))
      web->Complain("listen_address",
                    fmt::format("expected host:port or :port, found \"{}\"", Cut(*settings.listen_address)));
    settings.telemetry_path = web->String("telemetry_path");
    settings.web_config_file = web->Path("config_file");
    settings.enable_lifecycle = web->Bool("enable_lifecycle");
    if (const std::optional<std::string> text = web->String("external_url")) {
      const Result<std::string> url = ParseExternalUrl(*text);
      if (!url.ok()) web->Complain("external_url", url.error().message);
      settings.external_url = url.ok() ? *url : "";
    }
  }
  if (std::optional<ConfigReader> log = config.Map("log")) {
    settings.log_level = log->String("level");
    settings.log_format = log->String("format");
  }
  if (std::optional<ConfigReader> state = config.Map("state")) settings.state_dir = state->Path("dir");
  return settings;
}

bool IsRead(const std::string& name) {
  const CompleteKinds one{.names = {name}};
  return std::ranges::any_of(AllCollectorKinds(), [&](const CollectorKind& kind) {
    return std::ranges::any_of(kind.reads, [&](const Resource& resource) { return one.Has(resource); });
  });
}

Result<CompleteKinds> ReadComplete(std::string_view text) {
  CompleteKinds complete{.all = text == "true"};
  while (!complete.all && !text.empty() && text != "false") {
    const std::string name(Trim(text.substr(0, text.find(','))));
    text.remove_prefix(std::min(text.size(), text.find(',') == text.npos ? text.size() : text.find(',') + 1));
    if (!IsRead(name))
      return Error{ErrorCode::kConfig,
                   fmt::format("--complete: expected kinds that lastgood reads, as kubectl takes them "
                               "(backups,scheduledbackups), found \"{}\"",
                               Cut(name))};
    complete.names.push_back(name);
  }
  return complete;
}

}  // namespace

Result<std::string> FindConfigFile(const std::string& flag) {
  if (!flag.empty()) return flag;
  for (const char* path : {"./lastgood.yaml", "/etc/lastgood/lastgood.yaml"}) {
    std::error_code ignored;
    if (std::filesystem::exists(path, ignored)) return std::string(path);
  }
  return std::string();
}

Result<Setup> LoadSetup(const std::string& file, const CollectorFlags& flags, Environment environment,
                        const KubernetesSource& former) {
  std::string text;
  if (!file.empty()) {
    LASTGOOD_ASSIGN(text, ReadConfigText(file));
  }
  LASTGOOD_ASSIGN(ConfigReader config, ConfigReader::Parse(text, file));
  Setup setup;
  setup.file = file;
  setup.settings = ReadSettings(config);
  if (!flags.external_url.empty()) {
    LASTGOOD_ASSIGN(setup.settings.external_url,
                    ParseExternalUrl(flags.external_url).In("--web.external-url"));
  }
  if (!setup.settings.external_url.empty()) UseExternalUrl(setup.generator, setup.settings.external_url);
  setup.objectives = ReadObjectives(config);
  setup.thresholds = ReadThresholds(config);
  ReadGeneratorSettings(config, setup.generator);
  setup.generator.thresholds = setup.thresholds;
  std::optional<KubeConfig> kube = ReadKubernetes(config, environment, !file.empty());
  const bool chosen = !flags.kubeconfig.empty() || !flags.context.empty();
  if (chosen) kube = ChooseCluster(flags.kubeconfig, flags.context, kube, environment);
  if (!flags.dump.empty()) {
    kube = KubeConfig{.folder = flags.dump};
    LASTGOOD_ASSIGN(kube->complete, ReadComplete(flags.complete));
  }
  if (flags.offline && (kube || config.Has(kKubernetesSection))) kube = KubeConfig{.folder = "/dev/null"};
  if (kube && (chosen || !flags.dump.empty())) {  // what the command line names must be there
    LASTGOOD_ASSIGN(setup.kubernetes.source, KubeSource::Open(*kube, environment.http, environment.clock));
  } else if (kube) {
    LASTGOOD_ASSIGN(setup.kubernetes, OpenKubernetes(*kube, former, environment));
  }
  environment.kubernetes = setup.kubernetes.source;
  LASTGOOD_ASSIGN(environment.buckets, ReadBuckets(text, file, environment));
  Maker maker(config, flags, environment, setup.kubernetes.settings);
  for (const CollectorKind& kind : AllCollectorKinds())
    LASTGOOD_RETURN_IF_ERROR(maker.Add(kind, setup.collectors));
  LASTGOOD_RETURN_IF_ERROR(config.Finish());
  setup.generator.everything = setup.collectors.empty();
  for (const Collector& collector : setup.collectors) {
    setup.generator.collectors.insert(collector.kind);
    setup.generator.config_maps.insert(collector.config_maps.begin(), collector.config_maps.end());
  }
  for (const auto& [name, bucket] : environment.buckets)
    if (const auto& secret = bucket.credentials.secret)
      setup.generator.secrets[secret->namespace_].insert(secret->name);
  setup.buckets = std::move(environment.buckets);
  if (!setup.objectives.components.empty()) setup.generator.collectors.insert("components");
  return setup;
}

}  // namespace lastgood
