#include "base/outside_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "base/text.h"

namespace lastgood {
namespace {

constexpr std::string_view kHidden = "(hidden)";

bool IsWord(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-'; }

bool StartsIgnoringCase(std::string_view text, std::string_view lower) {
  return text.size() >= lower.size() && Lower(text.substr(0, lower.size())) == lower;
}

// "AWS_SECRET_ACCESS_KEY", "X-Amz-Signature", "apiKey": by their letters alone, and by how they end.
bool IsSecretKey(std::string_view key) {
  static constexpr std::array<std::string_view, 14> kEnds = {
      "password", "passwd", "pwd",       "passphrase", "secret", "secretkey",  "secretaccesskey",
      "token",    "apikey", "accesskey", "signature",  "sig",    "credential", "privatekey"};
  std::string letters;
  for (const char c : key)
    if (std::isalpha(static_cast<unsigned char>(c)) != 0) letters += c;
  letters = Lower(letters);
  return std::ranges::any_of(kEnds, [&](std::string_view end) { return letters.ends_with(end); });
}

// Copies text to a result, piece by piece, and leaves out what is secret.
class Cleaner {
 public:
  explicit Cleaner(std::string_view text) : rest_(text) { clean_.reserve(text.size()); }

  std::string Run() {
    while (!rest_.empty()) {
      if (!Url() && !PrivateKey() && !Word()) Copy(1);
    }
    return std::move(clean_);
  }

 private:
  void Copy(std::size_t count) {
    clean_ += rest_.substr(0, count);
    rest_.remove_prefix(count);
  }
  void Hide(std::size_t count) {
    if (count == 0) return;
    clean_ += kHidden;
    rest_.remove_prefix(count);
  }
  std::size_t Until(std::string_view ends) const { return std::min(rest_.find_first_of(ends), rest_.size()); }

  // Behind "scheme": user and password, and in its end the query.
  bool Url() {
    constexpr std::string_view kAfterScheme = "://";
    if (!rest_.starts_with(kAfterScheme)) return false;
    const bool bucket = clean_.ends_with("s3") || clean_.ends_with("azblob");  // Longhorn's bucket@region
    Copy(kAfterScheme.size());
    const std::string_view authority = rest_.substr(0, Until("/?# \t\r\n\"'<>`"));
    const std::size_t at = authority.rfind('@');
    if (at != std::string_view::npos &&
        (!bucket || authority.substr(0, at).find(':') != std::string_view::npos))
      rest_.remove_prefix(at + 1);
    Copy(Until("?# \t\r\n\"'<>`"));
    if (!rest_.starts_with('?')) return true;
    rest_.remove_prefix(Until(" \t\r\n\"'<>`"));
    clean_ += "?...";
    return true;
  }

  bool PrivateKey() {
    if (!rest_.starts_with("-----BEGIN ")) return false;
    const std::size_t key = rest_.find("PRIVATE KEY-----");
    if (key == std::string_view::npos || key > 40) return false;
    const std::size_t end = rest_.find("-----END ", key);
    Hide(end == std::string_view::npos ? rest_.size() : std::min(rest_.size(), rest_.find('\n', end)));
    return true;
  }

  // A word, and what follows it when it names a secret.
  bool Word() {
    if (!IsWord(rest_[0])) return false;
    const auto end = std::ranges::find_if_not(rest_, IsWord);
    const std::string_view word = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
    if (IsWebToken(word)) {
      Hide(Until(" \t\r\n\"',;)"));
      return true;
    }
    Copy(word.size());
    if (StartsIgnoringCase(word, "bearer") || StartsIgnoringCase(word, "basic"))
      HideCredentials();
    else if (IsSecretKey(word))
      HideValue();
    return true;
  }

  // Three parts in base64, of which the first begins an object.
  bool IsWebToken(std::string_view word) const {
    return word.starts_with("eyJ") && word.size() > 10 && rest_.substr(word.size()).starts_with('.');
  }

  // "Bearer abc": one word that is too long for English.
  void HideCredentials() {
    constexpr std::size_t kLongWord = 12;
    if (!rest_.starts_with(' ')) return;
    const std::string_view word = rest_.substr(1, rest_.find_first_of(" \t\r\n\"',;)", 1) - 1);
    if (word.size() < kLongWord) return;
    Copy(1);
    Hide(word.size());
  }

  // "=value", "=\"value\"", "\": \"value\"".
  void HideValue() {
    const bool quoted_key = rest_.starts_with('"') || rest_.starts_with('\'');
    std::size_t at = quoted_key ? 1 : 0;
    while (at < rest_.size() && rest_[at] == ' ') ++at;
    if (at == rest_.size() || (rest_[at] != '=' && !(quoted_key && rest_[at] == ':'))) return;
    ++at;
    while (at < rest_.size() && rest_[at] == ' ') ++at;
    const std::string_view quote =
        at < rest_.size() && (rest_[at] == '"' || rest_[at] == '\'') ? rest_.substr(at, 1) : "";
    Copy(std::min(rest_.size(), at + quote.size()));
    Hide(quote.empty() ? Until(" \t\r\n\"',;&)}") : Until(quote));
  }

  std::string_view rest_;
  std::string clean_;
};

// The index of the nearest beginning of a character at or before `at`.
std::size_t Boundary(std::string_view text, std::size_t at) {
  while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
  return at;
}

std::string_view TitleOf(std::string_view html) {
  constexpr std::size_t kMost = 16 * 1024;
  const std::string lower = Lower(html.substr(0, kMost));
  const std::size_t begin = lower.find("<title>");
  if (begin == std::string::npos) return {};
  const std::size_t end = lower.find("</title>", begin);
  if (end == std::string::npos) return {};
  return Trim(html.substr(begin + 7, end - begin - 7));
}

// The code point that begins here, when it is one that is not seen.
struct Unseen {
  unsigned point = 0;
  std::size_t size = 0;
};

Unseen UnseenAt(std::string_view text) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  if (byte(0) == 0x7F) return {0x7F, 1};
  if (byte(0) == 0xC2 && byte(1) >= 0x80 && byte(1) < 0xA0) return {byte(1), 2};
  if (byte(0) == 0xD8 && byte(1) == 0x9C) return {0x61C, 2};
  if (byte(0) == 0xEF && byte(1) == 0xBB && byte(2) == 0xBF) return {0xFEFF, 3};
  if (byte(0) != 0xE2 || (byte(1) != 0x80 && byte(1) != 0x81)) return {};
  const unsigned point = 0x2000 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
  const bool unseen = (point >= 0x200B && point <= 0x200F) || (point >= 0x2028 && point <= 0x202E) ||
                      (point >= 0x2060 && point <= 0x206F);
  return unseen ? Unseen{point, 3} : Unseen{};
}

}  // namespace

std::string WithoutSecrets(std::string_view text) { return Cleaner(text).Run(); }

std::string CutMiddle(std::string_view text, std::size_t limit) {
  constexpr std::string_view kGap = " ... ";
  if (text.size() <= limit) return std::string(text);
  if (limit <= 4 * kGap.size()) return std::string(text.substr(0, Boundary(text, limit)));
  const std::size_t kept = limit - kGap.size();
  const std::size_t head = Boundary(text, kept / 2);
  std::size_t tail = text.size() - (kept - kept / 2);
  while (tail < text.size() && (static_cast<unsigned char>(text[tail]) & 0xC0) == 0x80) ++tail;
  return std::string(text.substr(0, head)).append(kGap).append(text.substr(tail));
}

std::string FromOutside(std::string_view text, std::size_t limit) {
  return CutMiddle(WithoutSecrets(text), limit);
}

bool IsHtmlPage(std::string_view body) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (body.starts_with(kByteOrderMark)) body.remove_prefix(kByteOrderMark.size());
  body = Trim(body);
  return StartsIgnoringCase(body, "<!doctype html") || StartsIgnoringCase(body, "<html");
}

std::string BodyInWords(std::string_view body, std::size_t limit) {
  if (Trim(body).empty()) return "nothing";
  if (!IsHtmlPage(body)) return fmt::format("\"{}\"", OneLine(FromOutside(Trim(body), limit), limit));
  const std::string title = OneLine(FromOutside(TitleOf(body), 80), 80);
  return title.empty() ? "an HTML page" : fmt::format("an HTML page (\"{}\")", title);
}

std::string EscapeUnseen(std::string_view json) {
  std::string escaped;
  escaped.reserve(json.size());
  for (std::size_t i = 0; i < json.size();) {
    const Unseen unseen = UnseenAt(json.substr(i, 3));
    if (unseen.size == 0) {
      escaped += json[i++];
      continue;
    }
    escaped += fmt::format("\\u{:04x}", unseen.point);
    i += unseen.size;
  }
  return escaped;
}

}  // namespace lastgood
