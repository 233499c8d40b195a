#include "exporter/config/describe_app.h"

namespace lastgood {
namespace {

// CLI11 writes "TEXT:{table,json}" for an option whose values are checked against a list.
void ReadType(const std::string& type, FlagDoc& doc) {
  const std::size_t open = type.find(":{");
  doc.value = type.substr(0, open);
  if (open == type.npos || !type.ends_with('}')) return;
  std::string choice;
  for (const char c : type.substr(open + 2)) {
    if (c != ',' && c != '}') {
      choice += c;
      continue;
    }
    doc.choices.push_back(std::move(choice));
    choice.clear();
  }
}

FlagDoc Describe(const CLI::Option& option) {
  FlagDoc doc;
  for (const std::string& name : option.get_lnames()) doc.names.push_back("--" + name);
  for (const std::string& name : option.get_snames()) doc.names.push_back("-" + name);
  if (doc.names.empty()) doc.names.push_back(option.get_name(true));
  if (option.get_items_expected_max() > 0) ReadType(option.get_type_name(), doc);
  doc.help = option.get_description();
  doc.environment = option.get_envname();
  doc.required = option.get_required();
  return doc;
}

void AddOptions(const CLI::App& app, std::vector<FlagDoc>& flags, std::vector<FlagDoc>* arguments) {
  for (const CLI::Option* option : app.get_options()) {
    const bool positional = option->get_positional() && arguments != nullptr;
    (positional ? *arguments : flags).push_back(Describe(*option));
  }
}

}  // namespace

ProgramDoc DescribeApp(const CLI::App& app) {
  ProgramDoc program{app.get_name(), app.get_description(), app.get_footer(), {}, {}};
  AddOptions(app, program.flags, nullptr);
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; })) {
    CommandDoc doc{command->get_name(), command->get_description(), {}, {}};
    AddOptions(*command, doc.flags, &doc.arguments);
    program.commands.push_back(std::move(doc));
  }
  return program;
}

}  // namespace lastgood
