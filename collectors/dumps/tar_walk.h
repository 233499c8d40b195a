// A tar archive that comes piece by piece: its members one after the other, up to the zeros that end it. A
// value; memory is bounded.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "collectors/dumps/ending.h"

namespace lastgood {

class TarWalk {
 public:
  // `of_pg_dump`: it has no padding.
  explicit TarWalk(bool of_pg_dump = false) : of_pg_dump_(of_pg_dump) {}

  // A further piece. Call it with all of the archive.
  void Add(std::string_view piece);
  EndingVerdict Judge() const;
  // Why what was walked through is not whole, as the end of a sentence; "" when it is. `size` of all.
  std::string Fault(std::uint64_t size) const;

  // It came to the end mark.
  bool IsAtEnd() const { return !damaged_ && skip_ == 0 && block_.empty() && end_zeros_ >= 1024; }

  // Whether these 512 bytes are the header of a member.
  static bool IsHeader(std::string_view block);

 private:
  void Block();
  void Header();

  std::string block_;       // what is there of the current one
  std::uint64_t skip_ = 0;  // bytes of the member's data that are to come
  std::uint64_t data_ = 0;  // of them, without the padding
  std::uint64_t total_ = 0;
  std::uint64_t end_zeros_ = 0;  // behind the last member
  std::uint64_t members_ = 0, bytes_ = 0;
  std::uint64_t last_zeros_ = 0;  // that the last member's data ends with
  bool damaged_ = false, sparse_ = false;
  std::string last_name_, toc_;
  bool keep_toc_ = false, of_pg_dump_;
  std::set<std::string, std::less<>> names_;
};

// The first and the last bytes of a large archive of `size` bytes.
EndingVerdict JudgeTarEnds(std::string_view head, std::string_view tail, std::uint64_t size);

}  // namespace lastgood
