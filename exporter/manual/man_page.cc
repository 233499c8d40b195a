#include "exporter/manual/man_page.h"

#include <fmt/format.h>

#include <algorithm>

namespace lastgood {
namespace {

// Text in which roff sees nothing of its own.
std::string Escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    if (c == '\\')
      escaped += "\\e";
    else if (c == '-')
      escaped += "\\-";
    else
      escaped += c;
  }
  if (escaped.starts_with('.') || escaped.starts_with('\'')) escaped.insert(0, "\\&");
  return escaped;
}

std::string Bold(std::string_view text) { return fmt::format("\\fB{}\\fR", Escaped(text)); }

std::string Sentence(std::string_view text) {
  std::string sentence = Escaped(text);
  if (!sentence.ends_with('?')) sentence += '.';
  return sentence;
}

// "TEXT" says nothing that the explanation does not.
std::string ValueOf(const FlagDoc& flag) {
  if (flag.value.empty()) return "";
  return fmt::format(" \\fI{}\\fR", Escaped(flag.value == "TEXT" ? "VALUE" : flag.value));
}

std::string Paragraph(const FlagDoc& flag) {
  std::string names;
  for (const std::string& name : flag.names) names += (names.empty() ? "" : ", ") + Bold(name);
  std::string text = fmt::format(".TP\n{}{}\n{}", names, names.starts_with("\\fB\\-") ? ValueOf(flag) : "",
                                 Sentence(flag.help));
  if (flag.required) text += " Required.";
  if (!flag.environment.empty()) text += fmt::format("\nAlso {}.", Bold(flag.environment));
  return text + '\n';
}

bool TakesFlags(const CommandDoc& command) {
  return std::ranges::any_of(command.flags, [](const FlagDoc& flag) { return flag.names[0] == "--config"; });
}

// What every command with a config takes stands once, at the end.
bool IsCommon(const ProgramDoc& program, const FlagDoc& flag) {
  return std::ranges::all_of(program.commands, [&](const CommandDoc& command) {
    return !TakesFlags(command) || std::ranges::find(command.flags, flag) != command.flags.end();
  });
}

std::string Synopsis(const ProgramDoc& program, const CommandDoc& command) {
  std::string line = fmt::format("{} {}", Bold(program.name), Bold(command.name));
  if (TakesFlags(command)) line += " [\\fIOPTION\\fR ...]";
  for (const FlagDoc& argument : command.arguments) {
    const std::string name = fmt::format("\\fI{}\\fR", Escaped(argument.names[0]));
    line += argument.required ? ' ' + name : fmt::format(" [{}]", name);
  }
  return line + "\n.br\n";
}

std::string Section(const ProgramDoc& program, const CommandDoc& command) {
  std::string text = fmt::format(".SS {}\n{}\n", Escaped(command.name), Sentence(command.help));
  for (const FlagDoc& argument : command.arguments) text += Paragraph(argument);
  for (const FlagDoc& flag : command.flags)
    if (!IsCommon(program, flag)) text += Paragraph(flag);
  return text;
}

std::string CommonOptions(const ProgramDoc& program) {
  std::string text;
  const auto with = std::ranges::find_if(program.commands, &TakesFlags);
  if (with == program.commands.end()) return text;
  for (const FlagDoc& flag : with->flags)
    if (IsCommon(program, flag)) text += Paragraph(flag);
  return text;
}

std::string Lines(std::string_view text) {
  std::string lines;
  for (std::size_t start = 0; start < text.size();) {
    const std::size_t end = std::min(text.find('\n', start), text.size());
    if (end > start) lines += fmt::format(".PP\n{}\n", Escaped(text.substr(start, end - start)));
    start = end + 1;
  }
  return lines;
}

}  // namespace

std::string ManPage(const ProgramDoc& program, std::string_view version) {
  std::string page = fmt::format(".TH LASTGOOD 1 \"\" \"lastgood {}\" \"User Commands\"\n", version);
  page +=
      fmt::format(".SH NAME\nlastgood \\- what could be restored now, up to when, and how that is known\n");
  page += ".SH SYNOPSIS\n";
  for (const CommandDoc& command : program.commands) page += Synopsis(program, command);
  page += fmt::format(".SH DESCRIPTION\n{}\n{}", Escaped(program.help), Lines(program.footer));
  page += ".SH COMMANDS\n";
  for (const CommandDoc& command : program.commands) page += Section(program, command);
  page += ".SH OPTIONS OF EVERY COMMAND WITH A CONFIG\n" + CommonOptions(program);
  page += ".SH OPTIONS WITHOUT A COMMAND\n";
  for (const FlagDoc& flag : program.flags) page += Paragraph(flag);
  return page + ".SH SEE ALSO\n.BR lastgood.yaml (5)\n";
}

}  // namespace lastgood
