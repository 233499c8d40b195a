// Samples about buckets in, one report for each bucket out. Pure.
#pragma once

#include <map>
#include <vector>

#include "collectors/jobs/sample.h"

namespace lastgood::jobs {

class BucketReader {
 public:
  // kMalformed: the value cannot be right. kTooLarge: too many buckets or prefixes.
  Status Add(const Sample& sample);
  std::vector<BucketReport> Finish();  // by name

 private:
  std::map<std::string, BucketReport> buckets_;
  std::size_t prefixes_ = 0;
};

}  // namespace lastgood::jobs
