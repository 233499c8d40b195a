// SIGTERM while an answer is being written: the answer is finished, then the process ends.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

#include "tests/support/demo.h"

namespace lastgood {
namespace {

// Enough for an answer that no socket buffer holds.
std::string ManyClusters() {
  std::string text = R"({"apiVersion":"v1","kind":"List","items":[)";
  for (int i = 0; i < 18'000; ++i)
    text +=
        std::string(i > 0 ? "," : "") +
        R"({"apiVersion":"postgresql.cnpg.io/v1","kind":"Cluster","metadata":{"namespace":"a-rather-long-namespace","name":"cluster-)" +
        std::to_string(i) + R"(","creationTimestamp":"2026-01-01T00:00:00Z"}})";
  return text + "]}";
}

// A client with a tiny receive buffer, so that the server must wait for it.
int Connect(const std::string& url) {
  const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int small = 4096;
  setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small);
  sockaddr_in address{
      .sin_family = AF_INET,
      .sin_port = htons(static_cast<std::uint16_t>(std::atoi(url.c_str() + url.rfind(':') + 1))),
      .sin_addr = {htonl(INADDR_LOOPBACK)},
      .sin_zero = {}};
  return connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 ? fd : -1;
}

// Reads until the end, or until `text` has `enough` bytes.
void ReadUntil(int fd, std::string& text, std::size_t enough) {
  std::array<char, 65536> buffer{};
  while (text.size() < enough) {
    const ssize_t size = read(fd, buffer.data(), std::min(buffer.size(), enough - text.size()));
    if (size <= 0) return;
    text.append(buffer.data(), static_cast<std::size_t>(size));
  }
}

TEST(GracefulEndTest, AnAnswerThatIsBeingWrittenIsFinished) {
  TempDir folder;
  folder.Write("dump/clusters.json", ManyClusters());
  const std::string config =
      folder.Write("lastgood.yaml", "kubernetes: {folder: " + (folder / "dump") + "}\n");
  Serving serving(config);
  serving.AwaitReady();
  const int fd = Connect(serving.url);
  ASSERT_GE(fd, 0);
  const std::string request = "GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  ASSERT_EQ(write(fd, request.data(), request.size()), static_cast<ssize_t>(request.size()));
  std::string answer;
  ReadUntil(fd, answer, 1000);
  serving.process->Signal(SIGTERM);
  ASSERT_NE(serving.process->AwaitErrorLine("msg=ending"), "");
  ReadUntil(fd, answer, std::string::npos);
  close(fd);
  const std::size_t length =
      std::strtoull(answer.c_str() + answer.find("Content-Length: ") + 16, nullptr, 10);
  EXPECT_GT(length, 4'500'000u);
  EXPECT_EQ(answer.size() - answer.find("\r\n\r\n") - 4, length);
  EXPECT_EQ(serving.process->Wait(), 0);
}

}  // namespace
}  // namespace lastgood
