// Whether a tar of a base backup is whole, and whether it is the last of its set: barman-cloud puts
// backup_label into the data directory's last tar when all else is there, so that a lost last tar shows.
//   plain   the end mark, and the name of the last member
//   gzip    its stream ends with the file, and what is inside has the size of a tar
//   bzip2   its end mark, and what its last block holds
//   snappy  its last chunks with their checksums
//   lz4     its end mark, and blocks that lead to it
// Errors become findings. Not for sharing between threads.
#pragma once

#include <string>

#include "proof/barman/base_files.h"
#include "proof/barman/finding.h"
#include "proof/barman/reader.h"

namespace lastgood::proof::barman {

// What the last tar of a set ends with.
enum class TarEnding : std::uint8_t {
  kAny,      // no set's last one, or a tablespace's
  kLabel,    // backup_label
  kControl,  // of a backup without a label: global/pg_control, which is copied after all else of the
             // directory
};

struct TarFile {
  std::string key, name;
  std::uint64_t size = 0;
  Packing packing = Packing::kPlain;
  TarEnding ending = TarEnding::kAny;
};

// By its last bytes.
Finding JudgeTarEnd(Reader& reader, const TarFile& tar);

// By all of it, in pieces.
Finding JudgeWholeTar(Reader& reader, const TarFile& tar);

// The name of the last member whose header lies in the last bytes of a tar; "" when none does.
std::string LastTarMember(std::string_view tail);

}  // namespace lastgood::proof::barman
