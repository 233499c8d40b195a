#include "collectors/workloads/reads.h"

#include "collectors/workloads/decode.h"

namespace lastgood::workloads {

std::vector<TableRead> ReadsInto(WorkloadTables& tables) {
  std::vector<TableRead> reads;
  reads.push_back(ReadInto(tables.claims, kClaims, "PersistentVolumeClaims", &DecodeClaim));
  reads.push_back(ReadInto(tables.stateful_sets, kStatefulSets, "StatefulSets", &DecodeStatefulSet));
  reads.push_back(ReadInto(tables.namespaces, kNamespaces, "Namespaces", &DecodeNamespace));
  return reads;
}

}  // namespace lastgood::workloads
