// Following a resource: whoever does is told its whole list, then each object that changes, for as long as he
// follows. Calls come from the watcher's thread, one at a time, and must not wait for what calls the watcher.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string_view>

#include "base/clock.h"
#include "net/objects/reading.h"

namespace lastgood {

struct Follower {
  Reading reading;                               // `visit` and `restart` are of lists
  std::function<void(ReadOutcome)> listed;       // the list that was visited is complete
  std::function<Status(const Fields&)> changed;  // added or modified; an error leaves what was known of it
  std::function<void(std::string_view namespace_, std::string_view name)> deleted;
  std::function<void(Problem)> broken;  // an object changed and cannot be read
  std::function<void()> news;           // after each of these but `visit`, and when the state has changed
  Duration interval = std::chrono::seconds(60);  // between lists, where watching is not possible
};

// How it stands with what is followed.
struct FollowState {
  bool tried = false;            // something is known: a list, an absence or a failure
  bool listed = false;           // a complete list was told
  bool absent = false;           // the server does not know the resource
  std::optional<Error> failure;  // why what is known may be old
  Time proven;                   // what was told is whole up to then
};

class Followers;
class KubeWatcher;

// Ends when it is destroyed: from then on nothing is told. The source outlives it. May be used from any
// thread.
class Following {
 public:
  Following(KubeWatcher& watcher, std::shared_ptr<Followers> among, std::shared_ptr<const Follower> who);
  ~Following();
  Following(const Following&) = delete;
  Following& operator=(const Following&) = delete;

  // Begins, if nobody has yet, and waits until something is known, or for the deadline.
  FollowState Await(const Deadline& deadline);

 private:
  KubeWatcher& watcher_;
  const std::shared_ptr<Followers> among_;
  const std::shared_ptr<const Follower> who_;
};

}  // namespace lastgood
