#include "net/kube/credentials.h"

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
  const std::lock_guard lock(mutex_);
  if (kept_ && (!kept_->expires || clock_.Now() < *kept_->expires)) return *kept_;
  kept_.reset();
  LASTGOOD_ASSIGN(kept_, RunExecPlugin(access_, clock_, deadline));
  return *kept_;
}

}  // namespace lastgood
