// What is kept of the cluster's own objects that hold data: the input of Assemble. Pure values.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "collectors/shared/kubernetes.h"
#include "collectors/shared/table.h"

namespace lastgood::workloads {

struct ClaimRow {
  ObjectId id;
  std::string namespace_, name, uid;
  std::optional<Time> created;
  std::vector<std::pair<std::string, std::string>> labels, annotations;
  bool bound = false;  // only then is there data
  ObjectiveAnnotations judged;
};

struct StatefulSetRow {
  ObjectId id;
  std::string namespace_, name, uid;
  std::vector<std::string> templates;  // the names of its claim templates
  ObjectiveAnnotations judged;
};

// Only of namespaces that are annotated.
struct NamespaceRow {
  ObjectId id;
  std::string name, ignore;
};

struct WorkloadTables {
  Table<ClaimRow> claims;
  Table<StatefulSetRow> stateful_sets;
  Table<NamespaceRow> namespaces;
};

}  // namespace lastgood::workloads
