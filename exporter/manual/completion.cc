#include "exporter/manual/completion.h"

#include "exporter/manual/completion_bash.h"
#include "exporter/manual/completion_fish.h"
#include "exporter/manual/completion_zsh.h"

namespace lastgood {

std::string Completion(const ProgramDoc& program, std::string_view shell) {
  if (shell == "bash") return BashCompletion(program);
  return shell == "zsh" ? ZshCompletion(program) : FishCompletion(program);
}

}  // namespace lastgood
