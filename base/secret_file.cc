#include "base/secret_file.h"

#include <fmt/format.h>

#include "base/read_file.h"

namespace lastgood {

Result<std::string> ReadSecretFile(const std::string& path) {
  constexpr std::size_t kMaxSecret = 64 * 1024;
  const auto fail = [&](std::string_view what) {
    return Error{ErrorCode::kConfig, fmt::format("secret file {}: {}", path, what)};
  };
  Result<std::string> read = ReadFile(path, {.most = kMaxSecret});
  if (!read.ok()) {
    const ErrorCode code = read.error().code;
    if (code == ErrorCode::kTooLarge) return fail("has more than 64 KiB; expected one secret");
    if (code == ErrorCode::kNotFound || code == ErrorCode::kForbidden)
      return fail("cannot be opened; check the path and its permissions");
    return fail("cannot be read: " + read.error().message);
  }
  std::string text = *std::move(read);
  while (text.ends_with('\n') || text.ends_with('\r')) text.pop_back();
  if (text.empty()) return fail("is empty");
  return text;
}

}  // namespace lastgood
