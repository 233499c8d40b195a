#include "exporter/generate/generate_command.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>

#include "exporter/config/offline_setup.h"
#include "exporter/generate/generate.h"

namespace lastgood {
namespace {

// Under a temporary name first, so that who watches the folder never reads half a file.
Status WriteFile(const std::filesystem::path& path, const std::string& text) {
  std::error_code error;
  std::filesystem::create_directories(path.parent_path(), error);
  const std::filesystem::path temporary = path.string() + ".new";
  std::ofstream file(temporary, std::ios::binary);
  file << text;
  file.close();
  if (file && !error) std::filesystem::rename(temporary, path, error);
  if (!file || error)
    return Error{ErrorCode::kConfig,
                 fmt::format("{} cannot be written; check the folder and its permissions", path.string())};
  return Ok();
}

}  // namespace

Result<Ended> RunGenerate(const GenerateOptions& options) {
  LASTGOOD_ASSIGN(const GeneratorSettings settings, LoadGeneratorSettings(options.common));
  const Files files = Generate(options.what, settings);
  for (const auto& [path, text] : files)
    LASTGOOD_RETURN_IF_ERROR(WriteFile(std::filesystem::path(options.out) / path, text));
  fmt::print("{} files written to {}\n", files.size(), options.out);
  return Ended{};
}

}  // namespace lastgood
