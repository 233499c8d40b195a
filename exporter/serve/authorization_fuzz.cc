// Any bytes as an Authorization header, as the credentials in one, and as the rest of a bcrypt hash of the
// config (of the least cost, so that there are many tries in a second): nobody comes in but who knows the
// password.
// Subject: exporter/serve/authenticator
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/coding.h"
#include "exporter/serve/authenticator.h"

namespace {

using namespace lastgood;

// Of "s3cret".
const std::string kHash = "$2y$04$abcdefghijklmnopqrstuuLZYjhNQAOdpbzt4WxWlUHjv1wsyH5DG";

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Authenticator authenticator;
  const std::string text(reinterpret_cast<const char*>(data), size);
  WebConfig config;
  config.users = {{"me", kHash}};
  if (!authenticator.Allows(config, "Basic " + EncodeBase64("me:s3cret"))) __builtin_trap();
  const bool allowed = authenticator.Allows(config, "Basic " + EncodeBase64("me:" + text));
  if (allowed && text != "s3cret") __builtin_trap();
  (void)authenticator.Allows(config, text);
  (void)authenticator.Allows(config, "Basic " + text);
  config.users = {{"me", "$2y$04$" + text}};
  if (authenticator.Allows(config, "Basic " + EncodeBase64("me:s3cret")) && text != kHash.substr(7))
    __builtin_trap();
  return 0;
}
