// The shared credentials file: INI with [profile] headings, as AWS, Velero and Longhorn users have it.
#include "net/s3/credentials_file.h"

#include <fmt/format.h>

#include "base/text.h"
#include "net/s3/credentials.h"

namespace lastgood {
namespace {

// "[name]" gives name; nullopt for other lines.
std::optional<std::string_view> Heading(std::string_view line) {
  if (line.size() < 2 || line.front() != '[' || line.back() != ']') return std::nullopt;
  return Trim(line.substr(1, line.size() - 2));
}

void Assign(std::string_view line, AwsKeys& keys, bool& process) {
  const std::size_t equals = line.find('=');
  if (equals == std::string_view::npos) return;
  const std::string_view name = Trim(line.substr(0, equals));
  const std::string_view value = Trim(line.substr(equals + 1));
  if (name == "aws_access_key_id") keys.access_key = value;
  if (name == "aws_secret_access_key") keys.secret_key = value;
  if (name == "aws_session_token") keys.session_token = value;
  if (name == "credential_process") process = true;
}

}  // namespace

Result<std::optional<AwsKeys>> DecodeCredentialsFile(std::string_view text, std::string_view profile) {
  AwsKeys keys;
  bool here = false;
  bool process = false;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = Trim(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.empty() || line[0] == '#' || line[0] == ';') continue;
    if (const auto heading = Heading(line))
      here = *heading == profile;
    else if (here)
      Assign(line, keys, process);
  }
  if (!keys.access_key.empty() && !keys.secret_key.empty()) return std::optional(std::move(keys));
  if (process)
    return Error{ErrorCode::kConfig,
                 fmt::format("profile {}: credential_process is not supported: write the keys to files and "
                             "name them in `credentials`",
                             profile)};
  return std::optional<AwsKeys>();
}

}  // namespace lastgood
