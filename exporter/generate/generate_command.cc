#include "exporter/generate/generate_command.h"

#include <fmt/format.h>

#include "exporter/config/offline_setup.h"
#include "exporter/generate/generate.h"
#include "exporter/generate/output_folder.h"

namespace lastgood {

Result<Ended> RunGenerate(const GenerateOptions& options) {
  LASTGOOD_ASSIGN(const GeneratorSettings settings, LoadGeneratorSettings(options.common));
  const std::map<std::string, Files> files = GenerateByTarget(options.what, settings);
  LASTGOOD_ASSIGN(const std::size_t removed, WriteOutputs(options.out, files));
  std::size_t written = 0;
  for (const auto& [target, of_it] : files) written += of_it.size();
  fmt::print("{} files written to {}\n", written, options.out);
  if (removed > 0) fmt::print("{} of an earlier run that are no longer needed removed\n", removed);
  return Ended{};
}

}  // namespace lastgood
