// What is kept of k8up's objects (k8up.io/v1): the input of Assemble. Pure values.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "collectors/shared/history.h"
#include "collectors/shared/kubernetes.h"
#include "collectors/shared/table.h"
#include "model/facts.h"

namespace lastgood::k8up {

// Only of Backups that a schedule made; those made by hand are not judged.
struct BackupRow {
  ObjectId id;
  std::string namespace_, name, schedule, phase, message;
  AttemptState state = AttemptState::kPending;
  std::optional<Time> created, ended;  // ended: when it completed or failed
};

// Only of Schedules that make backups, and not just check or prune.
struct ScheduleRow {
  ObjectId id;
  std::string namespace_, name, cron;  // as written: "@daily-random"
  std::string effective;               // what the operator made of it: "17 4 * * *"; "" when it is as written
  std::string refused;                 // why the operator does not run it
  std::string destination;             // without credentials
  std::optional<std::string> endpoint;  // "" is the provider's own
  std::optional<Time> created;
  std::vector<std::vector<Requirement>> selectors;  // spec.backup.labelSelectors: a claim meets any of them
  ObjectiveAnnotations annotations;
};

// A restic snapshot that lies in a repository of this namespace.
struct SnapshotRow {
  ObjectId id;
  std::string namespace_;
  Stamp date;
  std::vector<std::string> claims;  // whose data it holds
};

// Only of claims that are bound: the others hold no data, and are skipped.
struct ClaimRow {
  ObjectId id;
  std::string namespace_, name;
  std::vector<std::pair<std::string, std::string>> labels, annotations;
};

// A Deployment of the operator's: how it chooses claims.
struct OperatorRow {
  ObjectId id;
  bool skips_without_annotation = false;
  std::string annotation;  // its own name for k8up.io/backup; "" when it has none
};

struct K8upTables {
  Table<BackupRow> backups;
  Table<ScheduleRow> schedules;
  Table<SnapshotRow> snapshots;
  Table<ClaimRow> claims;
  Table<OperatorRow> operators;  // read only where Snapshots do not tell what is held
};

}  // namespace lastgood::k8up
