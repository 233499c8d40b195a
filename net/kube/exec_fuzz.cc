// Any bytes as what an exec plugin prints: a credential has a token or a certificate with its key, and an
// error never holds what was printed as a token.
// Subject: net/kube/exec
#include <cstddef>
#include <cstdint>
#include <string>

#include "net/kube/exec.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string output(reinterpret_cast<const char*>(data), size);
  const lastgood::ExecPlugin plugin{.api_version = "client.authentication.k8s.io/v1", .command = "aws"};
  const lastgood::Result<lastgood::ExecCredential> read = lastgood::DecodeExecCredential(plugin, output);
  if (!read.ok()) return 0;
  if (read->token.empty() && (read->cert_pem.empty() || read->key_pem.empty())) __builtin_trap();
  return 0;
}
