// One Loki, pass after pass. Run is called by one thread at a time.
#pragma once

#include "collectors/collector.h"
#include "collectors/loki/logs_plan.h"
#include "net/loki/recorded.h"

namespace lastgood {

class LogsPass {
 public:
  LogsPass(LogsPlan plan, HttpClient& http, const Clock& clock);

  // What is known before the first pass: the streams, whose deadlines count from the start of the look-back.
  Facts Initial() const;
  Collected Run(const Pass& pass);

 private:
  LogsFacts Former(const Pass& pass) const;
  StreamFacts FormerStream(const LogsFacts& former, const StreamPlan& stream) const;
  // False when nobody answers: asking for each stream would say the same, and take its time.
  bool ReadReady(const Pass& pass, LogsFacts& facts, Collected& collected) const;
  void ReadVolume(const Pass& pass, LogsFacts& facts, Collected& collected) const;
  void ReadStreams(const Pass& pass, LogsFacts& facts, Collected& collected) const;
  void ReadTargets(const Pass& pass, LogsFacts& facts, Collected& collected) const;
  void Fail(Error error, Collected& collected) const;

  const LogsPlan plan_;
  RecordedLoki http_;  // or a live one, by the URL
  const LokiClient client_;
  const Clock& clock_;
};

}  // namespace lastgood
