#include "collectors/s3/bucket_pass.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

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

std::string WhyNotCounted(bool denied, bool forbidden) {
  if (denied)
    return "whether there are older versions may not be asked: grant s3:GetBucketVersioning and "
           "s3:ListBucketVersions";
  if (forbidden) return "versioning is on, and older versions may not be listed: grant s3:ListBucketVersions";
  return "versioning is on, and older versions could not be listed";
}

std::string AsOf(const std::optional<Time>& counted) {
  return counted ? fmt::format("; they are counted as of {}", FormatRfc3339(*counted)) : "";
}

// A server that shows no uploads and proves nothing by it may have forgotten them; not for ever.
bool WasLately(const std::optional<Time>& counted, Time now) {
  return counted && now - *counted < std::chrono::days(7);
}

constexpr std::string_view kTwice = "listed twice in a row, and counted once: ";

void TellRepeated(const ListSummary& listed, std::vector<std::string>& notes) {
  std::erase_if(notes, [](const std::string& note) { return note.starts_with(kTwice); });
  if (listed.repeated == 0) return;
  const std::string more = listed.repeated == 1 ? "" : fmt::format(" and {} more", listed.repeated - 1);
  notes.push_back(
      fmt::format("{}\"{}\"{} (some servers do so with a file under a folder that was made as an object)",
                  kTwice, Cut(listed.repeated_key, 200), more));
}

constexpr std::string_view kNothingUnder = "no object lies under the prefix ";

// A prefix that is misspelt counts nothing, and nobody would see it.
void TellEmptyPrefixes(const std::vector<PrefixFacts>& prefixes, std::vector<std::string>& notes) {
  std::erase_if(notes, [](const std::string& note) { return note.starts_with(kNothingUnder); });
  for (const PrefixFacts& prefix : prefixes) {
    const bool configured = !prefix.prefix.empty() && prefix.prefix != "(other)";
    if (configured && prefix.current.objects == 0)
      notes.push_back(
          fmt::format("{}\"{}\": is it written as keys are?", kNothingUnder, Cut(prefix.prefix, 200)));
  }
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

Result<BucketPass::Reading> BucketPass::ListCurrent(const Pass& pass) {
  const Time settled_before = clock_.Wall() - kUnsettled;
  Reading reading{.tally = BucketTally(plan_.prefixes, plan_.connections, settled_before),
                  .settled_before = settled_before};
  const ListProgress progress = [&](std::size_t objects) {
    if (pass.progress) pass.progress("listing bucket " + plan_.name, objects);
  };
  LASTGOOD_ASSIGN(reading.listed, bucket_.ListAll(reading.tally.Objects(), ranges_, pass.deadline, progress));
  reading.tally.Join();
  return reading;
}

Status BucketPass::AddHidden(const Pass& pass, Reading& reading, BucketFacts& facts, Collected& collected) {
  if (bucket_.s3() == nullptr) return Ok();
  S3Features features = ReadS3Features(*bucket_.s3(), pass.deadline);
  LASTGOOD_RETURN_IF_ERROR(AddNoncurrent(pass, features, facts, reading, collected));
  AddIncomplete(pass, facts, reading, collected);
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
  const std::vector<FoundRepository> found = reading.tally.finder.Take();
  BucketRisks told = RisksOf(features.rules, bucket_.s3()->settings().location.base, found,
                             reading.tally.finder.archived(), clock_.Wall());
  facts.risks = std::move(told.risks);
  facts.notes = std::move(told.notes);
  if (!found.empty() && features.denied.contains("lifecycle"))
    facts.notes.push_back(
        fmt::format("whether lifecycle rules delete files of the {} {} is not known: grant "
                    "s3:GetLifecycleConfiguration",
                    found.front().kind, found.front().prefix));
}

// What could not be counted this time does not fall out of the sum: it stays as it was last counted.
void BucketPass::KeepNoncurrent(const BucketFacts& former, Reading& reading) const {
  reading.tally.usage.KeepNoncurrent(former.prefixes);
  reading.noncurrent_counted = former.noncurrent_counted;
}

void BucketPass::KeepIncomplete(const BucketFacts& former, Reading& reading) const {
  reading.tally.usage.KeepIncomplete(former.prefixes);
  reading.incomplete_counted = former.incomplete_counted;
}

// With versions that may not be listed, or that nobody says are none, the sum is a least.
Status BucketPass::AddNoncurrent(const Pass& pass, const S3Features& features, const BucketFacts& former,
                                 Reading& reading, Collected& collected) const {
  const bool denied = features.denied.contains("versioning");
  UsageCounter& usage = reading.tally.usage;
  if (features.versioned == false) {
    usage.KnowNoncurrent();
    reading.noncurrent_counted = clock_.Now();
    return Ok();
  }
  if (!features.versioned && !denied) {
    KeepNoncurrent(former, reading);
    return Ok();
  }
  Result<CurrentVersions> current =
      ListNoncurrent(*bucket_.s3(), reading.settled_before,
                     reading.tally.Versions(ranges_.Cuts(plan_.connections)), pass.deadline);
  if (current.ok()) {
    reading.tally.Join();
    usage.KnowNoncurrent();
    reading.noncurrent_counted = clock_.Now();
    return CheckAgainst(*current, reading.tally.settled);
  }
  KeepNoncurrent(former, reading);
  const bool forbidden = current.error().code == ErrorCode::kForbidden;
  if (features.versioned || forbidden) {
    reading.incomplete_sum = reading.incomplete_sum || !reading.noncurrent_counted;
    reading.uncounted.push_back(WhyNotCounted(denied, forbidden) + AsOf(reading.noncurrent_counted));
  }
  Note(std::move(current).error(), collected);
  return Ok();
}

void BucketPass::AddIncomplete(const Pass& pass, const BucketFacts& former, Reading& reading,
                               Collected& collected) {
  UsageCounter& usage = reading.tally.usage;
  Result<UploadsSummary> summary =
      ListIncomplete(*bucket_.s3(), uploads_, pass.deadline, kMaxUploads,
                     [&](const HiddenObject& object) { usage.AddIncomplete(object.key, object.size); });
  if (summary.ok()) {
    const bool none_known = std::exchange(uploads_, summary->uploads).empty();
    if (summary->proves_none || !uploads_.empty()) {
      usage.KnowIncomplete(summary->proves_none);
      reading.incomplete_counted = clock_.Now();
    } else if (none_known && WasLately(former.incomplete_counted, clock_.Now())) {
      KeepIncomplete(former, reading);
    }
    return;
  }
  KeepIncomplete(former, reading);
  if (summary.error().code == ErrorCode::kForbidden) {
    reading.incomplete_sum = reading.incomplete_sum || !reading.incomplete_counted;
    reading.uncounted.push_back(
        "incomplete uploads may not be listed: grant s3:ListBucketMultipartUploads and "
        "s3:ListMultipartUploadParts" +
        AsOf(reading.incomplete_counted));
  }
  Note(std::move(summary).error(), collected);
}

void BucketPass::Note(Error error, Collected& collected) const {
  if (IsNoAnswer(error.code)) return;
  collected.problems.push_back({"Bucket", "", plan_.name, std::move(error).In("bucket " + plan_.name)});
}

void BucketPass::Finish(const Reading& reading, Monotonic started, BucketFacts& facts) const {
  const Duration took = std::chrono::ceil<Duration>(clock_.Steady() - started);
  const Duration rest = std::max(plan_.interval, kBucketRestFactor * took);
  const UsageCounter& usage = reading.tally.usage;
  facts.prefixes = usage.prefixes();
  facts.used_bytes = std::nullopt;
  if (!reading.incomplete_sum) facts.used_bytes = usage.UsedBytes();
  facts.noncurrent_counted = reading.noncurrent_counted;
  facts.incomplete_counted = reading.incomplete_counted;
  TellRepeated(reading.listed, facts.notes);
  TellEmptyPrefixes(facts.prefixes, facts.notes);
  facts.unread = reading.uncounted;
  facts.listed = clock_.Now();
  facts.list_duration = took;
  // One pass may fail, and each starts with some jitter.
  facts.listing_deadline = *facts.listed + 2 * (rest + took) + rest / 4;
}

}  // namespace lastgood
