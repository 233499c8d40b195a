// lastgood: if we lost it now, what could we restore, up to when, and how do we know?
#include <cstdio>

#include "exporter/commands.h"

namespace lastgood {
namespace {

Result<int> Run(const ServeOptions& options) { return RunServe(options); }
Result<int> Run(const CheckOptions& options) { return RunCheck(options); }
Result<int> Run(const PrintOptions& options) {
  std::fputs(options.text.c_str(), stdout);
  return 0;
}

int Main(int argc, char** argv) {
  const Result<Options> options = ParseOptions(argc, argv);
  const Result<int> code =
      options.ok() ? std::visit([](const auto& chosen) { return Run(chosen); }, *options) : options.error();
  if (code.ok()) return *code;
  std::fprintf(stderr, "lastgood: %s\n", code.error().message.c_str());
  return 2;
}

}  // namespace
}  // namespace lastgood

int main(int argc, char** argv) { return lastgood::Main(argc, argv); }
