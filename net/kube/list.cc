#include "net/kube/list.h"

#include <fmt/format.h>

#include "net/http/retry.h"
#include "net/kube/answer.h"
#include "net/objects/reading.h"

namespace lastgood {
namespace {

constexpr int kPage = 500;
constexpr int kMostRestarts = 3;
constexpr std::size_t kMostItems = 5'000'000;
constexpr std::size_t kMostPages = 1'000'000;

// Everything but letters, digits and "-._~" as %XX: continue tokens are base64.
std::string Escaped(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '.' || c == '_' || c == '~';
    if (plain) {
      escaped += c;
    } else {
      escaped += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return escaped;
}

// One pass over a list.
class Listing {
 public:
  Listing(const KubeServer& server, const Reading& reading, const Deadline& deadline)
      : server_(server), reading_(reading), deadline_(deadline) {}

  Result<ReadOutcome> Run(const std::function<void(std::string_view, std::size_t)>& progress,
                          KubePageDecoder& decoder) {
    for (std::size_t pages = 0; pages < kMostPages && items_ < kMostItems; ++pages) {
      LASTGOOD_ASSIGN(HttpResponse response, Fetch());
      if (response.status == 410 && !token_.empty()) {
        LASTGOOD_RETURN_IF_ERROR(Restart());
        continue;
      }
      if (token_.empty() && SaysAbsent(response)) return ReadOutcome{ReadState::kAbsent, {}};
      if (response.status != 200) return ErrorFromAnswer(response, reading_.resource, server_.scope);
      LASTGOOD_ASSIGN(const bool more, Decode(response, decoder));
      if (progress) progress(reading_.resource.plural, items_);
      if (!more) return ReadOutcome{ReadState::kRead, std::move(problems_).Take()};
    }
    return Error{ErrorCode::kTooLarge, fmt::format("list {}: gave up after {} objects", Name(), items_)};
  }

  bool unreachable() const { return unreachable_; }

 private:
  std::string Name() const { return FullName(reading_.resource); }

  std::string Url() const {
    const Resource& resource = reading_.resource;
    std::string url = server_.access.server;
    url += resource.group.empty() ? "/api/" : fmt::format("/apis/{}/", resource.group);
    url += resource.version;
    if (!server_.scope.empty()) url += "/namespaces/" + server_.scope;
    url += fmt::format("/{}?limit={}", resource.plural, limit_);
    if (!reading_.name.empty()) url += "&fieldSelector=metadata.name%3D" + Escaped(reading_.name);
    if (!token_.empty()) url += "&continue=" + Escaped(token_);
    return url;
  }

  Result<HttpResponse> Send() {
    return Retry(server_.clock, deadline_, [this]() -> Attempt<HttpResponse> {
      HttpRequest request{.url = Url(), .headers = {{"Accept", "application/json"}}, .deadline = deadline_};
      const Status status = server_.credentials.Apply(request);
      if (!status.ok()) return {status.error(), false, std::nullopt};
      Result<HttpResponse> response = server_.http.Do(request);
      unreachable_ =
          token_.empty() && !response.ok() &&
          (response.error().code == ErrorCode::kUnavailable || response.error().code == ErrorCode::kTls);
      return Judge(std::move(response), server_.clock);
    });
  }

  // The next page. A refused token may have rotated, and a page may be smaller: both are tried again.
  Result<HttpResponse> Fetch() {
    bool forgotten = false;
    for (;;) {
      Result<HttpResponse> response = Send();
      if (!response.ok() && response.error().code == ErrorCode::kTooLarge && limit_ > 1) {
        limit_ /= 2;
      } else if (response.ok() && response->status == 401 && !forgotten) {
        forgotten = true;
        server_.credentials.Forget();
      } else {
        return std::move(response).In("list " + Name());
      }
    }
  }

  Status Restart() {
    if (++restarts_ > kMostRestarts) {
      return Error{
          ErrorCode::kUnavailable,
          fmt::format("list {}: expired (410) {} times while it was read: the server compacts faster than "
                      "we read",
                      Name(), restarts_)};
    }
    token_.clear();
    items_ = 0;
    problems_ = {};
    if (reading_.restart) reading_.restart();
    return Ok();
  }

  // True when more pages follow.
  Result<bool> Decode(HttpResponse& response, KubePageDecoder& decoder) {
    const auto page = decoder.Decode(response.body, reading_.resource, reading_.visit, problems_);
    if (!page.ok()) return page.error().In("list " + Name());
    items_ += page->items;
    if (page->continue_token.empty()) return false;
    if (page->continue_token == token_) {
      return Error{ErrorCode::kMalformed, fmt::format("list {}: a page continues with itself", Name())};
    }
    token_ = page->continue_token;
    return true;
  }

  const KubeServer& server_;
  const Reading& reading_;
  const Deadline& deadline_;
  ProblemList problems_;
  std::string token_;
  std::size_t items_ = 0;
  int limit_ = kPage, restarts_ = 0;
  bool unreachable_ = false;  // no answer came, whatever was asked for
};

}  // namespace

Result<ReadOutcome> ListResource(const KubeServer& server, const Reading& reading, const Deadline& deadline,
                                 const std::function<void(std::string_view, std::size_t)>& progress,
                                 KubePageDecoder& decoder, bool& unreachable) {
  Listing listing(server, reading, deadline);
  Result<ReadOutcome> outcome = listing.Run(progress, decoder);
  unreachable = listing.unreachable();
  return outcome;
}

}  // namespace lastgood
