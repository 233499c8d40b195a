// For tests: a Kubernetes collector against an API server behind a real socket, whose answers a test changes
// between passes.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "collectors/shared/kubernetes_fixture.h"
#include "net/http/curl_http.h"
#include "tests/support/kube_cluster.h"

namespace lastgood {

class KubernetesLiveTest : public ::testing::Test, protected KubeCluster {
 protected:
  explicit KubernetesLiveTest(KubernetesFixture::Make make, std::string_view now = "2026-08-21T12:00:00Z")
      : fixture_(make, Config(), http_.get(), now) {}

  // A minute after the last one.
  Collected Pass() {
    fixture_.clock().Advance(std::chrono::minutes(1));
    return fixture_.Pass();
  }
  void ExpectAbsentWithout(const std::vector<std::string>& paths) {
    for (const std::string& path : paths) Forget(path);
    const Collected collected = Pass();
    EXPECT_TRUE(collected.absent);
    EXPECT_TRUE(collected.failures.empty());
  }
  // Of an object whose backups were refused from the start.
  static void ExpectUnknownAndNotZero(const ObjectFacts& object, const std::string& why) {
    EXPECT_EQ(object.tracks.at(0).counts, std::nullopt);
    EXPECT_EQ(object.observed, Time());
    ASSERT_EQ(object.unread.size(), 1U);
    EXPECT_NE(object.unread[0].find(why), std::string::npos);
  }

  std::unique_ptr<HttpClient> http_ = MakeCurlHttpClient("lastgood/test");
  KubernetesFixture fixture_;
};

}  // namespace lastgood
