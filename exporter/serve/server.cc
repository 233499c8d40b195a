#include "exporter/serve/server.h"

#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "exporter/serve/answerer.h"
#include "exporter/serve/crowd.h"
#include "exporter/serve/server_listener.h"
#include "exporter/serve/web_config_file.h"

namespace lastgood {
namespace {

constexpr std::chrono::milliseconds kSweep(100);   // between two looks at deadlines
constexpr std::chrono::milliseconds kNoFiles(50);  // to wait when the process has no descriptor left
constexpr int kAcceptsInARow = 64;
constexpr int kSendBuffer = 64 * 1024;  // of the kernel, for each connection; it doubles that

constexpr int kOn = 1;

using Acceptor = boost::asio::posix::stream_descriptor;

}  // namespace

struct Server::Impl {
  Impl(const Web& web, Logger& log) : log(log), answerer(std::make_unique<Answerer>(web)) {}

  Logger& log;
  std::unique_ptr<WebConfigFile> file;
  std::string url;
  boost::asio::io_context io{1};
  std::vector<std::unique_ptr<Acceptor>> acceptors;
  boost::asio::steady_timer sweep{io}, pause{io};
  Crowd crowd{io};
  std::unique_ptr<Answerer> answerer;
  std::thread thread;

  std::mutex mutex;
  std::condition_variable changed;
  bool busy = true;  // somebody is still being answered
  bool stopping = false;

  WebConfigInForce InForce();
  void Run();
  void Await(Acceptor& acceptor);
  void Accept(Acceptor& acceptor);
  void Serve(const std::shared_ptr<Connection>& connection, const ServerRequest& request);
  void Sweep();
  void CloseDoors();
};

WebConfigInForce Server::Impl::InForce() {
  std::optional<Error> mistake;
  WebConfigInForce in_force = file->Current(mistake);
  if (mistake)
    log.Log(LogLevel::kError, "the web config cannot be used; what was in force before stays so",
            {{"component", "web"}, {"error", mistake->message}});
  return in_force;
}

void Server::Impl::Run() {
  sigset_t pipe;
  sigemptyset(&pipe);
  sigaddset(&pipe, SIGPIPE);
  pthread_sigmask(SIG_BLOCK, &pipe, nullptr);  // OpenSSL writes to clients that have left
  for (const auto& acceptor : acceptors) Await(*acceptor);
  Sweep();
  io.run();
}

void Server::Impl::Await(Acceptor& acceptor) {
  acceptor.async_wait(Acceptor::wait_read, [this, &acceptor](const boost::system::error_code& error) {
    if (!error) Accept(acceptor);
  });
}

void Server::Impl::Accept(Acceptor& acceptor) {
  for (int i = 0; i < kAcceptsInARow; ++i) {
    const int client = accept4(acceptor.native_handle(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK);
    if (client < 0 && (errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM)) {
      log.Log(LogLevel::kError, "no descriptor is left for a client", {{"component", "web"}});
      pause.expires_after(kNoFiles);
      return pause.async_wait([this, &acceptor](const boost::system::error_code& error) {
        if (!error) Await(acceptor);
      });
    }
    if (client < 0) break;
    setsockopt(client, SOL_SOCKET, SO_SNDBUF, &kSendBuffer, sizeof kSendBuffer);
    setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &kOn, sizeof kOn);
    crowd.Add(client, InForce().tls,
              [this](const std::shared_ptr<Connection>& connection, const ServerRequest& request) {
                Serve(connection, request);
              });
  }
  Await(acceptor);
}

// Who was let in by rules that no longer hold comes in anew: a client whose connection ends between two
// requests asks again.
void Server::Impl::Serve(const std::shared_ptr<Connection>& connection, const ServerRequest& request) {
  const WebConfigInForce in_force = InForce();
  if (in_force.tls != connection->tls() && !connection->first()) return connection->Close();
  if (in_force.tls != connection->tls()) connection->Last();
  const bool with_body = request.web.method != "HEAD";
  answerer->Ask(in_force.config, request,
                [this, connection, with_body](std::shared_ptr<const Answer> answer) {
                  boost::asio::post(io, [this, connection, with_body, answer = std::move(answer)]() mutable {
                    connection->Send(std::move(answer), with_body);
                    crowd.HoldAtMost(*answerer, *connection);
                  });
                });
}

void Server::Impl::Sweep() {
  crowd.Expire(std::chrono::steady_clock::now());
  {
    const std::lock_guard lock(mutex);
    busy = crowd.busy();
    changed.notify_all();
  }
  sweep.expires_after(kSweep);
  sweep.async_wait([this](const boost::system::error_code& error) {
    if (!error) Sweep();
  });
}

void Server::Impl::CloseDoors() {
  boost::system::error_code ignored;
  pause.cancel();
  for (const auto& acceptor : acceptors) static_cast<void>(acceptor->close(ignored));
  crowd.Last();
  const std::lock_guard lock(mutex);
  stopping = true;
  busy = crowd.busy();
  changed.notify_all();
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() { Stop(Duration::zero()); }

Result<std::unique_ptr<Server>> Server::Start(const std::string& listen_address,
                                              const std::string& web_config_file, const Web& web,
                                              Logger& log) {
  auto impl = std::make_unique<Impl>(web, log);
  LASTGOOD_ASSIGN(impl->file, WebConfigFile::Open(web_config_file));
  LASTGOOD_ASSIGN(const Listening listening, Listen(listen_address));
  for (const int file : listening.files)
    impl->acceptors.push_back(std::make_unique<Acceptor>(impl->io, file));
  impl->url =
      fmt::format("{}://{}:{}", impl->InForce().tls ? "https" : "http", listening.host, listening.port);
  impl->thread = std::thread([&on = *impl] { on.Run(); });
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

std::string Server::url() const { return impl_->url; }

void Server::Stop(Duration patience) {
  if (!impl_->thread.joinable()) return;
  boost::asio::post(impl_->io, [&on = *impl_] { on.CloseDoors(); });
  {
    std::unique_lock lock(impl_->mutex);
    impl_->changed.wait_for(lock, patience, [&] { return impl_->stopping && !impl_->busy; });
  }
  impl_->io.stop();
  impl_->thread.join();
  impl_->answerer.reset();  // its threads may still post what nobody will send
  impl_->crowd.CloseAll();
  impl_->acceptors.clear();
}

}  // namespace lastgood
