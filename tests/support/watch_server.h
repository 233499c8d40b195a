// An API server with a past, for tests of watches: a list of Backups whose objects a test adds, changes and
// deletes, and streams that tell it. The test cuts streams, forgets the past (410) or refuses to watch.
// Thread-safe.
#pragma once

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "net/kube/source.h"
#include "tests/support/kube_server.h"

namespace lastgood {

class WatchServer {
 public:
  using Reply = TestServer::Reply;
  using Request = TestServer::Request;

  ~WatchServer() {
    const std::lock_guard lock(mutex_);
    closing_ = true;
    moved_.notify_all();
  }

  // `spec` is more JSON of the object: ,"status":{...}
  void Put(const std::string& name, const std::string& spec = "") {
    const std::lock_guard lock(mutex_);
    const bool known = objects_.contains(name);
    objects_[name] = spec;
    Tell(known ? "MODIFIED" : "ADDED", Object(name, spec, ++version_));
  }
  void Delete(const std::string& name) {
    const std::lock_guard lock(mutex_);
    const std::string spec = objects_[name];
    objects_.erase(name);
    Tell("DELETED", Object(name, spec, ++version_));
  }
  void Bookmark() {
    const std::lock_guard lock(mutex_);
    Tell("BOOKMARK",
         R"({"kind":"Backup","apiVersion":"postgresql.cnpg.io/v1","metadata":{"resourceVersion":")" +
             std::to_string(++version_) + "\"}}");
  }
  // A line that is no event of ours.
  void Say(const std::string& line) {
    const std::lock_guard lock(mutex_);
    events_.emplace_back(++version_, line);
    moved_.notify_all();
  }
  // Ends every stream, as a restart does.
  void Cut() {
    const std::lock_guard lock(mutex_);
    ++cuts_;
    moved_.notify_all();
  }
  // Of what came before nothing is known any more.
  void Compact() {
    const std::lock_guard lock(mutex_);
    events_.clear();
    compacted_ = version_;
  }
  // Answers every watch, or every list, so; 0 is as usual.
  void RefuseWatches(int status) { watch_status_ = status; }
  void RefuseLists(int status) { list_status_ = status; }

  std::string Url() const { return server_.Url(); }
  int lists() const { return lists_; }
  int watches() const { return watches_; }
  KubeConfig Config(bool watch = true) {
    return {.kubeconfig = WriteKubeconfig(folder_, server_.Url(), "token: t"), .watch = watch};
  }

 private:
  static std::string Object(const std::string& name, const std::string& spec, int version) {
    return R"({"kind":"Backup","apiVersion":"postgresql.cnpg.io/v1","metadata":{"namespace":"app","name":")" +
           name + R"(","resourceVersion":")" + std::to_string(version) + "\"}" + spec + "}";
  }
  void Tell(const std::string& type, const std::string& object) {
    events_.emplace_back(version_, R"({"type":")" + type + R"(","object":)" + object + "}");
    moved_.notify_all();
  }

  Reply Handle(const Request& request) {
    if (request.path() != kBackupsPath)
      return {.status = 404, .body = "404 page not found\n", .headers = {{"Content-Type", "text/plain"}}};
    if (!request.Query("watch").empty()) return WatchFrom(request);
    ++lists_;
    if (list_status_ == 404) return {.status = 404, .body = "404 page not found\n"};
    if (list_status_ != 0) return StatusReply(list_status_, "no list");
    const std::lock_guard lock(mutex_);
    std::string items;
    for (const auto& [name, spec] : objects_)
      items += (items.empty() ? "" : ",") + Object(name, spec, version_);
    return {.body = R"({"apiVersion":"postgresql.cnpg.io/v1","items":[)" + items +
                    R"(],"kind":"BackupList","metadata":{"continue":"","resourceVersion":")" +
                    std::to_string(version_) + "\"}}"};
  }

  Reply WatchFrom(const Request& request) {
    if (list_status_ == 404) return {.status = 404, .body = "404 page not found\n"};
    ++watches_;
    if (watch_status_ != 0) return StatusReply(watch_status_, "no watch");
    const int from = std::stoi(request.Query("resourceVersion"));
    Reply reply;
    reply.stream = [this, from](const std::function<bool(std::string_view)>& write) { Stream(from, write); };
    return reply;
  }

  void Stream(int from, const std::function<bool(std::string_view)>& write) {
    std::unique_lock lock(mutex_);
    if (from < compacted_) {
      lock.unlock();
      write(R"({"type":"ERROR","object":{"kind":"Status","reason":"Expired","code":410}})"
            "\n");
      return;
    }
    const int cuts = cuts_;
    while (!closing_ && cuts == cuts_) {
      const auto next = std::ranges::find_if(events_, [&](const auto& event) { return event.first > from; });
      if (next == events_.end()) {
        moved_.wait(lock);
        continue;
      }
      const std::string line = next->second + "\n";
      from = next->first;
      lock.unlock();
      if (!write(line)) return;
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable moved_;
  std::map<std::string, std::string> objects_;
  std::vector<std::pair<int, std::string>> events_;
  int version_ = 100, compacted_ = 0, cuts_ = 0;
  bool closing_ = false;
  std::atomic<int> lists_ = 0, watches_ = 0, watch_status_ = 0, list_status_ = 0;
  TempDir folder_;
  TestServer server_{[this](const Request& request) { return Handle(request); }};
};

}  // namespace lastgood
