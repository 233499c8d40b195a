// Any bytes as a kubeconfig.
// Subject: net/kube/kubeconfig
#include <cstddef>
#include <cstdint>

#include "net/kube/access.h"
#include "net/kube/kubeconfig.h"
#include "tests/support/scratch_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const lastgood::ScratchFile scratch;
  const auto access = lastgood::KubeconfigAccess(scratch.Holding(data, size), "", "/home/me");
  if (access.ok() && !access->server.starts_with("http")) __builtin_trap();
  return 0;
}
