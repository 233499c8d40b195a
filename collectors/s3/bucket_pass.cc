#include "collectors/s3/bucket_pass.h"

#include <algorithm>

#include "base/destination.h"
#include "net/s3/features.h"
#include "net/s3/hidden.h"

namespace lastgood {
namespace {

// Each incomplete upload costs a request for its parts; with more of them their bytes stay unknown.
constexpr std::size_t kMaxUploads = 1000;

// Denied, or a call that the server does not know: that the figure is unknown says it all.
bool IsNoAnswer(ErrorCode code) {
  return code == ErrorCode::kForbidden || code == ErrorCode::kNotFound || code == ErrorCode::kUnauthorized ||
         code == ErrorCode::kMalformed;
}

}  // namespace

BucketPass::BucketPass(BucketPlan plan, Bucket bucket, const Clock& clock)
    : plan_(std::move(plan)),
      bucket_(std::move(bucket)),
      clock_(clock),
      first_deadline_(clock.Now() + 2 * plan_.interval + plan_.timeout) {}

BucketFacts BucketPass::Blank() const {
  return {.name = plan_.name,
          .url = plan_.bucket.url,
          .limit_bytes = plan_.limit,
          .listing_deadline = first_deadline_};
}

Facts BucketPass::Initial() const { return {.buckets = {Blank()}}; }

BucketFacts BucketPass::Former(const Pass& pass) const {
  const auto& buckets = pass.former.buckets;
  const auto found = std::ranges::find(buckets, plan_.name, &BucketFacts::name);
  // The figures of another bucket that bore this name are not its own.
  const bool same = found != buckets.end() && IsSameDestination(found->url, plan_.bucket.url);
  BucketFacts facts = same ? *found : Blank();
  facts.url = plan_.bucket.url;  // a reload may have changed these
  facts.limit_bytes = plan_.limit;
  return facts;
}

Collected BucketPass::Run(const Pass& pass) {
  const Monotonic started = clock_.Steady();
  Collected collected;
  BucketFacts facts = Former(pass);
  if (!requests_before_) requests_before_ = facts.list_requests;
  Result<UsageCounter> usage = ListCurrent(pass);
  if (usage.ok()) {
    AddHidden(pass, *usage, facts, collected);
    Finish(*usage, started, facts);
  } else {
    collected.failures.push_back(std::move(usage).error().In("bucket " + plan_.name));
  }
  facts.list_requests = *requests_before_ + bucket_.requests();
  collected.facts.buckets.push_back(std::move(facts));
  return collected;
}

Result<UsageCounter> BucketPass::ListCurrent(const Pass& pass) const {
  UsageCounter usage(plan_.prefixes);
  const ListProgress progress = [&](std::size_t objects) {
    if (pass.progress) pass.progress("listing bucket " + plan_.name, objects);
  };
  LASTGOOD_RETURN_IF_ERROR(bucket_.List(
      {}, pass.deadline, [&](const BucketObject& object) { usage.AddCurrent(object); }, progress));
  return usage;
}

void BucketPass::AddHidden(const Pass& pass, UsageCounter& usage, BucketFacts& facts,
                           Collected& collected) const {
  if (bucket_.s3() == nullptr) return;
  S3Features features = ReadS3Features(*bucket_.s3(), pass.deadline);
  if (features.error) {
    // What did not come this time may be as it was.
    features.known.merge(facts.features);
    Note(std::move(*features.error), collected);
  }
  facts.features = std::move(features.known);
  AddNoncurrent(pass, features.versioned, usage, collected);
  AddIncomplete(pass, usage, collected);
}

void BucketPass::AddNoncurrent(const Pass& pass, std::optional<bool> versioned, UsageCounter& usage,
                               Collected& collected) const {
  if (!versioned) return;
  if (!*versioned) return usage.KnowNoncurrent();
  Status status = ListNoncurrent(*bucket_.s3(), pass.deadline, [&](const HiddenObject& object) {
    usage.AddNoncurrent(object.key, object.size);
  });
  if (status.ok()) return usage.KnowNoncurrent();
  usage.ForgetNoncurrent();
  Note(std::move(status).error(), collected);
}

void BucketPass::AddIncomplete(const Pass& pass, UsageCounter& usage, Collected& collected) const {
  Result<UploadsSummary> summary =
      ListIncomplete(*bucket_.s3(), pass.deadline, kMaxUploads,
                     [&](const HiddenObject& object) { usage.AddIncomplete(object.key, object.size); });
  if (summary.ok()) return usage.KnowIncomplete(summary->proves_none);
  usage.ForgetIncomplete();
  Note(std::move(summary).error(), collected);
}

void BucketPass::Note(Error error, Collected& collected) const {
  if (IsNoAnswer(error.code)) return;
  collected.problems.push_back({"Bucket", "", plan_.name, std::move(error).In("bucket " + plan_.name)});
}

void BucketPass::Finish(const UsageCounter& usage, Monotonic started, BucketFacts& facts) const {
  const Duration took = std::chrono::ceil<Duration>(clock_.Steady() - started);
  const Duration rest = std::max(plan_.interval, kBucketRestFactor * took);
  facts.prefixes = usage.prefixes();
  facts.used_bytes = usage.UsedBytes();
  facts.listed = clock_.Now();
  facts.list_duration = took;
  // One pass may fail, and each starts with some jitter.
  facts.listing_deadline = *facts.listed + 2 * (rest + took) + rest / 4;
}

}  // namespace lastgood
