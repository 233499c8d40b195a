// Where a restic or kopia repository lies, as their environment variables say it. Never more than the place:
// passwords in URLs are left out. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "net/s3/secret_keys.h"

namespace lastgood {

struct RepositoryUrl {
  std::string destination;  // "s3://bucket/path"
  std::string endpoint;     // "" is Amazon's
};

// RESTIC_REPOSITORY "s3:https://minio.example/bucket/path", "s3:s3.amazonaws.com/bucket"
// (https://restic.readthedocs.io/en/stable/030_preparing_a_new_repo.html). nullopt: no S3.
std::optional<RepositoryUrl> ResticUrl(std::string_view repository);

// Of the data of VolSync's Secret; `mover` is restic or kopia.
std::optional<RepositoryUrl> RepositoryUrlOf(std::string_view mover, const SecretData& data);

}  // namespace lastgood
