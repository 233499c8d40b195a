#include "tests/support/api_server.h"

#include <fmt/format.h>
#include <poll.h>
#include <signal.h>

#include <cstdlib>
#include <fstream>

#include "base/text.h"
#include "net/http/curl_http.h"
#include "tests/support/free_port.h"
#include "tests/support/test_certificates.h"

namespace lastgood {
namespace {

constexpr std::chrono::seconds kPatience(120);

// Its output goes to a file, so that no pipe fills up.
std::unique_ptr<Process> Begin(const std::string& command, const std::string& log) {
  return std::make_unique<Process>(
      std::vector<std::string>{"bash", "-c", "exec " + command + " >" + log + " 2>&1"});
}

std::string Content(const std::string& file) {
  std::ifstream in(file);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

std::string ApiServer::Programs() {
  const char* folder = std::getenv("LASTGOOD_REAL");
  return folder == nullptr ? "" : folder;
}

ApiServer::ApiServer()
    : etcd_port_(FreePort()),
      peer_port_(FreePort()),
      port_(FreePort()),
      url_(fmt::format("https://127.0.0.1:{}", port_)),
      http_(MakeCurlHttpClient("lastgood/test")) {
  const TestAuthority authority;
  const TestCertificate server = authority.Server();
  ca_pem_ = authority.ca_pem();
  folder_.Write("ca.pem", ca_pem_);
  folder_.Write("cert.pem", server.cert_pem);
  folder_.Write("key.pem", server.key_pem);
  // Tokens of service accounts are signed with the one and checked with the other.
  Process({"openssl", "pkey", "-in", folder_ / "key.pem", "-pubout", "-out", folder_ / "public.pem"}).Wait();
  folder_.Write(
      "tokens.csv",
      fmt::format("{},admin,1,system:masters\n{},lastgood,2\n{},system:serviceaccount:backups:lastgood,3\n",
                  kAdmin, kToken, kAccount));
  WriteToken(kToken);
  WriteKubeconfig("kubeconfig", "tokenFile: " + folder_ / "token");
}

void ApiServer::WriteKubeconfig(const std::string& name, const std::string& user) const {
  folder_.Write(name, fmt::format(R"(apiVersion: v1
kind: Config
current-context: test
contexts: [{{name: test, context: {{cluster: test, user: test}}}}]
clusters: [{{name: test, cluster: {{server: "{}", certificate-authority: "{}"}}}}]
users: [{{name: test, user: {{{}}}}}]
)",
                                  url_, folder_ / "ca.pem", user));
}

std::string ApiServer::KubeconfigOf(const std::string& token) const {
  // Without the token in its name, which a config may hold.
  const std::string name = "kubeconfig-" + token.substr(token.rfind('-') + 1);
  WriteKubeconfig(name, "token: " + token);
  return folder_ / name;
}

Result<HttpResponse> ApiServer::GetAs(const std::string& token, const std::string& path) {
  HttpRequest request{.url = url_ + path, .headers = {{"Authorization", "Bearer " + token}}};
  request.tls.ca_pem = ca_pem_;
  return http_->Do(request);
}

ApiServer::~ApiServer() {
  for (const auto& process : {std::ref(server_), std::ref(etcd_)})
    if (process.get() != nullptr) process.get()->Signal(SIGKILL);
}

bool ApiServer::Await(const std::string& url) {
  const auto end = std::chrono::steady_clock::now() + kPatience;
  const Process& of = server_ == nullptr ? *etcd_ : *server_;
  while (std::chrono::steady_clock::now() < end && !of.HasEnded()) {
    HttpRequest request{.url = url, .headers = {{"Authorization", std::string("Bearer ") + kAdmin}}};
    request.tls.ca_pem = ca_pem_;
    const Result<HttpResponse> response = http_->Do(request);
    if (response.ok() && response->status == 200) return true;
    poll(nullptr, 0, 20);
  }
  return false;
}

std::string ApiServer::StartEtcd() {
  if (etcd_ != nullptr) return "";
  const std::string url = fmt::format("http://127.0.0.1:{}", etcd_port_);
  const std::string peer = fmt::format("http://127.0.0.1:{}", peer_port_);
  etcd_ =
      Begin(fmt::format("{}/etcd --data-dir {} --listen-client-urls {} --advertise-client-urls {} "
                        "--listen-peer-urls {} --initial-advertise-peer-urls {} --initial-cluster default={} "
                        "--unsafe-no-fsync",
                        Programs(), folder_ / "etcd", url, url, peer, peer, peer),
            folder_ / "etcd.log");
  return Await(url + "/health") ? "" : "etcd did not start: " + Content(folder_ / "etcd.log");
}

std::string ApiServer::Start() {
  std::string failure = StartEtcd();
  if (!failure.empty()) return failure;
  server_ = Begin(
      fmt::format(
          "{}/kube-apiserver --etcd-servers=http://127.0.0.1:{} --bind-address=127.0.0.1 --secure-port={} "
          "--tls-cert-file={} --tls-private-key-file={} --token-auth-file={} --authorization-mode=RBAC "
          "--service-account-issuer=https://kubernetes.default.svc --service-account-key-file={} "
          "--service-account-signing-key-file={} --disable-admission-plugins=ServiceAccount "
          "--cert-dir={} --service-cluster-ip-range=10.0.0.0/24",
          Programs(), etcd_port_, port_, folder_ / "cert.pem", folder_ / "key.pem", folder_ / "tokens.csv",
          folder_ / "public.pem", folder_ / "key.pem", folder_ / "certs"),
      folder_ / "server.log");
  return Await(url_ + "/readyz") ? "" : "kube-apiserver did not start: " + Content(folder_ / "server.log");
}

void ApiServer::Kill() {
  server_->Signal(SIGKILL);
  server_->Wait();
}

// Through etcd's gateway from JSON to gRPC.
bool ApiServer::Compact() {
  const std::string url = fmt::format("http://127.0.0.1:{}/v3/kv/", etcd_port_);
  const Result<HttpResponse> range =
      http_->Do({.method = "POST", .url = url + "range", .body = R"({"key":"AA=="})"});
  if (!range.ok()) return false;
  const std::size_t at = range->body.find("\"revision\":\"");
  if (at == std::string::npos) return false;
  const std::string revision = range->body.substr(at + 12, range->body.find('"', at + 12) - at - 12);
  const Result<HttpResponse> done =
      http_->Do({.method = "POST",
                 .url = url + "compaction",
                 .body = fmt::format(R"({{"revision":"{}","physical":true}})", revision)});
  return done.ok() && done->status == 200;
}

std::string ApiServer::Ask(const std::string& method, const std::string& path, const std::string& type,
                           const std::string& body) {
  HttpRequest request{.method = method,
                      .url = url_ + path,
                      .headers = {{"Authorization", std::string("Bearer ") + kAdmin}},
                      .body = body};
  if (!type.empty()) request.headers.emplace_back("Content-Type", type);
  request.tls.ca_pem = ca_pem_;
  const Result<HttpResponse> response = http_->Do(request);
  if (!response.ok()) return response.error().message;
  return response->status < 300 ? ""
                                : fmt::format("{} {}: {} {}", method, path, response->status, response->body);
}

std::string ApiServer::Apply(const std::string& path, const std::string& yaml) {
  return Ask("PATCH", path + "?fieldManager=test&force=true", "application/apply-patch+yaml", yaml);
}

std::string ApiServer::Delete(const std::string& path) { return Ask("DELETE", path, "", ""); }

std::string ApiServer::Define(const std::string& group, const std::string& version, const std::string& kind,
                              const std::string& plural) {
  const std::string name = plural + "." + group;
  std::string refusal = Apply("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/" + name,
                              fmt::format(R"(apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {{name: {}}}
spec:
  group: {}
  names: {{kind: {}, listKind: {}List, plural: {}, singular: {}}}
  scope: Namespaced
  versions:
  - name: {}
    served: true
    storage: true
    schema: {{openAPIV3Schema: {{type: object, x-kubernetes-preserve-unknown-fields: true}}}}
)",
                                          name, group, kind, kind, plural, Lower(kind), version));
  if (!refusal.empty()) return refusal;
  return Await(fmt::format("{}/apis/{}/{}/{}", url_, group, version, plural)) ? "" : name + " is not served";
}

}  // namespace lastgood
