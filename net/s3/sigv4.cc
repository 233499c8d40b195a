#include "net/s3/sigv4.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <cctype>
#include <map>

#include "base/coding.h"
#include "base/text.h"

namespace lastgood {
namespace {

constexpr char kAlgorithm[] = "AWS4-HMAC-SHA256";

std::string Hmac(std::string_view key, std::string_view text) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest, &size);
  return {reinterpret_cast<const char*>(digest), size};
}

// Without spaces at the ends, and one for each run of them.
std::string Squeeze(std::string_view text) {
  std::string result;
  bool space = false;
  for (const char c : text) {
    if (c == ' ' || c == '\t') {
      space = !result.empty();
      continue;
    }
    if (space) result += ' ';
    space = false;
    result += c;
  }
  return result;
}

// Lower-case names in order; the values of a repeated name joined in the order in which they are sent.
NameValues CanonicalHeaders(const NameValues& headers) {
  std::multimap<std::string, std::string> sorted;  // equal names stay in their order
  for (const auto& [name, value] : headers) sorted.emplace(Lower(name), Squeeze(value));
  NameValues joined;
  for (const auto& [name, value] : sorted) {
    if (!joined.empty() && joined.back().first == name)
      joined.back().second += "," + value;
    else
      joined.emplace_back(name, value);
  }
  return joined;
}

std::string SignedNames(const NameValues& canonical) {
  std::string names;
  for (const auto& [name, value] : canonical) names += (names.empty() ? "" : ";") + name;
  return names;
}

// Sorted after encoding, as the servers do.
NameValues CanonicalQuery(const NameValues& query) {
  NameValues encoded;
  for (const auto& [name, value] : query) encoded.emplace_back(PercentEncode(name), PercentEncode(value));
  std::ranges::sort(encoded);
  return encoded;
}

std::string Join(const NameValues& encoded) {
  std::string text;
  for (const auto& [name, value] : encoded) text += (text.empty() ? "" : "&") + name + "=" + value;
  return text;
}

std::string SigningKey(const AwsKeys& keys, std::string_view day, const SigningRequest& request) {
  return Hmac(Hmac(Hmac(Hmac("AWS4" + keys.secret_key, day), request.region), request.service),
              "aws4_request");
}

// "20150830T123600Z"
std::string Stamp(Time now) {
  const auto day = std::chrono::floor<std::chrono::days>(now);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(std::chrono::floor<std::chrono::seconds>(now - day));
  return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     time.hours().count(), time.minutes().count(), time.seconds().count());
}

NameValues AddedHeaders(const SigningRequest& request, const AwsKeys& keys, const std::string& stamp,
                        const std::string& payload_hash) {
  NameValues added = {{"X-Amz-Date", stamp}};
  if (request.content_sha256) added.emplace_back("x-amz-content-sha256", payload_hash);
  if (!keys.session_token.empty()) added.emplace_back("X-Amz-Security-Token", keys.session_token);
  return added;
}

}  // namespace

SignedRequest SignV4(const SigningRequest& request, const AwsKeys& keys, Time now) {
  const std::string stamp = Stamp(now);
  const std::string day = stamp.substr(0, 8);
  const std::string payload_hash = Sha256Hex(request.payload);
  const std::string path = PercentEncode(request.path, /*keep_slash=*/true);
  const std::string query = Join(CanonicalQuery(request.query));

  SignedRequest result;
  result.headers = AddedHeaders(request, keys, stamp, payload_hash);
  NameValues to_sign = request.headers;
  to_sign.insert(to_sign.end(), result.headers.begin(), result.headers.end());
  to_sign.emplace_back("host", request.host);
  const NameValues canonical = CanonicalHeaders(to_sign);
  const std::string names = SignedNames(canonical);

  std::string header_lines;
  for (const auto& [name, value] : canonical) header_lines += name + ":" + value + "\n";
  result.target = query.empty() ? path : path + "?" + query;
  result.canonical_request =
      fmt::format("{}\n{}\n{}\n{}\n{}\n{}", request.method, path, query, header_lines, names, payload_hash);
  const std::string scope = fmt::format("{}/{}/{}/aws4_request", day, request.region, request.service);
  result.string_to_sign =
      fmt::format("{}\n{}\n{}\n{}", kAlgorithm, stamp, scope, Sha256Hex(result.canonical_request));
  result.signature = Hex(Hmac(SigningKey(keys, day, request), result.string_to_sign));
  result.headers.emplace_back("Authorization",
                              fmt::format("{} Credential={}/{}, SignedHeaders={}, Signature={}", kAlgorithm,
                                          keys.access_key, scope, names, result.signature));
  return result;
}

}  // namespace lastgood
