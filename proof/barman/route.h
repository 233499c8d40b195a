// The ways that recoveries take through the archive: bases of one timeline that go on to the same newest one
// share a route. Not for sharing between threads.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "proof/barman/base.h"
#include "proof/barman/listing.h"
#include "proof/barman/reader.h"
#include "proof/barman/wal_islands.h"

namespace lastgood::proof::barman {

struct Route {
  SegmentSize size;
  WalPath path;
  bool unsure = false;  // what leads on could not be read: what is missing on it may not be needed
  std::vector<Base*> bases;
  std::vector<Island> islands;
};

class Router {
 public:
  static constexpr std::size_t kMostRoutes = 256;

  Router(const Listing& listing, Reader& reader, std::vector<std::string>& notes)
      : listing_(listing), reader_(reader), notes_(notes) {}

  // Puts the base, whose segments are known, on its route; a base of more routes than can be gets its
  // finding.
  void Add(Base& base);

  std::vector<Route> Take() { return std::move(routes_); }

 private:
  struct Read {
    Result<std::vector<TimelineSwitch>> switches;
    bool unsure = false;
  };

  const Read& History(std::uint32_t timeline);
  Read ReadHistory(std::uint32_t timeline);
  // Whether the base's recovery follows the history of `newest`; a note where it does not.
  bool Follows(const Base& base, std::uint32_t newest);

  const Listing& listing_;
  Reader& reader_;
  std::vector<std::string>& notes_;
  std::map<std::uint32_t, Read> histories_;
  std::vector<Route> routes_;
};

// All that is there, where no backup.info tells timelines.
Route RouteByNames(const Listing& listing);

}  // namespace lastgood::proof::barman
