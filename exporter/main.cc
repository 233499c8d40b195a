// lastgood: if we lost it now, what could we restore, up to when, and how do we know?
#include <cstdio>
#include <cstdlib>

#include "base/memory.h"
#include "exporter/check/check_command.h"
#include "exporter/check_config/check_config_command.h"
#include "exporter/discover/discover_command.h"
#include "exporter/explain/explain_command.h"
#include "exporter/generate/generate_command.h"
#include "exporter/manual/completion.h"
#include "exporter/prove/prove_command.h"
#include "exporter/serve/serve_command.h"
#include "exporter/verify/verify_command.h"

namespace lastgood {
namespace {

Result<Ended> Run(const ServeOptions& options) { return RunServe(options); }
Result<Ended> Run(const CheckOptions& options) { return RunCheck(options); }
Result<Ended> Run(const ExplainOptions& options) { return RunExplain(options); }
Result<Ended> Run(const CheckConfigOptions& options) { return RunCheckConfig(options); }
Result<Ended> Run(const DiscoverOptions& options) { return RunDiscover(options); }
Result<Ended> Run(const GenerateOptions& options) { return RunGenerate(options); }
Result<Ended> Run(const ProveOptions& options) { return RunProve(options); }
Result<Ended> Run(const VerifyOptions& options) { return RunVerify(options); }
Result<Ended> Run(const CompletionOptions& options) {
  std::fputs(Completion(DescribeCommandLine(), options.shell).c_str(), stdout);
  return Ended{};
}
Result<Ended> Run(const PrintOptions& options) {
  std::fputs(options.text.c_str(), stdout);
  return Ended{};
}

int Main(int argc, char** argv) {
  KeepFreedMemory();
  const Result<Options> options = ParseOptions(argc, argv);
  const Result<Ended> ended =
      options.ok() ? std::visit([](const auto& chosen) { return Run(chosen); }, *options) : options.error();
  if (ended.ok()) {
    if (ended->still_in_use) std::_Exit(ended->code);
    return ended->code;
  }
  std::fprintf(stderr, "lastgood: %s\n", ended.error().message.c_str());
  return 2;
}

}  // namespace
}  // namespace lastgood

int main(int argc, char** argv) { return lastgood::Main(argc, argv); }
