// Any bytes as a kubeconfig.
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <string>

#include "net/kube/access.h"
#include "net/kube/kubeconfig.h"

namespace {

// One file for the whole run; it is removed when the run ends.
struct Scratch {
  std::string path = "/tmp/lastgood-fuzz-XXXXXX";
  Scratch() {
    const int file = mkstemp(path.data());
    if (file < 0) std::abort();
    close(file);
  }
  ~Scratch() { unlink(path.c_str()); }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Scratch scratch;
  std::ofstream(scratch.path, std::ios::binary)
      .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
  const auto access = lastgood::KubeconfigAccess(scratch.path, "", "/home/me");
  if (access.ok() && !access->server.starts_with("http")) __builtin_trap();
  return 0;
}
