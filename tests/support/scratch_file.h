// For fuzz targets that need their input as a file: one file for the whole run, removed when the run ends.
#pragma once

#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <string>

namespace lastgood {

class ScratchFile {
 public:
  ScratchFile() {
    const int file = mkstemp(path_.data());
    if (file < 0) std::abort();
    close(file);
  }
  ~ScratchFile() { unlink(path_.c_str()); }
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;

  // Its path, after these bytes were written.
  const std::string& Holding(const std::uint8_t* data, std::size_t size) const {
    std::ofstream(path_, std::ios::binary)
        .write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
    return path_;
  }

 private:
  std::string path_ = "/tmp/lastgood-fuzz-XXXXXX";
};

}  // namespace lastgood
