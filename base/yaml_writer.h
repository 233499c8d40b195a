// What every generated YAML file is written with, on top of yaml-cpp's emitter, so that the files look alike.
// Pure, safe from any thread.
#pragma once

#include <yaml-cpp/yaml.h>

#include <string>
#include <utility>
#include <vector>

namespace lastgood::yaml {

// `key: value`; text of several lines becomes a block.
void Pair(YAML::Emitter& out, const std::string& key, const std::string& value);
// Without quotes, for true, false and numbers.
void Plain(YAML::Emitter& out, const std::string& key, const std::string& value);
// In single quotes, for Go templates.
void Quoted(YAML::Emitter& out, const std::string& key, const std::string& value);
// `key:` before a mapping or a sequence that the caller begins next.
void Begin(YAML::Emitter& out, const std::string& key, YAML::EMITTER_MANIP manip);
// `key: [a, b]`
void List(YAML::Emitter& out, const std::string& key, const std::vector<std::string>& values);
// Comments of their own lines, before the next key.
void Remark(YAML::Emitter& out, const std::string& text);

// The file's text: `about` as a comment (of several lines where it has them), then the YAML.
std::string WithComment(const std::string& about, const YAML::Emitter& out);
// The same, with who wrote it.
std::string WithHead(const std::string& about, const YAML::Emitter& out);

}  // namespace lastgood::yaml
