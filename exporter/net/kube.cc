#include "exporter/net/kube.h"

#include "exporter/net/manifests.h"

namespace lastgood {

struct KubeSource::Impl {
  const Clock& clock;
  ManifestSource manifests;
};

KubeSource::KubeSource(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
KubeSource::~KubeSource() = default;

Result<std::unique_ptr<KubeSource>> KubeSource::Open(const KubeConfig& config, HttpClient&,
                                                     const Clock& clock) {
  if (config.folder.empty()) {
    return Error{ErrorCode::kConfig, "no folder is configured, and live servers cannot be read yet"};
  }
  LASTGOOD_ASSIGN(ManifestSource manifests, ManifestSource::Open(config.folder));
  return std::unique_ptr<KubeSource>(
      new KubeSource(std::make_unique<Impl>(Impl{clock, std::move(manifests)})));
}

std::vector<Result<ReadOutcome>> KubeSource::Read(
    std::span<const Reading> readings, const Deadline& deadline,
    const std::function<void(std::string_view, std::size_t)>& progress) {
  return impl_->manifests.Read(readings, deadline, impl_->clock, progress);
}

std::string KubeSource::Describe() const { return impl_->manifests.Describe(); }

}  // namespace lastgood
