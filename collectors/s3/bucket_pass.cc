#include "collectors/s3/bucket_pass.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/destination.h"
#include "base/time.h"
#include "collectors/s3/risks.h"

namespace lastgood {
namespace {

// Each incomplete upload costs a request for its parts; with more of them their bytes stay unknown.
constexpr std::size_t kMaxUploads = 1000;

// Denied, or a call that the server does not know: that the figure is unknown says it all.
bool IsNoAnswer(ErrorCode code) {
  return code == ErrorCode::kForbidden || code == ErrorCode::kNotFound || code == ErrorCode::kUnauthorized ||
         code == ErrorCode::kMalformed;
}

// As a place in a bucket has it: none of a folder.
std::optional<std::string> EndpointOf(const BucketConfig& bucket) {
  return bucket.url.starts_with("s3://") ? std::optional(bucket.endpoint) : std::nullopt;
}

// What was written within this of a listing may be in one answer and not in another; a server's clock differs
// by less, or it would refuse what we sign.
constexpr Duration kUnsettled = std::chrono::minutes(20);

// The versions are listed after the objects: what they call current was there, or the listing left it out.
Status CheckAgainst(const CurrentVersions& versions, const CurrentVersions& listed) {
  if (versions.objects <= listed.objects) return Ok();
  return Error{
      ErrorCode::kMalformed,
      fmt::format("the listing shows {} objects ({}), and ?versions {} that are current ({}): the server's "
                  "listing leaves out objects, and no figure of it can be believed",
                  listed.objects, FormatSize(listed.bytes), versions.objects, FormatSize(versions.bytes))};
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
          .endpoint = EndpointOf(plan_.bucket),
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
  facts.endpoint = EndpointOf(plan_.bucket);
  facts.limit_bytes = plan_.limit;
  return facts;
}

Collected BucketPass::Run(const Pass& pass) {
  const Monotonic started = clock_.Steady();
  Collected collected;
  BucketFacts facts = Former(pass);
  if (!requests_before_) requests_before_ = facts.list_requests;
  Result<Reading> reading = ListCurrent(pass);
  Status status = reading.ok() ? AddHidden(pass, *reading, facts, collected) : Status(reading.error());
  if (status.ok())
    Finish(*reading, started, facts);
  else
    collected.failures.push_back(std::move(status).error().In("bucket " + plan_.name));
  facts.list_requests = *requests_before_ + bucket_.requests();
  collected.facts.buckets.push_back(std::move(facts));
  return collected;
}

Result<BucketPass::Reading> BucketPass::ListCurrent(const Pass& pass) const {
  Reading reading{UsageCounter(plan_.prefixes), {}, {}, clock_.Wall() - kUnsettled, {}};
  const ListProgress progress = [&](std::size_t objects) {
    if (pass.progress) pass.progress("listing bucket " + plan_.name, objects);
  };
  const auto visit = [&](const BucketObject& object) {
    reading.usage.AddCurrent(object);
    reading.finder.Add(object);
    if (object.modified >= reading.settled_before) return;
    ++reading.settled.objects;
    reading.settled.bytes += object.size;
  };
  LASTGOOD_RETURN_IF_ERROR(bucket_.List({}, pass.deadline, visit, progress));
  return reading;
}

Status BucketPass::AddHidden(const Pass& pass, Reading& reading, BucketFacts& facts,
                             Collected& collected) const {
  if (bucket_.s3() == nullptr) return Ok();
  S3Features features = ReadS3Features(*bucket_.s3(), pass.deadline);
  LASTGOOD_RETURN_IF_ERROR(AddNoncurrent(pass, features, reading, collected));
  AddIncomplete(pass, reading, collected);
  if (features.error) Note(*features.error, collected);
  // Where nobody answers now, the rules are as they were.
  if (features.known.contains("lifecycle") || features.denied.contains("lifecycle") || facts.risks.empty())
    TellRisks(features, reading, facts);
  // What did not come this time may be as it was.
  if (features.error) features.known.merge(facts.features);
  facts.features = std::move(features.known);
  return Ok();
}

void BucketPass::TellRisks(const S3Features& features, Reading& reading, BucketFacts& facts) const {
  const std::vector<FoundRepository> found = reading.finder.Take();
  BucketRisks told = RisksOf(features.rules, bucket_.s3()->settings().location.base, found,
                             reading.finder.archived(), clock_.Wall());
  facts.risks = std::move(told.risks);
  facts.notes = std::move(told.notes);
  if (!found.empty() && features.denied.contains("lifecycle"))
    facts.notes.push_back(
        fmt::format("whether lifecycle rules delete files of the {} {} is not known: grant "
                    "s3:GetLifecycleConfiguration",
                    found.front().kind, found.front().prefix));
}

// With versions that may not be listed, or that nobody says are none, the sum is a least.
Status BucketPass::AddNoncurrent(const Pass& pass, const S3Features& features, Reading& reading,
                                 Collected& collected) const {
  const bool denied = features.denied.contains("versioning");
  if (features.versioned == false) {
    reading.usage.KnowNoncurrent();
    return Ok();
  }
  if (!features.versioned && !denied) return Ok();
  Result<CurrentVersions> current = ListNoncurrent(
      *bucket_.s3(), reading.settled_before, pass.deadline,
      [&](const HiddenObject& object) { reading.usage.AddNoncurrent(object.key, object.size); });
  if (current.ok()) {
    reading.usage.KnowNoncurrent();
    return CheckAgainst(*current, reading.settled);
  }
  reading.usage.ForgetNoncurrent();
  if (features.versioned || current.error().code == ErrorCode::kForbidden)
    reading.uncounted.push_back(
        denied ? "whether there are older versions may not be asked: grant s3:GetBucketVersioning and "
                 "s3:ListBucketVersions"
        : current.error().code == ErrorCode::kForbidden
            ? "versioning is on, and older versions may not be listed: grant s3:ListBucketVersions"
            : "versioning is on, and older versions could not be listed");
  Note(std::move(current).error(), collected);
  return Ok();
}

void BucketPass::AddIncomplete(const Pass& pass, Reading& reading, Collected& collected) const {
  Result<UploadsSummary> summary = ListIncomplete(
      *bucket_.s3(), pass.deadline, kMaxUploads,
      [&](const HiddenObject& object) { reading.usage.AddIncomplete(object.key, object.size); });
  if (summary.ok()) return reading.usage.KnowIncomplete(summary->proves_none);
  reading.usage.ForgetIncomplete();
  if (summary.error().code == ErrorCode::kForbidden)
    reading.uncounted.emplace_back(
        "incomplete uploads may not be listed: grant s3:ListBucketMultipartUploads and "
        "s3:ListMultipartUploadParts");
  Note(std::move(summary).error(), collected);
}

void BucketPass::Note(Error error, Collected& collected) const {
  if (IsNoAnswer(error.code)) return;
  collected.problems.push_back({"Bucket", "", plan_.name, std::move(error).In("bucket " + plan_.name)});
}

void BucketPass::Finish(const Reading& reading, Monotonic started, BucketFacts& facts) const {
  const Duration took = std::chrono::ceil<Duration>(clock_.Steady() - started);
  const Duration rest = std::max(plan_.interval, kBucketRestFactor * took);
  facts.prefixes = reading.usage.prefixes();
  facts.used_bytes = std::nullopt;
  if (reading.uncounted.empty()) facts.used_bytes = reading.usage.UsedBytes();
  facts.unread = reading.uncounted;
  facts.listed = clock_.Now();
  facts.list_duration = took;
  // One pass may fail, and each starts with some jitter.
  facts.listing_deadline = *facts.listed + 2 * (rest + took) + rest / 4;
}

}  // namespace lastgood
