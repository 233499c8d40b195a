#include "net/http/streams.h"

#include <curl/curl.h>

#include <algorithm>
#include <map>
#include <mutex>
#include <utility>
#include <vector>

#include "net/http/curl_exchange.h"
#include "net/http/curl_tls.h"
#include "net/http/measure.h"

namespace lastgood {
namespace {

// One of them, where libcurl may point to it.
struct Running {
  Running(HttpStream started, Instruments* measured) : stream(std::move(started)), instruments(measured) {
    exchange.easy = curl_easy_init();
  }
  ~Running() {
    curl_easy_cleanup(exchange.easy);
    if (open) CountOpen(-1);
  }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

  void Opened() {
    open = true;
    CountOpen(1);
    if (stream.opened) stream.opened();
  }
  void Ended(const Result<HttpResponse>& result) const {
    if (stream.piece) return MeasureLasting(instruments, stream.request, result);
    Measure(instruments, stream.request, result,
            std::chrono::ceil<Duration>(std::chrono::steady_clock::now() - begun));
  }

  void CountOpen(int change) const {
    if (instruments != nullptr) instruments->CountOpenWatch(HostOf(stream.request.url), change);
  }

  HttpStream stream;
  Instruments* instruments;
  CurlExchange exchange;
  Monotonic begun = std::chrono::steady_clock::now();
  bool open = false;  // an answer that lasts has begun
};

using Ended = std::function<void(Result<HttpResponse>)>;

}  // namespace

struct HttpStreams::Impl {
  std::string user_agent;
  Instruments* instruments = nullptr;
  std::mutex waking;  // guards `multi` against Wake
  CURLM* multi = nullptr;
  Id last = 0;
  std::map<Id, std::unique_ptr<Running>> running;
  std::vector<std::pair<Id, Error>> refused;  // before they began

  Status SetUp(Id id, Running& one);
  void TellRefused();
  bool TellEnded();
  void Tell(Id id, const std::function<Result<HttpResponse>(Running&)>& result);
  void Remove(std::map<Id, std::unique_ptr<Running>>::iterator at);
};

HttpStreams::HttpStreams(std::string user_agent, Instruments* instruments) : impl_(std::make_unique<Impl>()) {
  impl_->user_agent = std::move(user_agent);
  impl_->instruments = instruments;
  impl_->multi = curl_multi_init();
}

HttpStreams::~HttpStreams() {
  while (!impl_->running.empty()) impl_->Remove(impl_->running.begin());
  curl_multi_cleanup(impl_->multi);
}

Status HttpStreams::Impl::SetUp(Id id, Running& one) {
  const HttpRequest& request = one.stream.request;
  CURL* const easy = one.exchange.easy;
  if (easy == nullptr || multi == nullptr) return Error{ErrorCode::kInternal, "libcurl gave no handle"};
  LASTGOOD_ASSIGN(const TlsMaterial tls, LoadTlsMaterial(request.tls, request.proxy_url));
  one.exchange.piece = one.stream.piece;
  if (one.stream.piece) one.exchange.opened = [&one] { one.Opened(); };
  LASTGOOD_RETURN_IF_ERROR(SetUpCurl(request, tls, user_agent, request.timeout, one.exchange));
  curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_2TLS));
  // Until the first connection has told whether it takes more than one.
  curl_easy_setopt(easy, CURLOPT_PIPEWAIT, 1L);
  curl_easy_setopt(easy, CURLOPT_TCP_KEEPALIVE, 1L);
  // NOLINTNEXTLINE(performance-no-int-to-ptr): libcurl carries the id as a pointer, and nobody follows it
  curl_easy_setopt(easy, CURLOPT_PRIVATE, reinterpret_cast<void*>(static_cast<std::uintptr_t>(id)));
  if (curl_multi_add_handle(multi, easy) != CURLM_OK)
    return Error{ErrorCode::kInternal, "libcurl took no more requests"};
  return Ok();
}

HttpStreams::Id HttpStreams::Start(HttpStream stream) {
  const Id id = ++impl_->last;
  auto one = std::make_unique<Running>(std::move(stream), impl_->instruments);
  const Status status = impl_->SetUp(id, *one);
  if (!status.ok()) impl_->refused.emplace_back(id, status.error());
  impl_->running.emplace(id, std::move(one));
  return id;
}

void HttpStreams::Impl::Remove(std::map<Id, std::unique_ptr<Running>>::iterator at) {
  curl_multi_remove_handle(multi, at->second->exchange.easy);
  running.erase(at);
}

void HttpStreams::Drop(Id id) {
  std::erase_if(impl_->refused, [&](const auto& refused) { return refused.first == id; });
  const auto found = impl_->running.find(id);
  if (found != impl_->running.end()) impl_->Remove(found);
}

void HttpStreams::Reconnect() {
  impl_->refused.clear();
  while (!impl_->running.empty()) impl_->Remove(impl_->running.begin());
  const std::lock_guard lock(impl_->waking);
  curl_multi_cleanup(impl_->multi);
  impl_->multi = curl_multi_init();
}

// What is told may start and drop others, so that it is out of the table by then.
void HttpStreams::Impl::Tell(Id id, const std::function<Result<HttpResponse>(Running&)>& result) {
  const auto found = running.find(id);
  if (found == running.end()) return;
  Result<HttpResponse> answer = result(*found->second);
  found->second->Ended(answer);
  const Ended ended = std::move(found->second->stream.ended);
  Remove(found);
  ended(std::move(answer));
}

void HttpStreams::Impl::TellRefused() {
  for (auto& [id, error] : std::exchange(refused, {}))
    Tell(id, [&error = error](Running&) { return Result<HttpResponse>(error); });
}

bool HttpStreams::Impl::TellEnded() {
  std::vector<std::pair<Id, CURLcode>> ends;
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    void* id = nullptr;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &id);
    ends.emplace_back(reinterpret_cast<std::uintptr_t>(id), message->data.result);
  }
  for (const auto& [id, code] : ends)
    Tell(id, [code = code](Running& one) { return TakeResponse(code, one.stream.request, one.exchange); });
  return !ends.empty();
}

void HttpStreams::Run(Duration most) {
  impl_->TellRefused();
  int running = 0;
  curl_multi_perform(impl_->multi, &running);
  if (impl_->TellEnded()) return;
  const auto wait = std::clamp<Duration::rep>(most.count(), 0, 60'000);
  curl_multi_poll(impl_->multi, nullptr, 0, static_cast<int>(wait), nullptr);
  curl_multi_perform(impl_->multi, &running);
  impl_->TellEnded();
}

void HttpStreams::Wake() {
  const std::lock_guard lock(impl_->waking);
  curl_multi_wakeup(impl_->multi);
}

std::size_t HttpStreams::running() const { return impl_->running.size(); }

}  // namespace lastgood
