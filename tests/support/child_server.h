// An HTTP server in a child process, for benchmarks: what it spends does not count for this process. It
// answers every GET with 200 and what a function makes of the request's head, after a pause; "" is a 404.
// Ends with its value.
#pragma once

#include <fmt/format.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <functional>
#include <string>
#include <system_error>
#include <thread>

#include "tests/support/free_port.h"

namespace lastgood {

class ChildServer {
 public:
  using Answer = std::function<std::string(const std::string& request)>;

  explicit ChildServer(const Answer& answer, std::chrono::milliseconds pause = {}) {
    const int listener = BindAnyPort(port_);
    if (listen(listener, 64) != 0) throw std::system_error(errno, std::generic_category(), "ChildServer");
    child_ = fork();
    if (child_ < 0) throw std::system_error(errno, std::generic_category(), "ChildServer");
    if (child_ == 0) Serve(listener, answer, pause);
    close(listener);
  }
  ~ChildServer() {
    kill(-child_, SIGTERM);
    kill(child_, SIGTERM);
    waitpid(child_, nullptr, 0);
  }
  ChildServer(const ChildServer&) = delete;
  ChildServer& operator=(const ChildServer&) = delete;

  std::string Url() const { return fmt::format("http://127.0.0.1:{}", port_); }

 private:
  static void WriteAll(int fd, const std::string& text) {
    for (std::size_t done = 0; done < text.size();) {
      const ssize_t wrote = write(fd, text.data() + done, text.size() - done);
      if (wrote <= 0) return;
      done += static_cast<std::size_t>(wrote);
    }
  }

  // Each connection has a process of its own, in the child's process group.
  [[noreturn]] static void Serve(int listener, const Answer& answer, std::chrono::milliseconds pause) {
    setpgid(0, 0);
    signal(SIGCHLD, SIG_IGN);
    while (true) {
      const int client = accept(listener, nullptr, nullptr);
      if (fork() == 0) ServeClient(client, answer, pause);
      close(client);
    }
  }

  [[noreturn]] static void ServeClient(int client, const Answer& answer, std::chrono::milliseconds pause) {
    const int one = 1;
    setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    char buffer[16384];
    for (ssize_t size = 0; (size = read(client, buffer, sizeof buffer)) > 0;) {
      std::this_thread::sleep_for(pause);
      const std::string body = answer(std::string(buffer, static_cast<std::size_t>(size)));
      const std::string text = body.empty() ? "404 page not found\n" : body;
      WriteAll(client, fmt::format("HTTP/1.1 {}\r\nContent-Type: {}\r\nContent-Length: {}\r\n\r\n",
                                   body.empty() ? "404 Not Found" : "200 OK",
                                   body.starts_with('{') ? "application/json"
                                   : body.empty()        ? "text/plain"
                                                         : "application/xml",
                                   text.size()));
      WriteAll(client, text);
    }
    _exit(0);
  }

  std::uint16_t port_ = 0;
  pid_t child_ = -1;
};

}  // namespace lastgood
