#include "net/kube/source.h"

#include <fmt/format.h>

#include <cstdlib>
#include <mutex>
#include <variant>

#include "base/time.h"
#include "net/kube/access.h"
#include "net/kube/kubeconfig.h"
#include "net/kube/later_source.h"
#include "net/kube/list.h"
#include "net/kube/watcher.h"
#include "net/manifests/manifests.h"
#include "net/objects/reading.h"

namespace lastgood {
namespace {

using Progress = std::function<void(std::string_view, std::size_t)>;

std::optional<std::string> Environment(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

// An API server and who we are there.
class LiveSource {
 public:
  LiveSource(KubeAccess access, const KubeConfig& config, HttpClient& http, const Clock& clock)
      : access_(std::move(access)),
        scope_(config.namespace_),
        watch_(config.watch),
        http_(http),
        clock_(clock),
        credentials_(access_, clock) {}

  std::vector<Result<ReadOutcome>> Read(std::span<const Reading> readings, const Deadline& deadline,
                                        const Progress& progress) {
    KubePageDecoder decoder;
    std::vector<Result<ReadOutcome>> outcomes;
    // A server that nobody reaches is asked once, and its error stands for every list.
    bool unreachable = false;
    for (const Reading& reading : readings) {
      if (unreachable)
        outcomes.push_back(outcomes.back());
      else
        outcomes.push_back(ListResource(server_, reading, deadline, progress, decoder, unreachable));
    }
    return outcomes;
  }

  std::unique_ptr<Following> Follow(Follower who) {
    std::call_once(followed_, [this] {
      std::unique_ptr<HttpStreams> streams = http_.OpenStreams();
      if (streams != nullptr) watcher_.emplace(server_, std::move(streams), watch_);
    });
    if (!watcher_) return nullptr;
    return watcher_->Follow(std::move(who));
  }

  std::string Describe() const {
    return access_.server +
           (access_.context.empty() ? " (in cluster)" : fmt::format(" (context {})", Cut(access_.context)));
  }

 private:
  const KubeAccess access_;
  const std::string scope_;
  const bool watch_;
  HttpClient& http_;
  const Clock& clock_;
  KubeCredentials credentials_;
  const KubeServer server_{access_, credentials_, http_, clock_, scope_};
  std::once_flag followed_;
  std::optional<KubeWatcher> watcher_;
};

bool IsNamespace(std::string_view name) {
  return name.size() <= 63 &&
         name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-") == std::string_view::npos;
}

Result<KubeAccess> AccessOf(const KubeConfig& config) {
  if (config.in_cluster) return InClusterAccess(Environment);
  if (config.kubeconfig.empty()) {
    return Error{ErrorCode::kConfig, "kubernetes: expected a kubeconfig, in_cluster or a folder, found none"};
  }
  return KubeconfigAccess(config.kubeconfig, config.context, Environment("HOME").value_or(""));
}

}  // namespace

struct KubeSource::Impl {
  const Clock& clock;
  std::variant<ManifestSource, std::unique_ptr<LiveSource>, std::unique_ptr<LaterSource>> from;
};

KubeSource::KubeSource(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
KubeSource::~KubeSource() = default;

Result<std::unique_ptr<KubeSource>> KubeSource::Open(const KubeConfig& config, HttpClient& http,
                                                     const Clock& clock) {
  const auto make = [&clock](auto from) {
    return std::unique_ptr<KubeSource>(new KubeSource(std::make_unique<Impl>(Impl{clock, std::move(from)})));
  };
  if (!config.folder.empty()) {
    LASTGOOD_ASSIGN(ManifestSource manifests, ManifestSource::Open(config.folder, config.complete));
    return make(std::move(manifests));
  }
  if (!IsNamespace(config.namespace_)) {
    return Error{ErrorCode::kConfig,
                 fmt::format("kubernetes: \"{}\" is no name of a namespace", Cut(config.namespace_))};
  }
  LASTGOOD_ASSIGN(KubeAccess access, AccessOf(config));
  return make(std::make_unique<LiveSource>(std::move(access), config, http, clock));
}

Result<std::unique_ptr<KubeSource>> KubeSource::OpenLater(const KubeConfig& config, HttpClient& http,
                                                          const Clock& clock) {
  Result<std::unique_ptr<KubeSource>> opened = Open(config, http, clock);
  const bool mistaken = config.folder == "-" || !IsNamespace(config.namespace_);
  if (opened.ok() || mistaken) return opened;
  const auto make = [&clock](auto from) {
    return std::unique_ptr<KubeSource>(new KubeSource(std::make_unique<Impl>(Impl{clock, std::move(from)})));
  };
  if (!config.folder.empty()) return make(ManifestSource::At(config.folder, config.complete));
  return make(std::make_unique<LaterSource>(config, http, clock));
}

std::vector<Result<ReadOutcome>> KubeSource::Read(std::span<const Reading> readings, const Deadline& deadline,
                                                  const Progress& progress) {
  if (auto* const live = std::get_if<std::unique_ptr<LiveSource>>(&impl_->from)) {
    return (*live)->Read(readings, deadline, progress);
  }
  if (auto* const later = std::get_if<std::unique_ptr<LaterSource>>(&impl_->from))
    return (*later)->Read(readings, deadline, progress);
  return std::get<ManifestSource>(impl_->from).Read(readings, deadline, impl_->clock, progress);
}

std::unique_ptr<Following> KubeSource::Follow(Follower who) {
  if (auto* const live = std::get_if<std::unique_ptr<LiveSource>>(&impl_->from))
    return (*live)->Follow(std::move(who));
  auto* const later = std::get_if<std::unique_ptr<LaterSource>>(&impl_->from);
  return later == nullptr ? nullptr : (*later)->Follow(std::move(who));
}

std::string KubeSource::Describe() const {
  if (const auto* const live = std::get_if<std::unique_ptr<LiveSource>>(&impl_->from))
    return (*live)->Describe();
  if (const auto* const later = std::get_if<std::unique_ptr<LaterSource>>(&impl_->from))
    return (*later)->Describe();
  return std::get<ManifestSource>(impl_->from).Describe();
}

Places KubeSource::Locate(const std::set<WrittenObject>& wanted, const Deadline& deadline) const {
  const auto* const manifests = std::get_if<ManifestSource>(&impl_->from);
  return manifests == nullptr ? Places() : manifests->Locate(wanted, deadline, impl_->clock);
}

std::vector<std::string> KubeSource::Notes() const {
  const auto* const manifests = std::get_if<ManifestSource>(&impl_->from);
  return manifests == nullptr ? std::vector<std::string>() : manifests->Notes();
}

}  // namespace lastgood
