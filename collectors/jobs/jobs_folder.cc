#include "collectors/jobs/jobs_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace lastgood::jobs {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxFiles = 10'000;
constexpr std::string_view kExtension = ".prom";

Error ExplainFolder(const std::string& folder, const std::error_code& error) {
  const bool denied = error == std::errc::permission_denied;
  const bool absent = error == std::errc::no_such_file_or_directory;
  const ErrorCode code = denied   ? ErrorCode::kForbidden
                         : absent ? ErrorCode::kNotFound
                                  : ErrorCode::kUnavailable;
  return {code,
          fmt::format("{}: {}; check the path, its mount and its permissions", folder, error.message())};
}

void AddFile(const fs::directory_entry& entry, PromFiles& found) {
  const std::string name = entry.path().filename().string();
  if (!name.ends_with(kExtension)) return;
  std::error_code gone;
  const fs::file_type type = entry.symlink_status(gone).type();
  const fs::file_time_type written =
      type == fs::file_type::regular ? entry.last_write_time(gone) : fs::file_time_type();
  if (gone) return;  // replaced at this moment: the next pass meets the new one
  if (type != fs::file_type::regular)
    found.unfit.emplace_back(name, Error{ErrorCode::kMalformed, "not a regular file: it is not read"});
  else
    found.files.push_back({name, name.substr(0, name.size() - kExtension.size()),
                           std::chrono::floor<Duration>(std::chrono::file_clock::to_sys(written))});
}

}  // namespace

Result<PromFiles> ListPromFiles(const std::string& folder) {
  PromFiles found;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    AddFile(*at, found);
    if (found.files.size() + found.unfit.size() > kMaxFiles)
      return Error{ErrorCode::kTooLarge, folder + ": more than 10,000 .prom files"};
  }
  if (error) return ExplainFolder(folder, error);
  std::ranges::sort(found.files, {}, &PromFile::name);
  return found;
}

}  // namespace lastgood::jobs
