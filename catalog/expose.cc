#include "catalog/expose.h"

#include "base/time.h"
#include "catalog/expose_object.h"
#include "catalog/expose_system.h"

namespace lastgood {
namespace {

using namespace catalog;

std::size_t CountOf(const Facts& facts) {
  return facts.objects.size() + facts.buckets.size() + facts.logs.size() + facts.restore_tests.size() +
         facts.copies.size();
}

void ExposeProblems(Samples& samples, const LabelText<kCollector>& labels, const CollectorState& state) {
  std::array<std::uint64_t, kErrorCodeNames.size()> problems{};
  for (const UnreadObject& object : state.unread) ++problems[static_cast<std::size_t>(object.error.code)];
  for (std::size_t code = 0; code < problems.size(); ++code) {
    const auto with_reason = And<Label::kReason>(labels, kErrorCodeNames[code]);
    samples.Add<kCollectorErrors>(with_reason, static_cast<double>(state.errors[code]));
    if (state.success) samples.Add<kCollectorProblems>(with_reason, static_cast<double>(problems[code]));
  }
}

void ExposeCollector(Samples& samples, const Part& part) {
  const CollectorState& state = part.state;
  const auto labels = Written<Label::kCollector, Label::kSource>(state.kind, state.source);
  if (state.success) samples.Add<kCollectorSuccess>(labels, *state.success);
  if (state.duration)
    samples.Add<kCollectorDuration>(labels, static_cast<double>(state.duration->count()) / 1000);
  if (state.last_success) samples.Add<kCollectorLastSuccess>(labels, ToSeconds(*state.last_success));
  if (state.started) samples.Add<kCollectorStarted>(labels, ToSeconds(*state.started));
  samples.Add<kCollectorInterval>(labels, static_cast<double>(state.interval.count()) / 1000);
  if (state.finished) samples.Add<kCollectorObjects>(labels, static_cast<double>(CountOf(part.facts)));
  ExposeProblems(samples, labels, state);
}

void ExposeState(Samples& samples, const StateFile& state) {
  samples.Add<kStateRead>({}, state.read);
  samples.Add<kStateWritten>({}, state.written);
  if (!state.last_written) return;
  samples.Add<kStateLastWrite>({}, ToSeconds(*state.last_written));
  samples.Add<kStateSize>({}, static_cast<double>(state.bytes));
}

}  // namespace

Samples Expose(const Part& part) {
  Samples samples;
  for (std::size_t i = 0; i < part.facts.objects.size(); ++i)
    ExposeObject(samples, part.facts.objects[i], part.derived[i]);
  for (const PolicyFacts& policy : part.facts.policies) ExposePolicy(samples, policy);
  for (const DestinationFacts& destination : part.facts.destinations) ExposeDestination(samples, destination);
  for (const BucketFacts& bucket : part.facts.buckets) ExposeBucket(samples, bucket);
  for (const LogsFacts& logs : part.facts.logs) ExposeLogs(samples, logs);
  for (std::size_t i = 0; i < part.facts.restore_tests.size(); ++i)
    ExposeRestoreTest(samples, part.facts.restore_tests[i], part.restore_test_deadlines[i]);
  for (const CopyFacts& copy : part.facts.copies) ExposeCopy(samples, copy);
  ExposeCollector(samples, part);
  samples.Trim();
  return samples;
}

Samples Expose(const SelfState& self) {
  Samples samples;
  if (self.state) ExposeState(samples, *self.state);
  samples.Add<kConfigReloadSuccessful>({}, self.reload_successful);
  if (self.reload_success) samples.Add<kConfigReloadSuccess>({}, ToSeconds(*self.reload_success));
  samples.Add<kBuildInfo>(Written<Label::kVersion, Label::kRevision, Label::kCompiler>(
                              self.version, self.revision, self.compiler),
                          1);
  return samples;
}

}  // namespace lastgood
