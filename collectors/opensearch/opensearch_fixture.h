// A cluster behind a socket that answers as OpenSearch or Elasticsearch does, after their sources: snapshots
// with their states and times, policies, a repository; and passes over one collector that asks it.
#pragma once

#include <fmt/format.h>

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "collectors/opensearch/opensearch.h"
#include "collectors/shared/store_fixture.h"

namespace lastgood {

struct FakeSnapshot {
  std::string name, state = "SUCCESS";
  Time start{}, end{};
  std::string policy = {};
  std::string more = {};  // members, with a comma before
  bool readable = true;
};

class OpensearchTest : public StoreTest {
 protected:
  using Reply = TestServer::Reply;

  void OpenApi(const std::string& more = "", const std::string& url = "") {
    Open(&MakeOpensearchCollectors,
         fmt::format("search: {{url: \"{}\", repository: s3{}}}", url.empty() ? cluster_.Url() : url, more));
  }
  void Set(const std::string& path, const std::string& body, int status = 200) {
    const std::lock_guard lock(mutex_);
    answers_[path] = {.status = status, .body = body};
  }
  void SetFault(const std::string& path, std::optional<Reply> reply) {
    const std::lock_guard lock(mutex_);
    if (reply)
      faults_[path] = *reply;
    else
      faults_.erase(path);
  }
  void Put(FakeSnapshot snapshot) {
    const std::lock_guard lock(mutex_);
    std::erase_if(snapshots_, [&](const FakeSnapshot& other) { return other.name == snapshot.name; });
    snapshots_.push_back(std::move(snapshot));
  }
  void Delete(const std::string& name) {
    const std::lock_guard lock(mutex_);
    std::erase_if(snapshots_, [&](const FakeSnapshot& other) { return other.name == name; });
  }
  // A good one of the policy nightly that took ten minutes.
  void PutGood(const std::string& name, Time start) {
    Put({.name = name, .start = start, .end = start + std::chrono::minutes(10), .policy = "nightly"});
  }

  static long long Millis(Time time) { return time.time_since_epoch().count(); }
  // An SM policy as GET _plugins/_sm/policies writes it.
  std::string SmPolicy(const std::string& name, const std::string& cron, bool enabled = true,
                       const std::string& config = R"("indices":"*")",
                       const std::string& repository = "s3") const {
    return fmt::format(
        R"({{"_id":"{0}-sm-policy","_seq_no":1,"_primary_term":1,"sm_policy":{{"name":"{0}","schema_version":21,)"
        R"("creation":{{"schedule":{{"cron":{{"expression":"{1}","timezone":"Europe/Berlin"}}}}}},)"
        R"("deletion":{{"schedule":{{"cron":{{"expression":"0 6 * * *","timezone":"UTC"}}}},)"
        R"("condition":{{"max_age":"30d","min_count":7,"max_count":40}}}},)"
        R"("snapshot_config":{{"repository":"{4}",{3}}},"enabled":{2},"last_updated_time":{5},"enabled_time":{6}}}}})",
        name, cron, enabled, config, repository, Millis(Ago(std::chrono::hours(2000))),
        enabled ? std::to_string(Millis(Ago(std::chrono::hours(1500)))) : "null");
  }
  static std::string SmPolicies(const std::vector<std::string>& policies) {
    return fmt::format(R"({{"policies":[{}],"total_policies":{}}})", fmt::join(policies, ","),
                       policies.size());
  }
  void SetSm(const std::vector<std::string>& policies, const std::string& explained = "") {
    Set("/_plugins/_sm/policies", SmPolicies(policies));
    Set("/_plugins/_sm/policies/%2A/_explain", fmt::format(R"({{"policies":[{}]}})", explained));
    Set("/_plugins/_sm/policies/*/_explain", fmt::format(R"({{"policies":[{}]}})", explained));
  }
  void SetElasticsearch() {
    Set("/",
        R"({"name":"es-0","cluster_name":"logs","version":{"number":"8.11.1","build_flavor":"default"}})");
    Set("/_slm/status", R"({"operation_mode":"RUNNING"})");
  }
  static std::string Missing(std::string_view type) {
    return fmt::format(R"({{"error":{{"root_cause":[{{"type":"{0}","reason":"[s3] missing"}}],"type":"{0}",)"
                       R"("reason":"[s3] missing"}},"status":404}})",
                       type);
  }

  const ObjectFacts& Repository() const { return former_.objects.at(0); }
  const Track& Snapshots() const { return Repository().tracks.at(0); }
  std::size_t Asked(std::string_view path) const {
    std::size_t count = 0;
    for (const TestServer::Request& request : cluster_.requests())
      count += request.path().starts_with(path) ? 1 : 0;
    return count;
  }

 private:
  // One snapshot, briefly or with its details.
  static std::string Shown(const FakeSnapshot& s, bool details) {
    std::string json = fmt::format(R"({{"snapshot":"{0}","uuid":"u-{0}","state":"{1}","indices":["a","b"])",
                                   s.name, s.state);
    if (!details) return json + "}";
    json += fmt::format(R"(,"version_id":136327827,"start_time_in_millis":{},"end_time_in_millis":{})",
                        Millis(s.start), Millis(s.end));
    if (!s.policy.empty()) json += fmt::format(R"(,"metadata":{{"sm_policy":"{}"}})", s.policy);
    return json + s.more + "}";
  }
  Reply List(const TestServer::Request& request) const {
    const std::string names = request.path().substr(std::string_view("/_snapshot/s3/").size());
    std::string all;
    for (const FakeSnapshot& snapshot : snapshots_) {
      const bool wanted =
          names == "_all" || ("," + names + ",").find("," + snapshot.name + ",") != std::string::npos;
      if (!wanted || (names != "_all" && !snapshot.readable)) continue;
      all += (all.empty() ? "" : ",") + Shown(snapshot, names != "_all");
    }
    return {.body = fmt::format(R"({{"snapshots":[{}]}})", all)};
  }
  Reply Answer(const TestServer::Request& request) const {
    const std::lock_guard lock(mutex_);
    const std::string path = request.path();
    for (const auto& [prefix, reply] : faults_)
      if (path == prefix || (prefix.ends_with('/') && prefix.size() > 1 && path.starts_with(prefix)))
        return reply;
    if (const auto found = answers_.find(path); found != answers_.end()) return found->second;
    if (path.starts_with("/_snapshot/s3/")) return List(request);
    return {.status = 400,
            .body = fmt::format(R"({{"error":"no handler found for uri [{}] and method [GET]"}})", path)};
  }

  mutable std::mutex mutex_;
  std::map<std::string, Reply> faults_;
  std::map<std::string, Reply> answers_ = {
      {"/",
       {.body =
            R"({"name":"os-0","cluster_name":"search","version":{"distribution":"opensearch","number":"2.19.1"}})"}},
      {"/_cluster/health", {.body = R"({"cluster_name":"search","status":"green"})"}},
      {"/_snapshot/s3",
       {.body = R"({"s3":{"type":"s3","settings":{"bucket":"backups","base_path":"opensearch",)"
                R"("access_key":"AKIAHUNTER2","secret_key":"hunter2"}}})"}},
      {"/_plugins/_sm/policies", {.body = R"({"policies":[],"total_policies":0})"}}};
  std::vector<FakeSnapshot> snapshots_;

 protected:
  TestServer cluster_{[this](const TestServer::Request& request) { return Answer(request); }};
};

}  // namespace lastgood
