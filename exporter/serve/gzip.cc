#include "exporter/serve/gzip.h"

#include <zlib.h>

#include <algorithm>
#include <array>

namespace lastgood {

struct Gzipper::Impl {
  z_stream stream{};
  std::string packed;

  void Run(std::string_view text, int flush) {
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    std::array<char, 64UL * 1024> room;
    do {
      stream.next_out = reinterpret_cast<Bytef*>(room.data());
      stream.avail_out = static_cast<uInt>(room.size());
      deflate(&stream, flush);
      packed.append(room.data(), room.size() - stream.avail_out);
    } while (stream.avail_out == 0);
  }
};

Gzipper::Gzipper() : impl_(std::make_unique<Impl>()) {
  constexpr int kGzipWindow = 15 + 16, kMemory = 8;
  deflateInit2(&impl_->stream, Z_BEST_SPEED, Z_DEFLATED, kGzipWindow, kMemory, Z_DEFAULT_STRATEGY);
}

Gzipper::~Gzipper() { deflateEnd(&impl_->stream); }

void Gzipper::Add(std::string_view text) {
  constexpr std::size_t kPiece = 1UL << 30;  // zlib counts in 32 bits
  for (; !text.empty(); text.remove_prefix(std::min(kPiece, text.size())))
    impl_->Run(text.substr(0, kPiece), Z_NO_FLUSH);
}

std::string Gzipper::Finish() {
  impl_->Run({}, Z_FINISH);
  impl_->packed.shrink_to_fit();
  return std::move(impl_->packed);
}

std::string Gzip(std::string_view text) {
  Gzipper gzipper;
  gzipper.Add(text);
  return gzipper.Finish();
}

}  // namespace lastgood
