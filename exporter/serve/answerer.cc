#include "exporter/serve/answerer.h"

#include <fmt/format.h>

namespace lastgood {
namespace {

constexpr std::size_t kMostPages = 1024;     // that wait to be rendered
constexpr std::size_t kMostReloads = 8;      // that wait
constexpr std::size_t kMostPasswords = 100;  // different ones that wait to be checked

WebResponse Plain(int status, std::string text) {
  return {status, "text/plain; charset=utf-8", std::move(text), {}};
}

WebResponse Unauthorized() {
  WebResponse response = Plain(401, "Unauthorized.\n");
  response.headers.emplace_back("WWW-Authenticate", "Basic realm=\"lastgood\"");
  return response;
}

// Answered at once, whatever else is being rendered: a probe may not wait for a page.
bool IsQuick(const std::string& path) { return path == "/-/healthy" || path == "/-/ready"; }

// What the answer depends on, of a request.
std::string KeyOf(const WebRequest& request, const WebConfig* config) {
  return fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}", request.method == "HEAD" ? "GET" : request.method,
                     request.path, request.query, request.accept, request.accept_encoding,
                     request.if_none_match, fmt::ptr(config));
}

}  // namespace

Answerer::Answerer(const Web& web)
    : web_(web), pages_(2, kMostPages), reloads_(1, kMostReloads), passwords_(1, kMostPasswords) {}

std::shared_ptr<const Answer> Answerer::Finish(WebResponse response, const WebConfig& config) const {
  std::string head = WriteHead(response, config.headers);
  const std::size_t size = head.size() + response.body.size();
  *held_ += size;
  return {new Answer{std::move(head), std::move(response.body), response.status, response.scrape},
          [held = held_, size](const Answer* answer) {
            delete answer;
            *held -= size;
          }};
}

void Answerer::Ask(const std::shared_ptr<const WebConfig>& config, const ServerRequest& request,
                   const Then& then) {
  if (!WithinRate(config)) return then(Finish(Plain(429, "Too many requests.\n"), *config));
  Authenticate(config, request, then);
}

bool Answerer::WithinRate(const std::shared_ptr<const WebConfig>& config) {
  if (config->rate_interval.count() <= 0) return true;
  const std::lock_guard lock(mutex_);
  const Monotonic now = std::chrono::steady_clock::now();
  const double burst = static_cast<double>(config->rate_burst);
  if (limited_ != config) tokens_ = burst;
  limited_ = config;
  const double earned =
      std::chrono::duration<double>(now - refilled_) / std::chrono::duration<double>(config->rate_interval);
  tokens_ = std::min(burst, tokens_ + earned);
  refilled_ = now;
  if (tokens_ < 1) return false;
  tokens_ -= 1;
  return true;
}

void Answerer::Authenticate(const std::shared_ptr<const WebConfig>& config, const ServerRequest& request,
                            const Then& then) {
  const Authenticator::Login login = authenticator_.Read(*config, request.authorization);
  if (login.verdict == Authenticator::Verdict::kRefused) return then(Finish(Unauthorized(), *config));
  if (login.verdict == Authenticator::Verdict::kAllowed) return Render(config, request.web, then);
  const bool asked = passwords_.Ask(
      login.digest, [this, login] { return authenticator_.Check(login); },
      [this, config, web = request.web, then](bool allowed) {
        if (!allowed) return then(Finish(Unauthorized(), *config));
        Render(config, web, then);
      });
  if (!asked) then(Finish(Plain(503, "Too many passwords wait to be checked; try again.\n"), *config));
}

void Answerer::Render(const std::shared_ptr<const WebConfig>& config, const WebRequest& request,
                      const Then& then) {
  const std::string path = web_.PathOf(request);
  if (IsQuick(path)) return then(Finish(web_.Answer(request), *config));
  auto& lane = path == "/-/reload" ? reloads_ : pages_;
  const bool asked = lane.Ask(
      KeyOf(request, config.get()), [this, config, request] { return Finish(web_.Answer(request), *config); },
      then);
  if (!asked) then(Finish(Plain(503, "Too many answers wait to be written; try again.\n"), *config));
}

}  // namespace lastgood
