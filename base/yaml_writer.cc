#include "base/yaml_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "base/text.h"

namespace lastgood::yaml {
namespace {

// Text that a reader would take for a truth value, nothing or a number; the emitter does not quote it itself.
bool ReadsAsAnother(const std::string& text) {
  static constexpr std::string_view kWords[] = {"true", "false", "yes",  "no", "on",
                                                "off",  "y",     "null", "~",  "n"};
  const std::string lower = Lower(text);
  const auto numeric = [](char c) {
    return std::string_view("0123456789abcdefox_.:+-").find(c) != std::string_view::npos;
  };
  const bool begins =
      !lower.empty() && std::string_view("0123456789.+-").find(lower.front()) != std::string_view::npos;
  return std::find(std::begin(kWords), std::end(kWords), lower) != std::end(kWords) ||
         (begins && std::all_of(lower.begin(), lower.end(), numeric));
}

// The emitter writes comments at the left edge after an empty line; they belong to the line below.
std::string WithCommentsIndented(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) {
    while (line.starts_with('#') && !lines.empty() && lines.back().empty()) lines.pop_back();
    lines.push_back(std::move(line));
  }
  std::size_t indent = 0;
  for (auto line = lines.rbegin(); line != lines.rend(); ++line) {
    if (line->starts_with('#'))
      line->insert(0, indent, ' ');
    else
      indent = std::min(line->find_first_not_of(' '), line->size());
  }
  return fmt::format("{}\n", fmt::join(lines, "\n"));
}

}  // namespace

void Pair(YAML::Emitter& out, const std::string& key, const std::string& value) {
  out << YAML::Key << key << YAML::Value;
  if (value.find('\n') != std::string::npos) out << YAML::Literal;
  if (ReadsAsAnother(value)) out << YAML::DoubleQuoted;
  out << value;
}

void Plain(YAML::Emitter& out, const std::string& key, const std::string& value) {
  out << YAML::Key << key << YAML::Value << value;
}

void Quoted(YAML::Emitter& out, const std::string& key, const std::string& value) {
  out << YAML::Key << key << YAML::Value << YAML::SingleQuoted << value;
}

void Begin(YAML::Emitter& out, const std::string& key, YAML::EMITTER_MANIP manip) {
  out << YAML::Key << key << YAML::Value << manip;
}

void List(YAML::Emitter& out, const std::string& key, const std::vector<std::string>& values) {
  out << YAML::Key << key << YAML::Value << YAML::Flow << values;
}

void Remark(YAML::Emitter& out, const std::string& text) { out << YAML::Newline << YAML::Comment(text); }

std::string WithComment(const std::string& about, const YAML::Emitter& out) {
  std::string comment = "# ";
  for (const char c : about) c == '\n' ? comment += "\n# " : comment += c;
  return comment + "\n" + WithCommentsIndented(out.c_str());
}

std::string WithHead(const std::string& about, const YAML::Emitter& out) {
  return WithComment(about + "\nWritten by lastgood generate; change the config and run it again.", out);
}

}  // namespace lastgood::yaml
