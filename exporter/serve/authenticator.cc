#include "exporter/serve/authenticator.h"

#include <crypt.h>
#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>

#include "base/coding.h"
#include "base/text.h"

namespace lastgood {
namespace {

constexpr std::size_t kMaxRemembered = 256;
constexpr std::size_t kMaxPassword = 1024;
constexpr std::size_t kShortestHash = 59;
constexpr int kLeastCost = 4, kMostCost = 31;

// Of no password: what is computed for the time that it takes.
std::string Dummy(int cost) { return fmt::format("$2b${:02}$QOauhQNbBCuQDKes6eFzPe", cost); }

// The hash of `password`, "" when `setting` is none.
std::string Crypt(const std::string& password, const std::string& setting) {
  const auto data = std::make_unique<crypt_data>();
  const char* result = crypt_r(password.c_str(), setting.c_str(), data.get());
  return result == nullptr || result[0] == '*' ? "" : result;
}

bool Same(const std::string& a, const std::string& b) {
  return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

// As the variant that computes what bcrypt is today: Go takes every letter for it, crypt() some for old
// mistakes.
std::string Modern(const std::string& hash) { return "$2b$" + hash.substr(hash[2] == '$' ? 3 : 4); }

}  // namespace

// Whatever stands before the cost: "$2$", "$2y$", "$2x$". A sign counts as a digit, as in Go.
Result<int> BcryptCost(const std::string& hash) {
  const auto fail = [](std::string why) {
    return Error{ErrorCode::kConfig,
                 std::move(why) + "; expected a bcrypt hash ($2y$...), as htpasswd -nB makes it"};
  };
  if (hash.size() < kShortestHash)
    return fail(fmt::format("has {} characters, a whole one has 60", hash.size()));
  if (hash[0] != '$' || hash[1] > '2') return fail("does not start with $2");
  const std::size_t at = hash[2] == '$' ? 3 : 4;
  int cost = 0;
  const char* const start = hash.data() + at + (hash[at] == '+' ? 1 : 0);
  const auto [end, code] = std::from_chars(start, hash.data() + at + 2, cost);
  if (code != std::errc() || end != hash.data() + at + 2) return fail("has no cost of two digits");
  if (cost < kLeastCost || cost > kMostCost)
    return fail(fmt::format("has the cost {}, which is not from {} to {}", cost, kLeastCost, kMostCost));
  return cost;
}

Authenticator::Authenticator() : key_(32, '\0') {
  RAND_bytes(reinterpret_cast<unsigned char*>(key_.data()), static_cast<int>(key_.size()));
}

Authenticator::Login Authenticator::Read(const WebConfig& config, const std::string& authorization) const {
  Login login;
  if (config.users.empty()) login.verdict = Verdict::kAllowed;
  constexpr std::string_view kScheme = "basic ";
  if (config.users.empty() || Lower(authorization.substr(0, kScheme.size())) != kScheme) return login;
  const std::string credentials =
      DecodeBase64(std::string_view(authorization).substr(kScheme.size())).value_or("");
  const std::size_t colon = credentials.find(':');
  if (colon == std::string::npos || credentials.size() > kMaxPassword) return login;
  // crypt() would look no further than a zero byte.
  if (credentials.find('\0') != std::string::npos) return login;
  const auto user = config.users.find(credentials.substr(0, colon));
  login.known = user != config.users.end();
  for (const auto& [name, hash] : config.users)
    login.dearest = std::max(login.dearest, BcryptCost(hash).ok() ? *BcryptCost(hash) : 0);
  login.hash = login.known ? user->second : "";
  login.password = credentials.substr(colon + 1);
  login.digest = Digest(login.hash + '\n' + credentials);
  login.verdict = Remembered(login.digest);
  return login;
}

bool Authenticator::Check(const Login& login) const {
  if (const Verdict known = Remembered(login.digest); known != Verdict::kUnknown)
    return known == Verdict::kAllowed;
  const std::string computed = login.known ? Crypt(login.password, Modern(login.hash)) : "";
  const bool right = login.known && !computed.empty() && Same(computed, Modern(login.hash));
  // The costs from this hash's to the dearest one's add up to what the dearest takes.
  if (!right && computed.empty()) static_cast<void>(Crypt(login.password, Dummy(login.dearest)));
  if (!right && !computed.empty())
    for (int cost = *BcryptCost(login.hash); cost < login.dearest; ++cost)
      static_cast<void>(Crypt(login.password, Dummy(cost)));
  const std::lock_guard lock(mutex_);
  std::set<std::string>& remembered = right ? right_ : wrong_;
  if (remembered.size() >= kMaxRemembered) remembered.clear();
  remembered.insert(login.digest);
  return right;
}

bool Authenticator::Allows(const WebConfig& config, const std::string& authorization) const {
  const Login login = Read(config, authorization);
  return login.verdict == Verdict::kUnknown ? Check(login) : login.verdict == Verdict::kAllowed;
}

Authenticator::Verdict Authenticator::Remembered(const std::string& digest) const {
  const std::lock_guard lock(mutex_);
  if (right_.contains(digest)) return Verdict::kAllowed;
  return wrong_.contains(digest) ? Verdict::kRefused : Verdict::kUnknown;
}

std::string Authenticator::Digest(const std::string& text) const {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  HMAC(EVP_sha256(), key_.data(), static_cast<int>(key_.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &size);
  return std::string(reinterpret_cast<const char*>(digest.data()), size);
}

}  // namespace lastgood
