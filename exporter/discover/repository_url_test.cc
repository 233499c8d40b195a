#include "exporter/discover/repository_url.h"

#include <gtest/gtest.h>

namespace lastgood {
namespace {

std::string Restic(const std::string& repository) {
  const auto url = ResticUrl(repository);
  return url ? url->destination + " at " + url->endpoint : "none";
}

TEST(RepositoryUrlTest, ResticsWaysOfNamingAPlaceInS3) {
  EXPECT_EQ(Restic("s3:https://minio.example:9000/backups/shop"),
            "s3://backups/shop at https://minio.example:9000");
  EXPECT_EQ(Restic("s3:http://10.0.0.1/backups"), "s3://backups at http://10.0.0.1");
  EXPECT_EQ(Restic("s3:minio.example/backups/shop"), "s3://backups/shop at https://minio.example");
  EXPECT_EQ(Restic("s3:s3.amazonaws.com/backups/shop"), "s3://backups/shop at ");
  EXPECT_EQ(Restic("s3://minio.example/backups"), "s3://backups at https://minio.example");
}

TEST(RepositoryUrlTest, WhatIsNoBucketOrHoldsAPasswordIsNone) {
  for (const char* repository : {"", "/srv/restic", "rest:https://user:pw@host/", "s3:https://host",
                                 "s3:https://host/", "s3:https://user:pw@host/bucket", "sftp:host:/x"})
    EXPECT_EQ(Restic(repository), "none") << repository;
}

TEST(RepositoryUrlTest, VolSyncsSecretsNameRepositoriesOfBothTools) {
  const auto restic =
      RepositoryUrlOf("restic", {{"RESTIC_REPOSITORY", "s3:http://minio/b/x\n"}, {"RESTIC_PASSWORD", "p"}});
  ASSERT_TRUE(restic);
  EXPECT_EQ(restic->destination, "s3://b/x");
  const auto kopia =
      RepositoryUrlOf("kopia", {{"KOPIA_REPOSITORY", "s3://b/k"}, {"AWS_S3_ENDPOINT", "minio:9000"}});
  ASSERT_TRUE(kopia);
  EXPECT_EQ(kopia->endpoint, "https://minio:9000");
  EXPECT_FALSE(RepositoryUrlOf("kopia", {{"KOPIA_REPOSITORY", "filesystem:///mnt"}}));
  EXPECT_FALSE(RepositoryUrlOf("restic", {}));
}

}  // namespace
}  // namespace lastgood
