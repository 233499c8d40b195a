#include "collectors/loki/logs_pass.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/destination.h"
#include "base/time.h"
#include "model/future.h"

namespace lastgood {
namespace {

std::map<std::string, std::string> NamesOfSelectors(const LogsPlan& plan) {
  std::map<std::string, std::string> names;
  for (const StreamPlan& stream : plan.streams) names.emplace(stream.selector, stream.name);
  return names;
}

// It would keep the stream from being silent until then.
Error FromTheFuture(const std::string& stream, Time newest) {
  return {
      ErrorCode::kClockSkew,
      fmt::format("stream {}: its newest entry is of {}, which is yet to come: compare the clocks of what "
                  "writes it, of Loki and of this machine",
                  stream, FormatRfc3339(newest))};
}

}  // namespace

LogsPass::LogsPass(LogsPlan plan, HttpClient& http, const Clock& clock)
    : plan_(std::move(plan)),
      http_(NamesOfSelectors(plan_), http),
      client_(plan_.loki, http_, clock),
      clock_(clock) {}

Facts LogsPass::Initial() const {
  const Facts none;
  return {.logs = {Former({.former = none})}};
}

// A stream that never wrote was due at the start of the first look-back; that moment must not move along.
StreamFacts LogsPass::FormerStream(const LogsFacts& former, const StreamPlan& stream) const {
  const auto found = std::ranges::find(former.streams, stream.name, &StreamFacts::name);
  if (found != former.streams.end() && found->selector == stream.selector) return *found;
  return {.name = stream.name,
          .selector = stream.selector,
          .deadline = clock_.Now() - stream.look_back + stream.max_silence};
}

LogsFacts LogsPass::Former(const Pass& pass) const {
  LogsFacts former;
  const auto found = std::ranges::find(pass.former.logs, plan_.name, &LogsFacts::name);
  if (found != pass.former.logs.end() && IsSameDestination(found->url, plan_.loki.url)) former = *found;
  LogsFacts facts{.name = plan_.name,
                  .url = plan_.loki.url,
                  .ready = former.ready,
                  .detail = former.detail,
                  .window_bytes = former.window_bytes,
                  .window = former.window};
  for (const StreamPlan& stream : plan_.streams) facts.streams.push_back(FormerStream(former, stream));
  // What a reload took out of the config is gone.
  for (const TargetPlan& target : plan_.targets) {
    if (const auto bytes = former.received_bytes.find(target.target); bytes != former.received_bytes.end())
      facts.received_bytes.insert(*bytes);
    for (const auto& [key, count] : former.discarded_samples)
      if (key.first == target.target) facts.discarded_samples[key] = count;
  }
  return facts;
}

Collected LogsPass::Run(const Pass& pass) {
  Collected collected;
  LogsFacts facts = Former(pass);
  if (ReadReady(pass, facts, collected)) {
    ReadVolume(pass, facts, collected);
    ReadStreams(pass, facts, collected);
  }
  ReadTargets(pass, facts, collected);
  collected.facts.logs.push_back(std::move(facts));
  return collected;
}

void LogsPass::Fail(Error error, Collected& collected) const {
  collected.failures.push_back(std::move(error).In("logs " + plan_.name));
}

bool LogsPass::ReadReady(const Pass& pass, LogsFacts& facts, Collected& collected) const {
  Result<LokiReadiness> readiness = client_.Ready(pass.deadline);
  if (readiness.ok()) {
    facts.ready = readiness->ready;
    facts.detail = std::move(readiness->detail);
    return true;
  }
  const ErrorCode code = readiness.error().code;
  Fail(std::move(readiness).error(), collected);
  return code != ErrorCode::kUnavailable && code != ErrorCode::kTimeout && code != ErrorCode::kTls;
}

void LogsPass::ReadVolume(const Pass& pass, LogsFacts& facts, Collected& collected) const {
  Result<std::map<std::string, double>> volume = client_.VolumeByNamespace(plan_.window, pass.deadline);
  if (volume.ok()) {
    facts.window_bytes = std::move(volume).value();
    facts.window = plan_.window;
    return;
  }
  if (volume.error().code != ErrorCode::kNotFound) return Fail(std::move(volume).error(), collected);
  facts.notes.emplace_back(
      "what each namespace wrote is not known: this Loki answers 404 for /loki/api/v1/index/volume, which is "
      "off "
      "(`volume_enabled: false` in its limits_config) or not there (before 2.9)");
}

void LogsPass::ReadStreams(const Pass& pass, LogsFacts& facts, Collected& collected) const {
  for (std::size_t i = 0; i < plan_.streams.size(); ++i) {
    const StreamPlan& plan = plan_.streams[i];
    StreamFacts& stream = facts.streams[i];
    if (pass.progress) pass.progress("asking " + plan_.name + " for its streams", i + 1);
    Result<std::optional<Time>> newest = client_.NewestEntry(plan.selector, plan.look_back, pass.deadline);
    if (!newest.ok()) {
      Fail(std::move(newest).error().In("stream " + plan.name), collected);
      continue;
    }
    if (IsAhead(*newest, clock_.Now())) {
      Fail(FromTheFuture(plan.name, **newest), collected);
      continue;
    }
    stream.checked = clock_.Now();
    if (*newest && (!stream.newest_entry || **newest > *stream.newest_entry)) stream.newest_entry = **newest;
    if (stream.newest_entry) stream.deadline = *stream.newest_entry + plan.max_silence;
  }
}

void LogsPass::ReadTargets(const Pass& pass, LogsFacts& facts, Collected& collected) const {
  for (const TargetPlan& target : plan_.targets) {
    Result<LokiCounters> counters = client_.Counters(target.url, pass.deadline);
    if (!counters.ok()) {
      Fail(std::move(counters).error(), collected);
      continue;
    }
    if (counters->received_bytes) facts.received_bytes[target.target] = *counters->received_bytes;
    std::erase_if(facts.discarded_samples,
                  [&](const auto& entry) { return entry.first.first == target.target; });
    for (const auto& [reason, count] : counters->discarded_samples)
      facts.discarded_samples[{target.target, reason}] = count;
  }
}

}  // namespace lastgood
