// What tells that a file has changed since it was read, whatever its time says. A value.
#pragma once

#include <sys/stat.h>

#include <string>

namespace lastgood {

struct FileStamp {
  dev_t device = 0;
  ino_t number = 0;
  off_t size = 0;
  long long written = 0, changed = 0;  // nanoseconds

  bool operator==(const FileStamp&) const = default;

  // All zero when there is no such file, and for a pipe: it is read once, and changes whenever it is.
  static FileStamp Of(const std::string& path) {
    struct stat found{};
    if (stat(path.c_str(), &found) != 0 || !S_ISREG(found.st_mode)) return {};
    const auto nanoseconds = [](const timespec& time) {
      return time.tv_sec * 1'000'000'000LL + time.tv_nsec;
    };
    return {found.st_dev, found.st_ino, found.st_size, nanoseconds(found.st_mtim),
            nanoseconds(found.st_ctim)};
  }
};

}  // namespace lastgood
