// The checksums that name Longhorn's blocks and folders: the first half of a SHA-512, as 64 hexadecimal
// digits where it stands in a name. By OpenSSL. Values; a Digest is not for sharing between threads.
#pragma once

#include <openssl/types.h>

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace lastgood::proof::longhorn {

using Checksum = std::array<unsigned char, 32>;

// nullopt of anything but 64 lower-case digits.
std::optional<Checksum> ParseChecksum(std::string_view digits);
std::string Digits(const Checksum& checksum);

// Of content that comes piece by piece.
class Digest {
 public:
  Digest();
  void Add(std::string_view piece);
  // Call it once, at the end.
  Checksum Finish();

 private:
  struct Free {
    void operator()(EVP_MD_CTX* context) const;
  };
  std::unique_ptr<EVP_MD_CTX, Free> context_;
};

Checksum ChecksumOf(std::string_view content);

}  // namespace lastgood::proof::longhorn
