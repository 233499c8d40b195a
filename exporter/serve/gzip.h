// gzip (RFC 1952) of an answer that is written piece by piece, so that the whole text never lies beside what
// becomes of it. Quick rather than small. Errors cannot happen but for want of memory. Used by one thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace lastgood {

class Gzipper {
 public:
  Gzipper();
  ~Gzipper();

  void Add(std::string_view text);
  // All of it; once.
  std::string Finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

std::string Gzip(std::string_view text);

}  // namespace lastgood
