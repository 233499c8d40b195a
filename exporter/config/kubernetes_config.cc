#include "exporter/config/kubernetes_config.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "base/coding.h"
#include "base/read_file.h"

namespace lastgood {
namespace {

std::optional<std::string> NonEmptyVariable(const Environment& environment, const char* name) {
  std::optional<std::string> value = environment.getenv(name);
  return value && !value->empty() ? value : std::nullopt;
}

// As kubectl finds it; "" where there is none.
std::string UsersKubeconfig(const Environment& environment) {
  if (auto path = NonEmptyVariable(environment, "KUBECONFIG")) return *std::move(path);
  const std::string home = NonEmptyVariable(environment, "HOME").value_or("");
  const std::string path = home + "/.kube/config";
  std::error_code ignored;
  return !home.empty() && std::filesystem::exists(path, ignored) ? path : "";
}

// Without a kubernetes section: in-cluster where there is a service account; else the user's kubeconfig, but
// only when no config says what to read, so that a config for buckets never touches whatever cluster is
// current.
std::optional<KubeConfig> DetectKubernetes(const Environment& environment, bool has_config) {
  if (NonEmptyVariable(environment, "KUBERNETES_SERVICE_HOST")) return KubeConfig{.in_cluster = true};
  if (has_config) return std::nullopt;
  const std::string path = UsersKubeconfig(environment);
  return path.empty() ? std::nullopt : std::optional(KubeConfig{.kubeconfig = path});
}

constexpr std::size_t kMostKubeconfig = 16 * 1024 * 1024;

// The content counts: a kubeconfig that names another server, or holds another token, is another source.
std::string ContentOf(const KubeConfig& config, const Environment& environment) {
  std::string content;
  for (std::size_t from = 0; from < config.kubeconfig.size();) {
    const std::size_t end = std::min(config.kubeconfig.find(':', from), config.kubeconfig.size());
    std::string path = config.kubeconfig.substr(from, end - from);
    from = end + 1;
    if (path.starts_with("~/")) path = environment.getenv("HOME").value_or("") + path.substr(1);
    const Result<std::string> text = ReadFile(path, {.most = kMostKubeconfig, .patience = Duration::zero()});
    content += text.ok() ? Sha256Hex(*text) + ' ' : "unread ";
  }
  return content;
}

}  // namespace

std::optional<KubeConfig> ReadKubernetes(ConfigReader& config, const Environment& environment,
                                         bool has_config) {
  std::optional<ConfigReader> section = config.Map("kubernetes");
  if (!section) return DetectKubernetes(environment, has_config && !config.Has("collectors"));
  KubeConfig kube;
  // Several of them have colons between, as in KUBECONFIG.
  const std::string several = section->String("kubeconfig").value_or("");
  kube.kubeconfig = several.find(':') == several.npos ? section->Path("kubeconfig").value_or("") : several;
  kube.context = section->String("context").value_or("");
  kube.in_cluster = section->Bool("in_cluster").value_or(false);
  kube.folder = section->Path("folder").value_or("");
  kube.complete.all = section->Bool("complete").value_or(false);
  if (kube.complete.all && kube.folder.empty())
    section->Complain("complete", "of a folder of manifests: an API server says itself what there is");
  kube.namespace_ = section->String("namespace").value_or("");
  kube.watch = section->Bool("watch").value_or(true);
  if (!kube.kubeconfig.empty() + kube.in_cluster + !kube.folder.empty() != 1) {
    section->Complain("", "kubernetes: expected exactly one of kubeconfig, in_cluster: true, folder");
    return std::nullopt;
  }
  return kube;
}

KubeConfig ChooseCluster(const std::string& kubeconfig, const std::string& context,
                         const std::optional<KubeConfig>& configured, const Environment& environment) {
  KubeConfig chosen = configured.value_or(KubeConfig());
  chosen.in_cluster = false;
  chosen.folder.clear();
  if (!kubeconfig.empty()) chosen.kubeconfig = kubeconfig;
  if (chosen.kubeconfig.empty()) chosen.kubeconfig = UsersKubeconfig(environment);
  if (!context.empty() || !kubeconfig.empty()) chosen.context = context;
  return chosen;
}

Result<KubernetesSource> OpenKubernetes(const KubeConfig& config, const KubernetesSource& former,
                                        const Environment& environment) {
  KubernetesSource opened;
  for (const std::string& word :
       {config.kubeconfig, config.context, std::string(config.in_cluster ? "in cluster" : ""), config.folder,
        std::string(config.complete.all ? "complete" : ""), config.namespace_,
        std::string(config.watch ? "" : "lists only"), ContentOf(config, environment)})
    opened.settings += fmt::format("{}:{}", word.size(), word);
  if (former.source != nullptr && former.settings == opened.settings) return former;
  LASTGOOD_ASSIGN(opened.source, KubeSource::OpenLater(config, environment.http, environment.clock));
  return opened;
}

}  // namespace lastgood
