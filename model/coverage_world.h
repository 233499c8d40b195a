// For tests: a cluster in a few words. Objects and claims in, coverage out.
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "base/time.h"
#include "model/coverage.h"
#include "model/snapshot.h"

namespace lastgood {

class CoverageWorld {
 public:
  static inline const Time kNow = *ParseRfc3339("2026-08-20T12:00:00Z");

  // An object with one track that has a recovery point an hour ago, kept in the cloud.
  ObjectFacts& Object(ObjectKey key, Protection protection = Protection::kScheduled) {
    Track track{.method = "backup", .destination = "store"};
    track.endpoint = "";
    track.recovery_point = track.last_success_finish = kNow - std::chrono::hours(1);
    track.counts = BackupCounts{.completed = 1};
    ObjectFacts& object = facts.objects.emplace_back();
    object.key = std::move(key);
    object.observed = kNow;
    object.protection = protection;
    object.tracks = {track};
    return object;
  }
  // A schedule of Velero's that takes these namespaces.
  ObjectFacts& Schedule(std::vector<std::string> namespaces) {
    ObjectFacts& object = Object({"velero", "velero", "Schedule", "nightly"});
    object.covers.push_back({.namespaces = std::move(namespaces)});
    return object;
  }
  WorkloadFacts& Claim(std::string name, std::string namespace_ = "app") {
    WorkloadFacts& claim = facts.workloads.emplace_back();
    claim.key = {"kubernetes", std::move(namespace_), "PersistentVolumeClaim", std::move(name)};
    claim.observed = kNow;
    return claim;
  }
  WorkloadFacts& StatefulSet(std::string name) {
    WorkloadFacts& set = facts.workloads.emplace_back();
    set.claim_names = {"data-" + name + "-"};
    set.key = {"kubernetes", "app", "StatefulSet", std::move(name)};
    return set;
  }

  Snapshot Taken() const {
    Snapshot snapshot;
    snapshot.parts.push_back(std::make_shared<Part>(MakePart(state, facts, objectives, kNow)));
    snapshot.coverage = std::make_shared<Coverage>(Cover(snapshot.parts, objectives));
    return snapshot;
  }
  CoveredWorkload Covered(std::string_view name) const {
    const Snapshot snapshot = Taken();
    for (const CoveredWorkload& workload : snapshot.coverage->workloads)
      if (workload.key.name == name) return workload;
    ADD_FAILURE() << "no workload " << name;
    return {};
  }
  ComponentState Only() const {
    const Snapshot snapshot = Taken();
    EXPECT_EQ(snapshot.coverage->components.size(), 1U);
    return snapshot.coverage->components.at(0);
  }

  Facts facts;
  Objectives objectives;
  CollectorState state{.kind = "velero", .source = "kubernetes", .finished = true, .success = true};
};

// "velero:yes longhorn:no"
inline std::string Layers(const CoveredWorkload& workload) {
  std::string text;
  for (const Layer& layer : workload.layers)
    text += (text.empty() ? "" : " ") + layer.by + (layer.covers ? ":yes" : ":no");
  return text;
}

}  // namespace lastgood
