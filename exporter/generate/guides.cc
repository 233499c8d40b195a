#include "exporter/generate/guides.h"

#include <utility>

#include "collectors/collector.h"

namespace lastgood {
namespace {

template <typename Keep>
std::vector<SourceGuide> Guides(Keep keep) {
  std::vector<SourceGuide> kept;
  for (const CollectorKind& kind : AllCollectorKinds())
    for (SourceGuide& guide : kind.guides())
      if (keep(kind, guide)) kept.push_back(std::move(guide));
  return kept;
}

}  // namespace

std::vector<SourceGuide> AllGuides() {
  return Guides([](const CollectorKind&, const SourceGuide&) { return true; });
}

std::vector<SourceGuide> GuidesOf(const GeneratorSettings& settings) {
  return Guides([&](const CollectorKind& kind, const SourceGuide& guide) {
    return guide.anywhere || settings.Has(kind.name);
  });
}

}  // namespace lastgood
