// lastgood against a real MinIO: exact totals over several pages, wrong keys, and a server that goes away.
// Skipped where there is none.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>

#include "net/s3/sigv4.h"
#include "tests/support/api_server.h"
#include "tests/support/demo.h"
#include "tests/support/free_port.h"

namespace lastgood {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::chrono::seconds kPatience(60);
constexpr int kObjects = 2500;  // three pages

class RealMinioTest : public testing::Test {
 protected:
  void SetUp() override {
    if (ApiServer::Programs().empty()) GTEST_SKIP() << "no MinIO here: ./dev test-real builds one";
    Start();
    ASSERT_EQ(Put("/backups", ""), 200);
    for (int i = 0; i < kObjects; ++i)
      ASSERT_EQ(Put(fmt::format("/backups/pg {}/file+{}", i % 7, i), "0123456789"), 200);
    folder_.Write("access", "lastgood-test");
    folder_.Write("secret", "secret-of-minio");
  }

  void Start() {
    minio_ = std::make_unique<Process>(
        std::vector<std::string>{
            "bash", "-c",
            fmt::format("exec {}/minio server {} --address {} >{} 2>&1", ApiServer::Programs(),
                        folder_ / "data", host_, folder_ / "minio.log")},
        "",
        std::vector<std::string>{"MINIO_ROOT_USER=lastgood-test", "MINIO_ROOT_PASSWORD=secret-of-minio",
                                 "HOME=" + folder_.path()});
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    for (int status = 0; status != 200;) {
      ASSERT_LT(std::chrono::steady_clock::now(), end) << "MinIO did not start";
      poll(nullptr, 0, 50);
      const Result<HttpResponse> live = http_->Do({.url = "http://" + host_ + "/minio/health/cluster"});
      status = live.ok() ? live->status : 0;
    }
  }

  int Put(const std::string& path, const std::string& body) {
    SigningRequest request{
        .method = "PUT", .host = host_, .path = path, .payload = body, .region = "us-east-1"};
    const SignedRequest signed_request =
        SignV4(request, {"lastgood-test", "secret-of-minio", ""}, SystemClock().Wall());
    HttpRequest put{.method = "PUT", .url = "http://" + host_ + signed_request.target, .body = body};
    for (const auto& [name, value] : signed_request.headers) put.headers.emplace_back(name, value);
    const Result<HttpResponse> response = http_->Do(put);
    return response.ok() ? response->status : 0;
  }

  std::string Config() const {
    return folder_.Write(
        "lastgood.yaml",
        fmt::format("buckets:\n  main:\n    url: s3://backups\n    endpoint: http://{}\n"
                    "    interval: 1s\n    credentials: {{access_key_file: {}, secret_key_file: {}}}\n",
                    host_, folder_ / "access", folder_ / "secret"));
  }

  const TempDir folder_;
  const std::string host_ = fmt::format("127.0.0.1:{}", FreePort());
  const std::unique_ptr<HttpClient> http_ = MakeCurlHttpClient("lastgood/test");
  std::unique_ptr<Process> minio_;
};

TEST_F(RealMinioTest, EveryObjectIsCountedOnceAndTheFiguresStayWhileItIsAway) {
  const Serving serving(Config());
  const std::string objects =
      fmt::format(R"(lastgood_bucket_objects{{bucket="main",prefix="",state="current"}} {})", kObjects) +
      "\n";
  EXPECT_THAT(serving.Until(objects, kPatience), HasSubstr(objects));
  EXPECT_THAT(
      serving.Get("/metrics"),
      HasSubstr(fmt::format(R"(lastgood_bucket_used_bytes{{bucket="main"}} {})", kObjects * 10) + "\n"));
  minio_->Signal(SIGKILL);
  minio_->Wait();
  const std::string failed = "lastgood_collector_success{collector=\"s3\",source=\"main\"} 0\n";
  const std::string metrics = serving.Until(failed, kPatience);
  EXPECT_THAT(metrics, HasSubstr(failed));
  EXPECT_THAT(metrics, HasSubstr(objects));
  Start();
  const std::string back = "lastgood_collector_success{collector=\"s3\",source=\"main\"} 1\n";
  EXPECT_THAT(serving.Until(back, kPatience), HasSubstr(back));
}

TEST_F(RealMinioTest, AWrongSecretIsSaidAndNotShown) {
  folder_.Write("secret", "another-secret");
  Process check({LASTGOOD_BINARY, "check", "--config", Config()});
  EXPECT_EQ(check.Wait(), 2);
  EXPECT_THAT(check.out + check.err, HasSubstr("SignatureDoesNotMatch"));
  EXPECT_THAT(check.out + check.err, Not(HasSubstr("another-secret")));
}

}  // namespace
}  // namespace lastgood
