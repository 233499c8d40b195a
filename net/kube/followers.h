// All who follow one resource, and how it stands with it. What the reflector finds is told to each of them.
// Thread-safe; they are called with its lock held, so that nobody is called who has left.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "net/kube/follow.h"
#include "net/objects/problems.h"

namespace lastgood {

class Followers {
 public:
  void Add(std::shared_ptr<const Follower> who);
  void Remove(const Follower* who);
  FollowState Await(const Follower* who, const Clock& clock, const Deadline& deadline);

  bool empty() const;
  // Somebody has not been told a whole list yet, and no list of now will do.
  bool AnyNew() const;
  Duration Interval() const;  // the shortest that is asked for

  // A list begins, or begins anew.
  void Restart();
  Status Visit(const Fields& fields);
  // It is complete as of `moment`; `problems` are of objects that nobody could be shown.
  void Listed(const std::vector<Problem>& problems, Time moment);
  void Changed(const Fields& fields);
  void Deleted(std::string_view namespace_, std::string_view name);
  void Broken(const Problem& problem);
  void Proven(Time moment);
  // The stream stands (again); what is known is not any newer for that.
  void Recovered();
  void Failed(const Error& failure);
  void Absent();

 private:
  enum class Progress : std::uint8_t { kNew, kListing, kListed };
  struct Member {
    std::shared_ptr<const Follower> who;
    Progress progress = Progress::kNew;
    ProblemList problems;  // of the list that is being told
  };

  void TellNews();
  template <typename Tell>
  void EachListed(Tell tell);

  mutable std::mutex mutex_;
  std::condition_variable_any moved_;
  std::vector<Member> members_;
  FollowState state_;
};

}  // namespace lastgood
