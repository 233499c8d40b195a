// A bucket behind a real socket: lists, pages and refuses as S3 does, and lets a test replace any answer. Any
// method may be called from any thread.
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "tests/support/s3_pages.h"
#include "tests/support/test_server.h"

namespace lastgood {

class S3TestServer {
 public:
  // Answers before the bucket does; nullopt leaves it to the bucket.
  using Override = std::function<std::optional<TestServer::Reply>(const TestServer::Request&)>;

  explicit S3TestServer(std::optional<TestServer::Tls> tls = {})
      : server_([this](const TestServer::Request& request) { return Answer(request); }, std::move(tls)) {}

  void Put(const std::string& key, std::size_t size, std::string modified = "2026-08-20T00:01:10Z") {
    const std::lock_guard lock(mutex_);
    objects_[key] = {key, std::to_string(size), std::move(modified)};
  }
  void SetPageSize(std::size_t size) {
    const std::lock_guard lock(mutex_);
    page_size_ = size;
  }
  void SetOverride(Override override) {
    const std::lock_guard lock(mutex_);
    override_ = std::move(override);
  }
  // The answer to "?versioning" and the like; a 404 with `code` when it is one.
  void SetFeature(const std::string& parameter, std::string body, int status = 200) {
    const std::lock_guard lock(mutex_);
    features_[parameter] = {.status = status, .body = std::move(body)};
  }
  TestServer& server() { return server_; }

 private:
  TestServer::Reply Answer(const TestServer::Request& request) {
    const std::lock_guard lock(mutex_);
    if (override_)
      if (std::optional<TestServer::Reply> reply = override_(request)) return *reply;
    for (const auto& [parameter, reply] : features_)
      if (request.target.find("?" + parameter + "=") != std::string::npos ||
          request.target.find("&" + parameter + "=") != std::string::npos)
        return reply;
    if (request.Query("list-type") == "2") return {.body = List(request)};
    return {.status = 501, .body = S3TestError("NotImplemented")};
  }

  // The token is the last key of the page before.
  std::string List(const TestServer::Request& request) const {
    const std::string after = std::max(request.Query("start-after"), request.Query("continuation-token"));
    std::vector<S3TestObject> page;
    for (auto object = objects_.upper_bound(after); object != objects_.end(); ++object) {
      if (page.size() == page_size_) return S3TestPage(page, true, page.back().key);
      if (object->first.starts_with(request.Query("prefix"))) page.push_back(object->second);
    }
    return S3TestPage(page);
  }

  std::mutex mutex_;
  std::map<std::string, S3TestObject> objects_;
  std::map<std::string, TestServer::Reply> features_;
  std::size_t page_size_ = 1000;
  Override override_;
  TestServer server_;  // last: it answers as soon as it exists
};

}  // namespace lastgood
