// Tables that are kept up to date between passes: each of their readings is followed, changes go into the
// tables as they come, and a pass only looks at how it stands. Thread-safe; the tables themselves are touched
// with `mutex` held.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "base/change_signal.h"
#include "collectors/shared/table.h"
#include "net/kube/source.h"

namespace lastgood {

class FollowedTables {
 public:
  // `mutex` guards the tables and outlives this; `changes` is raised when a pass would find news.
  FollowedTables(std::shared_ptr<KubeSource> source, std::mutex& mutex, std::shared_ptr<ChangeSignal> changes,
                 Duration interval)
      : source_(std::move(source)), mutex_(mutex), changes_(std::move(changes)), interval_(interval) {}

  // From now on these are followed, and no others. False when the source is one that is read, not followed.
  // Not with `mutex` held.
  bool Want(std::vector<TableRead> reads);
  bool empty() const { return entries_.empty(); }
  // Waits until something is known of each, or for the deadline. Not with `mutex` held.
  std::vector<FollowState> Await(const Deadline& deadline) const;
  // Books how it stands into the tables. With `mutex` held.
  TableReport Book(const std::vector<FollowState>& states, Time now) const;

 private:
  struct Entry {
    TableRead read;
    std::vector<Problem> problems;         // objects that cannot be read now
    std::unique_ptr<Following> following;  // last, so that it ends first
  };

  std::unique_ptr<Entry> Follow(TableRead read);
  Follower FollowerOf(Entry& entry);
  static void Doubt(Entry& entry, Problem problem);
  static void Clear(Entry& entry, std::string_view namespace_, std::string_view name);

  const std::shared_ptr<KubeSource> source_;
  std::mutex& mutex_;
  const std::shared_ptr<ChangeSignal> changes_;
  const Duration interval_;
  std::vector<std::unique_ptr<Entry>> entries_;
};

}  // namespace lastgood
