#include "exporter/serve/server.h"

#include <civetweb.h>
#include <fmt/format.h>
#include <openssl/ssl.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>

#include "base/time.h"
#include "exporter/serve/server_tls.h"

namespace lastgood {
namespace {

std::string HeaderOf(const mg_connection* connection, const char* name) {
  const char* value = mg_get_header(connection, name);
  return value == nullptr ? "" : value;
}

// ":9847" listens on IPv4 and IPv6 where civetweb can; "host:port" as it is.
std::string ListeningPorts(const std::string& address, bool tls) {
  const std::string suffix = tls ? "s" : "";
  if (!address.starts_with(':')) return address + suffix;
  return (mg_check_feature(MG_FEATURES_IPV6) ? "+" : "") + address.substr(1) + suffix;
}

void Send(mg_connection* connection, const WebResponse& response, const WebConfig& config, bool body) {
  mg_response_header_start(connection, response.status);
  mg_response_header_add(connection, "Content-Type", response.content_type.c_str(), -1);
  mg_response_header_add(connection, "Content-Length", std::to_string(response.body.size()).c_str(), -1);
  mg_response_header_add(connection, "X-Content-Type-Options", "nosniff", -1);
  for (const auto& [name, value] : response.headers)
    mg_response_header_add(connection, name.c_str(), value.c_str(), -1);
  for (const auto& [name, value] : config.headers)
    mg_response_header_add(connection, name.c_str(), value.c_str(), -1);
  mg_response_header_send(connection);
  if (body) mg_write(connection, response.body.data(), response.body.size());
}

}  // namespace

struct Server::Impl {
  Impl(const Web& web, Logger& log) : web(web), log(log) {}

  const Web& web;
  Logger& log;
  std::unique_ptr<WebConfigFile> file;
  std::shared_ptr<const WebConfig>
      tls_config;  // of the start: a change of TLS's own settings needs a restart
  Authenticator authenticator;
  Status tls = Ok();
  std::string error;  // civetweb's own, while it starts
  mg_context* context = nullptr;
  std::string url;

  std::mutex mutex;
  std::condition_variable idle;
  int running = 0;
  bool stopping = false;
  double tokens = 0;
  Monotonic refilled;

  static int OnRequest(mg_connection* connection);
  static int OnMessage(const mg_connection* connection, const char* message);
  static int OnTls(void* ssl_context, void* self);
  std::shared_ptr<const WebConfig> Config();
  WebResponse Respond(const mg_connection* connection, const WebConfig& config);
  bool WithinRate(const WebConfig& config);
  Status Listen(const std::string& address);
};

int Server::Impl::OnRequest(mg_connection* connection) {
  const mg_request_info* info = mg_get_request_info(connection);
  auto& self = *static_cast<Impl*>(info->user_data);
  {
    const std::lock_guard lock(self.mutex);
    ++self.running;
  }
  const std::shared_ptr<const WebConfig> config = self.Config();
  const WebResponse response = self.Respond(connection, *config);
  Send(connection, response, *config, std::string_view(info->request_method) != "HEAD");
  const std::lock_guard lock(self.mutex);
  --self.running;
  self.idle.notify_all();
  return response.status;
}

std::shared_ptr<const WebConfig> Server::Impl::Config() {
  std::optional<Error> mistake;
  std::shared_ptr<const WebConfig> config = file->Current(mistake);
  if (mistake) log.Log(LogLevel::kError, mistake->message, {{"component", "web"}});
  return config;
}

WebResponse Server::Impl::Respond(const mg_connection* connection, const WebConfig& config) {
  {
    const std::lock_guard lock(mutex);
    if (stopping) return {503, "text/plain; charset=utf-8", "Shutting down.\n", {{"Connection", "close"}}};
  }
  if (!WithinRate(config)) return {429, "text/plain; charset=utf-8", "Too many requests.\n", {}};
  if (!authenticator.Allows(config, HeaderOf(connection, "Authorization")))
    return {401,
            "text/plain; charset=utf-8",
            "Unauthorized.\n",
            {{"WWW-Authenticate", "Basic realm=\"lastgood\""}}};
  const mg_request_info* info = mg_get_request_info(connection);
  return web.Answer({info->request_method, info->local_uri == nullptr ? "" : info->local_uri,
                     info->query_string == nullptr ? "" : info->query_string, HeaderOf(connection, "Accept"),
                     HeaderOf(connection, "Accept-Encoding")});
}

bool Server::Impl::WithinRate(const WebConfig& config) {
  if (config.rate_interval == Duration::zero()) return true;
  const std::lock_guard lock(mutex);
  const Monotonic now = std::chrono::steady_clock::now();
  const double earned =
      std::chrono::duration<double>(now - refilled) / std::chrono::duration<double>(config.rate_interval);
  tokens = std::min(static_cast<double>(config.rate_burst), tokens + earned);
  refilled = now;
  if (tokens < 1) return false;
  tokens -= 1;
  return true;
}

int Server::Impl::OnMessage(const mg_connection* connection, const char* message) {
  auto& self = *static_cast<Impl*>(mg_get_user_data(mg_get_context(connection)));
  if (self.context == nullptr) self.error = message;
  self.log.Log(LogLevel::kDebug, message, {{"component", "web"}});
  return 1;
}

int Server::Impl::OnTls(void* ssl_context, void* user) {
  auto& self = *static_cast<Impl*>(user);
  self.tls = ConfigureTls(static_cast<SSL_CTX*>(ssl_context), *self.tls_config);
  return self.tls.ok() ? 1 : -1;
}

Status Server::Impl::Listen(const std::string& address) {
#ifndef LASTGOOD_CIVETWEB_TLS
  if (tls_config->tls)
    return Error{ErrorCode::kConfig,
                 "tls_server_config: this build's civetweb has no usable TLS; build with ./dev build"};
#endif
  const std::string ports = ListeningPorts(address, tls_config->tls);
  const char* options[] = {"listening_ports",
                           ports.c_str(),
                           "num_threads",
                           "16",
                           "enable_keep_alive",
                           "yes",
                           "keep_alive_timeout_ms",
                           "5000",
                           "request_timeout_ms",
                           "10000",
                           "tcp_nodelay",
                           "1",
                           "ssl_default_verify_paths",
                           "no",
                           nullptr};
  mg_callbacks callbacks{};
  callbacks.begin_request = OnRequest;
  callbacks.log_message = OnMessage;
  if (tls_config->tls) callbacks.init_ssl = OnTls;
  context = mg_start(&callbacks, this, options);
  if (context != nullptr) return Ok();
  LASTGOOD_RETURN_IF_ERROR(std::move(tls).In("--web.config.file"));
  return Error{ErrorCode::kConfig,
               fmt::format("cannot listen on {}: {}; is the port taken, or the address wrong?", address,
                           error.empty() ? "no reason was given" : error)};
}

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() { Stop(Duration::zero()); }

Result<std::unique_ptr<Server>> Server::Start(const std::string& listen_address,
                                              const std::string& web_config_file, const Web& web,
                                              Logger& log) {
  auto impl = std::make_unique<Impl>(web, log);
  LASTGOOD_ASSIGN(impl->file, WebConfigFile::Open(web_config_file));
  impl->tls_config = impl->Config();
  impl->tokens = static_cast<double>(impl->tls_config->rate_burst);
  impl->refilled = std::chrono::steady_clock::now();
  LASTGOOD_RETURN_IF_ERROR(impl->Listen(listen_address));
  mg_server_port port{};
  mg_get_server_ports(impl->context, 1, &port);
  const std::size_t colon = listen_address.rfind(':');
  const std::string host =
      colon == std::string::npos || colon == 0 ? "localhost" : listen_address.substr(0, colon);
  impl->url = fmt::format("{}://{}:{}", impl->tls_config->tls ? "https" : "http",
                          host == "0.0.0.0" ? "localhost" : host, port.port);
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

std::string Server::url() const { return impl_->url; }

void Server::Stop(Duration patience) {
  if (impl_->context == nullptr) return;
  {
    std::unique_lock lock(impl_->mutex);
    impl_->stopping = true;
    impl_->idle.wait_for(lock, patience, [&] { return impl_->running == 0; });
  }
  mg_stop(std::exchange(impl_->context, nullptr));
}

}  // namespace lastgood
