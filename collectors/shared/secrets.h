// Secrets of the cluster, for buckets whose keys lie there: read by name, in their namespace, and kept by
// nobody here.
#pragma once

#include <memory>

#include "net/kube/source.h"
#include "net/s3/secret_keys.h"

namespace lastgood {

inline constexpr Resource kSecrets{"", "v1", "secrets", "Secret"};

// Empty without a cluster. What it returns may be called from any thread.
ReadSecret SecretReader(const std::shared_ptr<KubeSource>& kubernetes);

}  // namespace lastgood
