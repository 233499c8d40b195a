#include "exporter/discover/destinations.h"

#include <fmt/format.h>

#include "base/text.h"
#include "collectors/cnpg/reads.h"
#include "collectors/k8up/reads.h"
#include "collectors/longhorn/reads.h"
#include "collectors/velero/reads.h"
#include "collectors/volsync/reads.h"
#include "exporter/discover/repository_url.h"

namespace lastgood {
namespace {

struct KeyRef {
  std::string name, key;  // of a Secret, and of its data
};

// Of two keys that lie in one Secret.
std::optional<SecretRef> SecretOf(const Fields& object, const KeyRef& access, const KeyRef& secret) {
  if (access.name.empty() || access.name != secret.name) return std::nullopt;
  return SecretRef{.namespace_ = object.Namespace(),
                   .name = access.name,
                   .access_key = access.key,
                   .secret_key = secret.key};
}

// barmanObjectStore of a Cluster, configuration of an ObjectStore: the same fields
// (https://cloudnative-pg.io/plugin-barman-cloud/docs/object_stores/).
void ReadBarman(const Fields& object, const Fields& store, BucketGatherer& gatherer) {
  const std::string destination = store.String({"destinationPath"});
  if (destination.empty()) return;
  const auto key = [&](std::string_view which) {
    return KeyRef{store.String({"s3Credentials", which, "name"}),
                  store.String({"s3Credentials", which, "key"})};
  };
  FoundBucket bucket{.endpoint = store.String({"endpointURL"})};
  bucket.secret = SecretOf(object, key("accessKeyId"), key("secretAccessKey"));
  if (store.Has({"endpointCA"}))
    bucket.remarks.insert("its endpointCA: write that certificate to a file, and set ca_file");
  gatherer.Add(destination, std::move(bucket));
}

void ReadCluster(const Fields& object, const LookIntoSecret&, BucketGatherer& gatherer) {
  object.EachMember({"spec", "backup"}, [&](std::string_view key, const Fields& store) {
    if (key == "barmanObjectStore") ReadBarman(object, store, gatherer);
  });
}

void ReadObjectStore(const Fields& object, const LookIntoSecret&, BucketGatherer& gatherer) {
  object.EachMember({"spec"}, [&](std::string_view key, const Fields& store) {
    if (key == "configuration") ReadBarman(object, store, gatherer);
  });
}

// "s3://bucket@region/path"
// (https://longhorn.io/docs/latest/snapshots-and-backups/backup-and-restore/set-backup-target/).
void ReadTarget(const Fields& object, const LookIntoSecret& secrets, BucketGatherer& gatherer) {
  std::string url = object.String({"spec", "backupTargetURL"});
  if (url.empty()) return;
  FoundBucket bucket;
  if (const std::size_t at = url.find('@'); url.starts_with("s3://") && at != url.npos) {
    const std::size_t end = std::min(url.find('/', at), url.size());
    bucket.region = url.substr(at + 1, end - at - 1);
    url.erase(at, end - at);
  }
  if (const std::string secret = object.String({"spec", "credentialSecret"}); !secret.empty()) {
    bucket.secret = SecretRef{.namespace_ = object.Namespace(), .name = secret};
    const SecretData data = secrets(object.Namespace(), secret);
    if (const auto endpoint = data.find("AWS_ENDPOINTS"); endpoint != data.end())
      bucket.endpoint = Trim(endpoint->second);
    else if (data.empty())
      bucket.remarks.insert("The endpoint is AWS_ENDPOINTS of its Secret, when it has that.");
  }
  gatherer.Add(url, std::move(bucket));
}

void ReadLocation(const Fields& object, const LookIntoSecret&, BucketGatherer& gatherer) {
  const std::string name = object.String({"spec", "objectStorage", "bucket"});
  const std::string provider = object.String({"spec", "provider"});
  if (name.empty() || provider.find("aws") == provider.npos) return;
  FoundBucket bucket{.endpoint = object.String({"spec", "config", "s3Url"}),
                     .region = object.String({"spec", "config", "region"})};
  if (object.String({"spec", "config", "s3ForcePathStyle"}) == "true") bucket.path_style = true;
  bucket.insecure_skip_verify = object.String({"spec", "config", "insecureSkipTLSVerify"}) == "true";
  bucket.secret =
      SecretRef{.namespace_ = object.Namespace(), .name = object.String({"spec", "credential", "name"})};
  // Velero's own, where a location names none.
  if (bucket.secret->name.empty()) bucket.secret->name = "cloud-credentials";
  const std::string key = object.String({"spec", "credential", "key"});
  if (!key.empty() && key != "cloud") bucket.secret->file = key;
  gatherer.Add(fmt::format("s3://{}/{}", name, object.String({"spec", "objectStorage", "prefix"})),
               std::move(bucket));
}

// VolSync's repositories are named in Secrets, under the variables of the tools
// (https://volsync.readthedocs.io/en/stable/usage/restic/).
void ReadSource(const Fields& object, const LookIntoSecret& secrets, BucketGatherer& gatherer) {
  for (const std::string_view mover : {"restic", "kopia"}) {
    const std::string name = object.String({"spec", mover, "repository"});
    if (name.empty()) continue;
    const SecretData data = secrets(object.Namespace(), name);
    const std::optional<RepositoryUrl> url = RepositoryUrlOf(mover, data);
    if (!url) continue;
    FoundBucket bucket{.endpoint = url->endpoint,
                       .secret = SecretRef{.namespace_ = object.Namespace(), .name = name}};
    gatherer.AddStore(url->destination, std::move(bucket),
                      {.section = "repositories",
                       .type = std::string(mover),
                       .name = object.Namespace() + "-" + object.Name(),
                       .schedule = object.String({"spec", "trigger", "schedule"})});
  }
}

void ReadSchedule(const Fields& object, const LookIntoSecret&, BucketGatherer& gatherer) {
  const std::string name = object.String({"spec", "backend", "s3", "bucket"});
  if (name.empty()) return;
  const auto key = [&](std::string_view which) {
    return KeyRef{object.String({"spec", "backend", "s3", which, "name"}),
                  object.String({"spec", "backend", "s3", which, "key"})};
  };
  FoundBucket bucket{.endpoint = object.String({"spec", "backend", "s3", "endpoint"})};
  bucket.secret = SecretOf(object, key("accessKeyIDSecretRef"), key("secretAccessKeySecretRef"));
  gatherer.AddStore("s3://" + name, std::move(bucket),
                    {.section = "repositories",
                     .type = "restic",
                     .name = object.Namespace() + "-" + object.Name(),
                     .schedule = object.String({"spec", "backup", "schedule"})});
}

}  // namespace

const std::vector<DestinationReading>& DestinationReadings() {
  static const std::vector<DestinationReading> readings = {
      {cnpg::kObjectStores, &ReadObjectStore}, {cnpg::kClusters, &ReadCluster},
      {longhorn::kBackupTargets, &ReadTarget}, {velero::kLocations, &ReadLocation},
      {volsync::kSources, &ReadSource},        {k8up::kSchedules, &ReadSchedule}};
  return readings;
}

}  // namespace lastgood
