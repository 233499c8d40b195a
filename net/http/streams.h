// Requests that run side by side in one thread, over one HTTP/2 connection where the server speaks it:
// answers that last (a watch) beside whole ones. Errors are those of HttpClient. Used by one thread, but for
// Wake().
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "net/http/http.h"

namespace lastgood {

struct HttpStream {
  HttpRequest request;  // `timeout` 0 is none; its deadline is not looked at
  // Takes the body of a 200 piece by piece, as it comes; the answer then has none. Null: the answer is whole.
  // It must not call the HttpStreams.
  std::function<void(std::string_view)> piece = {};
  std::function<void()> opened = {};  // with `piece`: the head of a 200 has come; the same holds
  // Called once, at the end, unless it is dropped before. It may start others.
  std::function<void(Result<HttpResponse>)> ended;
};

class HttpStreams {
 public:
  using Id = std::uint64_t;  // never 0

  // `instruments` counts them, if it is not null, and outlives them.
  explicit HttpStreams(std::string user_agent, Instruments* instruments = nullptr);
  ~HttpStreams();
  HttpStreams(const HttpStreams&) = delete;
  HttpStreams& operator=(const HttpStreams&) = delete;

  Id Start(HttpStream stream);
  void Drop(Id id);
  // Drops all and closes their connections: one of them is dead, and new requests must not wait on it.
  void Reconnect();
  // Drives all that was started, until one of them has moved, for `most`, or until Wake().
  void Run(Duration most);
  // May be called from any thread.
  void Wake();
  std::size_t running() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace lastgood
