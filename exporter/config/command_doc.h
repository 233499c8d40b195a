// What the command line consists of, in words: the one source of completions and of the manual page, taken
// from the definitions that parse it. Pure values.
#pragma once

#include <string>
#include <vector>

namespace lastgood {

struct FlagDoc {
  std::vector<std::string> names;    // as typed, "--output" and "-o"; of an argument its name
  std::string value;                 // "FILE", "DIR", "URL", "TEXT"; "" of a switch
  std::vector<std::string> choices;  // the only values, when they are known
  std::string help, environment;
  bool required = false;
  bool operator==(const FlagDoc&) const = default;
};

struct CommandDoc {
  std::string name, help;
  std::vector<FlagDoc> flags, arguments;
};

struct ProgramDoc {
  std::string name, help, footer;
  std::vector<FlagDoc> flags;
  std::vector<CommandDoc> commands;
};

}  // namespace lastgood
