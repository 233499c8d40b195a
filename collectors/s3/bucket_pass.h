// One bucket, pass after pass. Run is called by one thread at a time.
#pragma once

#include "collectors/collector.h"
#include "collectors/s3/bucket_plan.h"
#include "collectors/s3/bucket_tally.h"
#include "net/s3/bucket.h"
#include "net/s3/features.h"
#include "net/s3/hidden.h"

namespace lastgood {

class BucketPass {
 public:
  BucketPass(BucketPlan plan, Bucket bucket, const Clock& clock);

  // What is known before the first pass: the limit, and by when a listing must have been complete.
  Facts Initial() const;
  Collected Run(const Pass& pass);

 private:
  BucketFacts Blank() const;
  BucketFacts Former(const Pass& pass) const;
  // What one pass has found so far.
  struct Reading {
    BucketTally tally;
    Time settled_before;
    std::vector<std::string> uncounted;                          // what a right is missing for
    bool incomplete_sum = false;                                 // some of it was never counted
    std::optional<Time> noncurrent_counted, incomplete_counted;  // now, or when they were
    ListSummary listed;
  };
  Result<Reading> ListCurrent(const Pass& pass);
  // An error: the listing itself cannot be believed.
  Status AddHidden(const Pass& pass, Reading& reading, BucketFacts& facts, Collected& collected);
  Status AddNoncurrent(const Pass& pass, const S3Features& features, const BucketFacts& former,
                       Reading& reading, Collected& collected) const;
  void AddIncomplete(const Pass& pass, const BucketFacts& former, Reading& reading, Collected& collected);
  void KeepNoncurrent(const BucketFacts& former, Reading& reading) const;
  void KeepIncomplete(const BucketFacts& former, Reading& reading) const;
  void TellRisks(const S3Features& features, Reading& reading, BucketFacts& facts) const;
  void Note(Error error, Collected& collected) const;
  void Finish(const Reading& reading, Monotonic started, BucketFacts& facts) const;

  const BucketPlan plan_;
  const Bucket bucket_;
  const Clock& clock_;
  const Time first_deadline_;
  RangeMemory ranges_;
  std::vector<KnownUpload> uploads_;              // that the last pass knew of
  std::optional<std::uint64_t> requests_before_;  // of a pass before a reload: a counter does not fall
};

}  // namespace lastgood
