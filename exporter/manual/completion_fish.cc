#include "exporter/manual/completion_fish.h"

#include <fmt/format.h>

#include "exporter/manual/words.h"

namespace lastgood {
namespace {

// In single quotes fish knows \\ and \' only.
std::string FishQuoted(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '\'';
}

std::string Values(const FlagDoc& of) {
  if (!of.choices.empty()) return " -x -a " + FishQuoted(Joined(of.choices));
  if (of.value == "DIR") return " -x -a '(__fish_complete_directories)'";
  return TakesFile(of) ? " -r -F" : " -x";
}

std::string Flag(std::string_view condition, const FlagDoc& flag) {
  std::string line = fmt::format("complete -c lastgood -n '{}'", condition);
  for (const std::string& name : flag.names)
    line += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  if (!flag.value.empty()) line += Values(flag);
  return fmt::format("{} -d {}\n", line, FishQuoted(flag.help));
}

std::string Argument(std::string_view condition, const FlagDoc& argument) {
  if (!argument.choices.empty())
    return fmt::format("complete -c lastgood -n '{}' -a {}\n", condition,
                       FishQuoted(Joined(argument.choices)));
  return TakesFile(argument) ? fmt::format("complete -c lastgood -n '{}' -F\n", condition) : "";
}

}  // namespace

std::string FishCompletion(const ProgramDoc& program) {
  std::string script =
      "# fish completion for lastgood: lastgood completion fish | source\ncomplete -c lastgood -f\n";
  for (const FlagDoc& flag : program.flags) script += Flag("__fish_use_subcommand", flag);
  for (const CommandDoc& command : program.commands) {
    script += fmt::format("complete -c lastgood -n __fish_use_subcommand -a {} -d {}\n", command.name,
                          FishQuoted(command.help));
    const std::string seen = "__fish_seen_subcommand_from " + command.name;
    for (const FlagDoc& flag : command.flags) script += Flag(seen, flag);
    for (const FlagDoc& argument : command.arguments) script += Argument(seen, argument);
  }
  return script;
}

}  // namespace lastgood
