#include "collectors/shared/followed_tables.h"

#include <fmt/format.h>

#include <algorithm>

#include "net/kube/answer.h"

namespace lastgood {
namespace {

constexpr std::size_t kMostProblems = 1000;

bool IsOf(const Problem& problem, std::string_view namespace_, std::string_view name) {
  return problem.namespace_ == namespace_ && problem.name == name;
}

Error NotYet(const Resource& resource) {
  return {ErrorCode::kTimeout,
          fmt::format("list {}: not read by the end of the pass; it goes on", FullName(resource))};
}

}  // namespace

bool FollowedTables::Want(std::vector<TableRead> reads) {
  std::vector<std::unique_ptr<Entry>> wanted;
  for (TableRead& read : reads) {
    const auto same = std::ranges::find_if(entries_, [&](const std::unique_ptr<Entry>& entry) {
      return entry != nullptr && entry->read.reading.resource == read.reading.resource &&
             entry->read.reading.name == read.reading.name;
    });
    wanted.push_back(same != entries_.end() ? std::move(*same) : Follow(std::move(read)));
    if (wanted.back()->following == nullptr) return false;
  }
  entries_ = std::move(wanted);
  return true;
}

std::unique_ptr<FollowedTables::Entry> FollowedTables::Follow(TableRead read) {
  auto entry = std::make_unique<Entry>();
  entry->read = std::move(read);
  entry->following = source_->Follow(FollowerOf(*entry));
  return entry;
}

Follower FollowedTables::FollowerOf(Entry& entry) {
  Follower follower;
  follower.reading = entry.read.reading;
  follower.interval = interval_;
  follower.listed = [this, &entry](ReadOutcome outcome) {
    const std::lock_guard lock(mutex_);
    entry.problems = outcome.problems;
    TableReport told_by_the_pass;
    entry.read.finish(std::move(outcome), Time(), told_by_the_pass);
  };
  follower.changed = [this, &entry](const Fields& fields) -> Status {
    const std::lock_guard lock(mutex_);
    LASTGOOD_RETURN_IF_ERROR(entry.read.change(fields));
    Clear(entry, fields.Namespace(), fields.Name());
    return Ok();
  };
  follower.deleted = [this, &entry](std::string_view namespace_, std::string_view name) {
    const std::lock_guard lock(mutex_);
    entry.read.remove(namespace_, name);
    Clear(entry, namespace_, name);
  };
  follower.broken = [this, &entry](Problem problem) {
    const std::lock_guard lock(mutex_);
    Doubt(entry, std::move(problem));
  };
  follower.news = [changes = changes_] { changes->Raise(); };
  return follower;
}

void FollowedTables::Doubt(Entry& entry, Problem problem) {
  std::erase_if(entry.problems,
                [&](const Problem& other) { return IsOf(other, problem.namespace_, problem.name); });
  if (entry.problems.size() < kMostProblems) entry.problems.push_back(std::move(problem));
  entry.read.doubt(entry.problems);
}

void FollowedTables::Clear(Entry& entry, std::string_view namespace_, std::string_view name) {
  const auto cleared =
      std::erase_if(entry.problems, [&](const Problem& problem) { return IsOf(problem, namespace_, name); });
  if (cleared > 0) entry.read.doubt(entry.problems);
}

std::vector<FollowState> FollowedTables::Await(const Deadline& deadline) const {
  std::vector<FollowState> states;
  for (const std::unique_ptr<Entry>& entry : entries_) states.push_back(entry->following->Await(deadline));
  return states;
}

TableReport FollowedTables::Book(const std::vector<FollowState>& states, Time now) const {
  TableReport report;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    const FollowState& state = states[i];
    const Entry& entry = *entries_[i];
    if (state.listed) entry.read.prove(state.proven, report);
    if (state.failure)
      entry.read.finish(*state.failure, now, report);
    else if (state.absent)
      entry.read.finish(ReadOutcome{ReadState::kAbsent, {}}, now, report);
    else if (!state.listed)
      entry.read.finish(NotYet(entry.read.reading.resource), now, report);
    report.problems.insert(report.problems.end(), entry.problems.begin(), entry.problems.end());
  }
  return report;
}

}  // namespace lastgood
