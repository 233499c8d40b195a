#include "net/kube/credentials.h"

#include <fmt/format.h>

#include "base/coding.h"
#include "base/config_reader.h"

namespace lastgood {
namespace {

void AddBearer(HttpRequest& request, const std::string& token) {
  request.headers.emplace_back("Authorization", "Bearer " + token);
}

}  // namespace

Status KubeCredentials::Apply(HttpRequest& request) {
  request.tls = access_.tls;
  request.proxy_url = access_.proxy_url;
  request.compressed = access_.compressed;
  if (!access_.token_file.empty()) {
    Result<std::string> token = ReadSecretFile(access_.token_file);
    if (!token.ok()) return Error{ErrorCode::kUnauthorized, token.error().message};
    AddBearer(request, *token);
  } else if (!access_.token.empty()) {
    AddBearer(request, access_.token);
  } else if (access_.exec) {
    LASTGOOD_ASSIGN(const ExecCredential credential, FromPlugin(request.deadline));
    if (!credential.token.empty()) AddBearer(request, credential.token);
    if (!credential.cert_pem.empty()) {
      request.tls.cert_pem = credential.cert_pem;
      request.tls.key_pem = credential.key_pem;
    }
  } else if (!access_.username.empty()) {
    request.headers.emplace_back("Authorization",
                                 "Basic " + EncodeBase64(access_.username + ":" + access_.password));
  }
  if (!access_.impersonate.empty()) request.headers.emplace_back("Impersonate-User", access_.impersonate);
  for (const std::string& group : access_.impersonate_groups) {
    request.headers.emplace_back("Impersonate-Group", group);
  }
  return Ok();
}

void KubeCredentials::Forget() {
  const std::lock_guard lock(mutex_);
  kept_.reset();
}

Result<ExecCredential> KubeCredentials::FromPlugin(const Deadline& deadline) {
  std::unique_lock lock(mutex_);
  for (;;) {
    if (kept_ && (!kept_->expires || clock_.Wall() < *kept_->expires)) return *kept_;
    if (!running_) return RunPlugin(deadline, lock);
    const std::shared_ptr<Run> run = running_;
    if (!Await(*run, deadline, lock))
      return Error{ErrorCode::kTimeout, fmt::format("exec plugin {}: it runs for another request and has not "
                                                    "ended in time for this one",
                                                    access_.exec->command)};
    if (!run->cut_short) return *run->result;
  }
}

// Nobody waits for the mutex while the plugin runs.
Result<ExecCredential> KubeCredentials::RunPlugin(const Deadline& deadline,
                                                  std::unique_lock<std::mutex>& lock) {
  const auto run = running_ = std::make_shared<Run>();
  kept_.reset();
  lock.unlock();
  Result<ExecCredential> credential = RunExecPlugin(access_, clock_, deadline);
  lock.lock();
  running_.reset();
  run->cut_short = !credential.ok() && deadline.Over(clock_);
  if (credential.ok()) kept_ = *credential;
  run->result = credential;
  ended_.notify_all();
  return credential;
}

// False when the deadline was over first.
bool KubeCredentials::Await(const Run& run, const Deadline& deadline, std::unique_lock<std::mutex>& lock) {
  constexpr auto kLook = std::chrono::milliseconds(20);  // between two looks at the deadline
  while (!ended_.wait_for(lock, kLook, [&] { return run.result.has_value(); }))
    if (deadline.Over(clock_)) return false;
  return true;
}

}  // namespace lastgood
