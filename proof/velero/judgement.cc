#include "proof/velero/judgement.h"

#include <utility>

namespace lastgood::proof::velero {

Judgement Broken(std::string reason) { return {false, std::move(reason)}; }
Judgement Doubtful(std::string reason) { return {std::nullopt, std::move(reason)}; }

void Worsen(Judgement& judgement, Judgement part) {
  const auto badness = [](const Judgement& one) { return !one.restorable ? 1 : *one.restorable ? 0 : 2; };
  if (badness(part) > badness(judgement)) judgement = std::move(part);
}

}  // namespace lastgood::proof::velero
