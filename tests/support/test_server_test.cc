#include "tests/support/test_server.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/support/temp_dir.h"

namespace lastgood {
namespace {

// What a bare socket sees: it sends `text` and reads until the other side ends. "RESET" when it was reset.
std::string Talk(std::uint16_t port, const std::string& text) {
  const int client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string answer = "REFUSED";
  if (connect(client, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0) {
    answer.clear();
    send(client, text.data(), text.size(), MSG_NOSIGNAL);
    char block[4096];
    ssize_t size = 0;
    while ((size = recv(client, block, sizeof(block), 0)) > 0)
      answer.append(block, static_cast<std::size_t>(size));
    if (size < 0) answer = "RESET";
  }
  close(client);
  return answer;
}

const std::string kGet = "GET /a%2Fb?x=1%202&y=z HTTP/1.1\r\nHost: me\r\n\r\n";

TestServer::Reply Closing(TestServer::Fault fault) {
  return {.body = "0123456789", .fault = fault, .fault_after = 4};
}

TEST(TestServerTest, RecordsWhatItWasAskedAndResetsWhenTold) {
  TestServer server([](const TestServer::Request&) { return Closing(TestServer::Fault::kReset); });
  EXPECT_EQ(Talk(server.port(), kGet), "RESET");
  ASSERT_EQ(server.requests().size(), 1u);
  const TestServer::Request request = server.requests()[0];
  EXPECT_EQ(request.path(), "/a%2Fb");
  EXPECT_EQ(request.Query("x"), "1 2");
  EXPECT_EQ(request.Query("y"), "z");
  EXPECT_EQ(request.Header("host"), "me");
}

TEST(TestServerTest, ClosesEarlierThanItSaid) {
  TestServer server([](const TestServer::Request&) { return Closing(TestServer::Fault::kCloseEarly); });
  const std::string answer = Talk(server.port(), kGet);
  EXPECT_NE(answer.find("Content-Length: 10\r\n\r\n0123"), std::string::npos);
  EXPECT_EQ(answer.find("4567"), std::string::npos);
}

TEST(TestServerTest, TheDestructorEndsConnectionsThatHang) {
  auto server = std::make_unique<TestServer>(
      [](const TestServer::Request&) { return TestServer::Reply{.fault = TestServer::Fault::kNoAnswer}; });
  const int client = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(server->port());
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ASSERT_EQ(connect(client, reinterpret_cast<sockaddr*>(&address), sizeof(address)), 0);
  send(client, kGet.data(), kGet.size(), MSG_NOSIGNAL);
  server.reset();
  char byte = 0;
  EXPECT_LE(recv(client, &byte, 1, 0), 0);
  close(client);
}

TEST(ClosedPortTest, RefusesWhileItLives) {
  const ClosedPort port;
  EXPECT_EQ(Talk(port.port(), kGet), "REFUSED");
}

TEST(TempDirTest, GoesAwayWithWhatIsInIt) {
  std::string path;
  {
    const TempDir folder;
    path = folder.Write("a/b.txt", "text");
    EXPECT_TRUE(std::filesystem::exists(path));
  }
  EXPECT_FALSE(std::filesystem::exists(path));
}

}  // namespace
}  // namespace lastgood
