// What can be said of a Velero backup, or of a part of it: it restores, it does not, or nobody can tell.
// Values.
#pragma once

#include <optional>
#include <string>

namespace lastgood::proof::velero {

struct Judgement {
  std::optional<bool> restorable = true;
  std::string reason = {};  // "" of what is restorable
};

Judgement Broken(std::string reason);
Judgement Doubtful(std::string reason);

// A backup is as bad as its worst part; of two that are as bad, the first.
void Worsen(Judgement& judgement, Judgement part);

}  // namespace lastgood::proof::velero
