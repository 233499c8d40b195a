#include "net/s3/credentials_file.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.h"
#include "net/s3/credentials.h"

namespace lastgood {
namespace {

// "[name]" and "[profile name]" give name; nullopt for other lines.
std::optional<std::string_view> Heading(std::string_view line) {
  constexpr std::string_view kProfile = "profile ";
  if (line.size() < 2 || line.front() != '[' || line.back() != ']') return std::nullopt;
  std::string_view name = Trim(line.substr(1, line.size() - 2));
  if (name.starts_with(kProfile)) name = Trim(name.substr(kProfile.size()));
  return name;
}

// Credentials that take more than reading a file.
constexpr std::array<std::string_view, 5> kUnsupported = {
    "credential_process", "sso_session", "sso_start_url", "source_profile", "credential_source"};

void Assign(std::string_view line, AwsKeys& keys, std::string& other) {
  const std::size_t equals = line.find('=');
  if (equals == std::string_view::npos) return;
  const std::string_view name = Trim(line.substr(0, equals));
  const std::string_view value = Trim(line.substr(equals + 1));
  if (name == "aws_access_key_id") keys.access_key = value;
  if (name == "aws_secret_access_key") keys.secret_key = value;
  if (name == "aws_session_token") keys.session_token = value;
  if (std::ranges::find(kUnsupported, name) != kUnsupported.end()) other = name;
}

}  // namespace

Result<std::optional<AwsKeys>> DecodeCredentialsFile(std::string_view text, std::string_view profile) {
  AwsKeys keys;
  bool here = false;
  std::string other;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = Trim(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    if (line.empty() || line[0] == '#' || line[0] == ';') continue;
    if (const auto heading = Heading(line))
      here = *heading == profile;
    else if (here)
      Assign(line, keys, other);
  }
  if (!keys.access_key.empty() && !keys.secret_key.empty()) return std::optional(std::move(keys));
  if (!other.empty())
    return Error{ErrorCode::kConfig,
                 fmt::format("profile {}: {} is not supported: write the keys to files and "
                             "name them in `credentials`",
                             profile, other)};
  return std::optional<AwsKeys>();
}

}  // namespace lastgood
