#include "net/kube/followers.h"

#include <algorithm>

#include "net/objects/object.h"

namespace lastgood {

void Followers::Add(std::shared_ptr<const Follower> who) {
  const std::lock_guard lock(mutex_);
  members_.push_back({std::move(who), Progress::kNew, {}});
}

void Followers::Remove(const Follower* who) {
  const std::lock_guard lock(mutex_);
  std::erase_if(members_, [&](const Member& member) { return member.who.get() == who; });
}

FollowState Followers::Await(const Follower* who, const Clock& clock, const Deadline& deadline) {
  std::unique_lock lock(mutex_);
  FollowState state;
  const auto known = [&] {
    const auto member = std::ranges::find(members_, who, [](const Member& each) { return each.who.get(); });
    state = state_;
    state.listed = member != members_.end() && member->progress == Progress::kListed;
    state.tried = state.listed || state.absent || state.failure.has_value();
    return state.tried;
  };
  moved_.wait_for(lock, deadline.stop, deadline.Left(clock), known);
  return state;
}

bool Followers::empty() const {
  const std::lock_guard lock(mutex_);
  return members_.empty();
}

bool Followers::AnyNew() const {
  const std::lock_guard lock(mutex_);
  return std::ranges::any_of(members_,
                             [](const Member& member) { return member.progress == Progress::kNew; });
}

Duration Followers::Interval() const {
  const std::lock_guard lock(mutex_);
  Duration shortest = std::chrono::hours(1);
  for (const Member& member : members_) shortest = std::min(shortest, member.who->interval);
  return shortest;
}

void Followers::TellNews() {
  for (const Member& member : members_)
    if (member.who->news) member.who->news();
  moved_.notify_all();
}

template <typename Tell>
void Followers::EachListed(Tell tell) {
  for (Member& member : members_)
    if (member.progress == Progress::kListed) tell(*member.who);
}

void Followers::Restart() {
  const std::lock_guard lock(mutex_);
  for (Member& member : members_) {
    if (member.who->reading.restart) member.who->reading.restart();
    member.progress = member.progress == Progress::kListed ? Progress::kListed : Progress::kListing;
    member.problems = {};
  }
}

Status Followers::Visit(const Fields& fields) {
  const std::lock_guard lock(mutex_);
  for (Member& member : members_) {
    if (member.progress == Progress::kNew) continue;  // it came when the list had begun
    fields.Forget();
    Status status = member.who->reading.visit(fields);
    if (status.ok()) continue;
    ObjectName name = NameOf(fields);
    name.kind = member.who->reading.resource.kind;
    member.problems.Add(MakeProblem(name, std::move(status).error()));
  }
  return Ok();
}

void Followers::Listed(const std::vector<Problem>& problems, Time moment) {
  const std::lock_guard lock(mutex_);
  for (Member& member : members_) {
    if (member.progress == Progress::kNew) continue;
    ReadOutcome outcome{ReadState::kRead, std::move(member.problems).Take()};
    member.problems = {};
    outcome.problems.insert(outcome.problems.end(), problems.begin(), problems.end());
    member.who->listed(std::move(outcome));
    member.progress = Progress::kListed;
  }
  state_.absent = false;
  state_.failure.reset();
  state_.proven = moment;
  TellNews();
}

void Followers::Changed(const Fields& fields) {
  const std::lock_guard lock(mutex_);
  EachListed([&](const Follower& who) {
    fields.Forget();
    Status status = who.changed(fields);
    if (status.ok()) return;
    ObjectName name = NameOf(fields);
    name.kind = who.reading.resource.kind;
    who.broken(MakeProblem(name, std::move(status).error()));
  });
  TellNews();
}

void Followers::Deleted(std::string_view namespace_, std::string_view name) {
  const std::lock_guard lock(mutex_);
  EachListed([&](const Follower& who) { who.deleted(namespace_, name); });
  TellNews();
}

void Followers::Broken(const Problem& problem) {
  const std::lock_guard lock(mutex_);
  EachListed([&](const Follower& who) { who.broken(problem); });
  TellNews();
}

void Followers::Proven(Time moment) {
  const std::lock_guard lock(mutex_);
  state_.proven = moment;
}

void Followers::Recovered() {
  const std::lock_guard lock(mutex_);
  if (!state_.failure) return;
  state_.failure.reset();
  TellNews();
}

void Followers::Failed(const Error& failure) {
  const std::lock_guard lock(mutex_);
  const bool same = state_.failure == failure;
  state_.failure = failure;
  if (!same) TellNews();
}

void Followers::Absent() {
  const std::lock_guard lock(mutex_);
  const bool same = state_.absent && !state_.failure;
  state_.absent = true;
  state_.failure.reset();
  if (!same) TellNews();
}

}  // namespace lastgood
