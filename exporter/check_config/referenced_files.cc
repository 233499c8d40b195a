#include "exporter/check_config/referenced_files.h"

#include <fmt/format.h>
#include <unistd.h>
#include <yaml-cpp/yaml.h>

#include <cerrno>
#include <cstring>

#include "base/read_file.h"
#include "base/text.h"

namespace lastgood {
namespace {

constexpr std::string_view kFileUrl = "file://";

bool NamesAFile(std::string_view key, std::string_view value) {
  if (key == "url") return value.starts_with(kFileUrl);
  return key.ends_with("_file") || key == "kubeconfig" || key == "folder";
}

class Checker {
 public:
  Checker(const std::string& file, const std::string& home) : file_(file), home_(home) {}

  Status Check(const YAML::Node& node, std::string_view key) const {
    if (node.IsScalar()) return NamesAFile(key, node.Scalar()) ? CheckPath(node, key) : Ok();
    if (!node.IsMap() && !node.IsSequence()) return Ok();
    for (const auto& child : node) {
      const bool map = node.IsMap();
      if (map && !child.first.IsScalar()) continue;
      LASTGOOD_RETURN_IF_ERROR(map ? Check(child.second, child.first.Scalar()) : Check(child, key));
    }
    return Ok();
  }

 private:
  std::string PathOf(const std::string& value) const {
    if (value.starts_with("~/")) return home_ + value.substr(1);
    return value.starts_with(kFileUrl) ? value.substr(kFileUrl.size()) : PathFrom(value, file_);
  }

  Status CheckPath(const YAML::Node& node, std::string_view key) const {
    if (node.Scalar().empty() || access(PathOf(node.Scalar()).c_str(), R_OK) == 0) return Ok();
    return Error{
        ErrorCode::kConfig,
        OneLine(fmt::format("{}:{}:{}: {}: {} cannot be read: {}; check the path and its permissions", file_,
                            node.Mark().line + 1, node.Mark().column + 1, key, node.Scalar(),
                            std::strerror(errno)),
                2000)};
  }

  const std::string& file_;
  const std::string& home_;
};

}  // namespace

Status CheckReferencedFiles(const std::string& text, const std::string& file, const std::string& home) {
  try {
    const YAML::Node document = YAML::Load(text);
    const Checker checker(file, home);
    if (!document.IsMap()) return Ok();
    for (const auto& section : document)
      if (section.first.IsScalar() && section.first.Scalar() != "generate")
        LASTGOOD_RETURN_IF_ERROR(checker.Check(section.second, section.first.Scalar()));
    return Ok();
  } catch (const YAML::Exception& exception) {
    return Error{ErrorCode::kConfig, fmt::format("{}: {}", file, exception.what())};
  }
}

}  // namespace lastgood
