#include "exporter/manual/completion_bash.h"

#include <fmt/format.h>

#include "exporter/manual/words.h"

namespace lastgood {
namespace {

constexpr std::string_view kStart = R"(# bash completion for lastgood: source <(lastgood completion bash)
_lastgood() {
  local word command='' files='' cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
  # Bash splits --flag=value in three.
  if [[ $cur == = ]]; then
    cur=''
  elif [[ $prev == = ]]; then
    prev=${COMP_WORDS[COMP_CWORD - 2]}
  fi
)";

constexpr std::string_view kEnd = R"(  if [[ $cur == -* || -z $words$files ]]; then words=$flags files=''; fi
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
  if [[ -n $files ]]; then
    mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$cur")
    compopt -o filenames 2>/dev/null || true
  fi
}
complete -F _lastgood lastgood
)";

std::string FlagNames(const std::vector<FlagDoc>& flags) {
  std::string names;
  for (const FlagDoc& flag : flags) names += (names.empty() ? "" : " ") + Joined(flag.names);
  return names;
}

// Of what stands at the place of an argument or of a flag's value.
std::string Offer(const FlagDoc& of) {
  return fmt::format("words={} files={}", Quoted(Joined(of.choices)),
                     TakesFile(of) && of.choices.empty() ? "yes" : "''");
}

std::string OfCommand(const CommandDoc& command) {
  const std::string argument = Offer(command.arguments.empty() ? FlagDoc() : command.arguments.front());
  return fmt::format("    {}) flags={} {} ;;\n", command.name, Quoted(FlagNames(command.flags)), argument);
}

std::string OfFlagsWithValues(const CommandDoc& command) {
  std::string cases;
  for (const FlagDoc& flag : command.flags) {
    if (flag.value.empty()) continue;
    std::string names;
    for (const std::string& name : flag.names)
      names += fmt::format("{}{}:{}", names.empty() ? "" : " | ", command.name, name);
    cases += fmt::format("    {}) flags='' {} ;;\n", names, Offer(flag));
  }
  return cases;
}

}  // namespace

std::string BashCompletion(const ProgramDoc& program) {
  std::vector<std::string> names;
  std::string commands, values;
  for (const CommandDoc& command : program.commands) {
    names.push_back(command.name);
    commands += OfCommand(command);
    values += OfFlagsWithValues(command);
  }
  std::string script(kStart);
  script +=
      fmt::format("  local flags={} words={}\n", Quoted(FlagNames(program.flags)), Quoted(Joined(names)));
  script += fmt::format(
      "  for word in \"${{COMP_WORDS[@]:1:COMP_CWORD - 1}}\"; do\n"
      "    case $word in\n      {}) command=$word && break ;;\n    esac\n  done\n",
      Joined(names, " | "));
  script += fmt::format("  case $command in\n{}  esac\n", commands);
  script += fmt::format("  case $command:$prev in\n{}  esac\n", values);
  return script.append(kEnd);
}

}  // namespace lastgood
