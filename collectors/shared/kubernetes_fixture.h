// For tests: a Kubernetes collector over a folder that a test may change between passes, or over a server.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "base/time.h"
#include "collectors/collector.h"
#include "net/kube/source.h"
#include "net/objects/reading.h"
#include "tests/support/fakes.h"

namespace lastgood {

class KubernetesFixture {
 public:
  using Make = Result<std::vector<Collector>> (*)(ConfigReader&, const Environment&);

  // `section` is the collector's own section of the config, in YAML.
  KubernetesFixture(Make make, const KubeConfig& config, HttpClient* http, std::string_view now,
                    std::string_view section = "{}")
      : clock_(ParseRfc3339(now).value()) {
    environment_ =
        std::make_unique<Environment>(Environment{http == nullptr ? http_ : *http, clock_, nullptr, {}});
    environment_->kubernetes = KubeSource::Open(config, environment_->http, clock_).value();
    ConfigReader reader = ConfigReader::Parse(section, "c.yaml").value();
    collector_ = make(reader, *environment_).value().at(0);
  }
  KubernetesFixture(Make make, const std::string& folder, std::string_view now,
                    std::string_view section = "{}")
      : KubernetesFixture(make, FolderConfig(folder), nullptr, now, section) {}

  Collected Pass() {
    Collected collected = collector_.collect({Deadline(), former_, {}});
    former_ = collected.facts;
    return collected;
  }
  FakeClock& clock() { return clock_; }
  const Collector& collector() const { return collector_; }

 private:
  static KubeConfig FolderConfig(const std::string& folder) {
    KubeConfig config;
    config.folder = folder;
    return config;
  }

  FakeClock clock_;
  FakeHttp http_{[](const HttpRequest&) -> Result<HttpResponse> {
    return Error{ErrorCode::kUnavailable, "no network in this test"};
  }};
  std::unique_ptr<Environment> environment_;
  Collector collector_;
  Facts former_;
};

// The object of that name; a default one, and a failure of the test, when there is none.
inline ObjectFacts FindObject(const Facts& facts, std::string_view name) {
  for (const ObjectFacts& object : facts.objects)
    if (object.key.name == name) return object;
  ADD_FAILURE() << "no object " << name;
  return {};
}

inline std::string AllMessages(const std::vector<Problem>& problems) {
  std::string all;
  for (const Problem& problem : problems) all += problem.error.message + "\n";
  return all;
}

}  // namespace lastgood
