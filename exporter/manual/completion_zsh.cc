#include "exporter/manual/completion_zsh.h"

#include <fmt/format.h>

#include "exporter/manual/words.h"

namespace lastgood {
namespace {

// What has a meaning of its own in a specification of _arguments.
constexpr std::string_view kSpecial = "\\[]:";

std::string Plain(std::string_view text) {
  const std::string quoted = Quoted(text, kSpecial);
  return quoted.substr(1, quoted.size() - 2);
}

std::string Action(const FlagDoc& of) {
  if (!of.choices.empty()) return "(" + Joined(of.choices) + ")";
  if (!TakesFile(of)) return "";
  return of.value == "DIR" ? "_files -/" : "_files";
}

// A line of specifications, one for each name; names of one flag exclude each other.
std::string Flag(const FlagDoc& flag) {
  std::string specifications;
  for (const std::string& name : flag.names) {
    const bool with_equals = !flag.value.empty() && name.starts_with("--");
    specifications += fmt::format("        '({}){}{}[{}]", Joined(flag.names), name, with_equals ? "=" : "",
                                  Plain(flag.help));
    if (!flag.value.empty()) specifications += fmt::format(":{}:{}", flag.value, Action(flag));
    specifications += "' \\\n";
  }
  return specifications;
}

std::string Argument(std::size_t place, const FlagDoc& argument) {
  return fmt::format("        '{}:{}:{}' \\\n", place, argument.names[0], Action(argument));
}

std::string Specifications(const std::vector<FlagDoc>& flags, const std::vector<FlagDoc>& arguments) {
  std::string all;
  for (const FlagDoc& flag : flags) all += Flag(flag);
  for (std::size_t i = 0; i < arguments.size(); ++i) all += Argument(i + 1, arguments[i]);
  return all;
}

}  // namespace

std::string ZshCompletion(const ProgramDoc& program) {
  std::string names, cases;
  for (const CommandDoc& command : program.commands) {
    names += fmt::format("        {}\n", Quoted(command.name + ":" + command.help));
    cases += fmt::format("        {})\n      _arguments \\\n{}        && return ;;\n", command.name,
                         Specifications(command.flags, command.arguments));
  }
  std::string script =
      "#compdef lastgood\n# zsh completion for lastgood: source <(lastgood completion zsh)\n"
      "_lastgood() {\n  local curcontext=$curcontext state line\n  typeset -A opt_args\n  _arguments -C \\\n";
  script += Specifications(program.flags, {});
  script += "        '1:command:->command' '*::argument:->argument' && return\n  case $state in\n";
  script += fmt::format(
      "    command)\n      local -a commands=(\n{}      )\n      _describe command commands ;;\n", names);
  script += fmt::format("    argument)\n      case $words[1] in\n{}      esac ;;\n  esac\n}}\n", cases);
  return script +
         "if [ \"$funcstack[1]\" = _lastgood ]; then _lastgood \"$@\"; else compdef _lastgood lastgood; fi\n";
}

}  // namespace lastgood
