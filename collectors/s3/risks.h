// What of a bucket's own setup takes its backups away or locks them up: lifecycle rules that delete or
// archive files of a repository, and files that lie in an archive class already. Pure.
#pragma once

#include <string>
#include <vector>

#include "collectors/s3/repository_finder.h"
#include "net/s3/lifecycle.h"

namespace lastgood {

struct BucketRisks {
  std::vector<BucketRisk> risks;
  std::vector<std::string> notes;  // what may be on purpose, or is far off
};

// `base` is the bucket's own prefix, which the rules' prefixes include.
BucketRisks RisksOf(const std::vector<LifecycleRule>& rules, const std::string& base,
                    const std::vector<FoundRepository>& found, const Usage& archived, Time now);

}  // namespace lastgood
