// Whether one archived segment is what its name says: its end where it is packed (a cut one does not show in
// a listing, and ends a recovery without a word), its first page, or all of it. Errors become findings. Not
// for sharing between threads.
#pragma once

#include <optional>
#include <string>

#include "proof/barman/finding.h"
#include "proof/barman/reader.h"
#include "proof/barman/wal_name.h"

namespace lastgood::proof::barman {

struct SegmentFile {
  std::string key;
  Segment segment;
  std::uint64_t size = 0;  // of the file
  Packing packing = Packing::kPlain;
  SegmentSize segment_size;
  std::optional<std::uint64_t> system_id;  // of the server that the base was taken from
};

// By its last bytes. A plain one is told by its size, and is whole here.
Finding JudgeSegmentEnd(Reader& reader, const SegmentFile& file);

// By its first page: it may be another server's, or nothing.
Finding JudgeSegmentHead(Reader& reader, const SegmentFile& file);

// By all of it, which also looks at the first page.
Finding JudgeWholeSegment(Reader& reader, const SegmentFile& file);

// Of the first bytes of a segment: what is wrong with the header of its first page, in words; "" when nothing
// is, or when there are too few.
std::string WhatPageGetsWrong(std::string_view page, const SegmentFile& file);

}  // namespace lastgood::proof::barman
