// Follows one resource of an API server: lists it page by page, then watches it from there with bookmarks,
// and tells its followers. A stream that breaks is resumed where it ended; what has expired, or is silent for
// three minutes, is listed anew; a server that cannot watch is listed again and again, at rest for ten times
// as long as a list takes. All waits are jittered. Used by the watcher's thread.
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "net/http/streams.h"
#include "net/kube/deletions.h"
#include "net/kube/followers.h"
#include "net/kube/pager.h"
#include "net/kube/watch_events.h"

namespace lastgood {

// What the reflectors of one server share; they outlive none of it.
struct ReflectorWorld {
  const KubeServer& server;
  HttpStreams& streams;
  std::optional<Error>& down;  // nobody reaches the server: told once, in the same words by all
  std::stop_token stop;
  bool watch = true;  // false: list only
};

class Reflector {
 public:
  Reflector(const ReflectorWorld& world, Resource resource, std::string name);

  const std::shared_ptr<Followers>& followers() const { return followers_; }
  bool Follows(const Reading& reading) const {
    return reading.resource == resource_ && reading.name == name_;
  }

  // Does what is due, without waiting.
  void Advance();
  // When Advance has something to do, if nothing comes before.
  Monotonic Due() const;
  // Its watch has been silent for so long that its connection must be dead.
  bool IsSilent() const;
  // All streams were dropped.
  void Lost();

 private:
  enum class Phase : std::uint8_t { kList, kWatch, kProbe };

  bool IsToBegin();
  void BeginList();
  void EndList();
  void AskPage();
  void OnPage(Result<HttpResponse> result);
  bool IsRefused(const HttpResponse& response);
  void OnListed();
  void Probe();
  void Watch();
  void OnPiece(std::string_view data);
  void OnEvent(const WatchEvent& event);
  void OnOpened();
  void OnWatchEnd(Result<HttpResponse> result);
  void OnWatchAnswer(const HttpResponse& response);
  void Start(std::string url, bool lasts);
  void Fail(Error error, bool unreachable = false);
  void Relist(Duration wait);
  void Rest();
  void Heard();
  void Restart();
  Monotonic Now() const { return world_.server.clock.Steady(); }
  Duration BackOff();
  Duration ExpiryWait();

  const ReflectorWorld& world_;
  const Resource resource_;
  const std::string name_;
  const std::shared_ptr<Followers> followers_ = std::make_shared<Followers>();

  Phase phase_ = Phase::kList;
  HttpStreams::Id stream_ = 0;         // what runs
  Monotonic due_ = Monotonic::max();   // of the next request, when nothing runs
  std::optional<Monotonic> gathered_;  // when those who come are enough to begin
  int failures_ = 0;                   // in a row
  bool forgotten_ = false;             // the credentials that were refused last

  std::optional<ListPager> pager_;          // of a list that is under way
  std::optional<KubePageDecoder> decoder_;  // with it: it holds the memory of a page
  Time list_moment_;
  Monotonic list_began_;
  Duration list_took_{0};

  std::string version_;  // from where to watch; "" is nowhere
  WatchEvents events_;
  bool expired_ = false, found_ = false;
  std::optional<Error> broken_;  // what came is no watch
  Monotonic opened_, heard_;
  int short_streams_ = 0, expiries_ = 0;
  Duration unproven_{0};  // for how long streams have been open without a word
  HeldDeletions deletions_;
};

}  // namespace lastgood
