// A real kube-apiserver and its etcd, as `./dev test-real` builds them, on free ports of the loopback. Its
// users are `admin`, `lastgood` and the service account lastgood of the namespace backups, who may do what a
// test grants. A Start that fails says why. Used by one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "net/http/http.h"
#include "tests/support/process.h"
#include "tests/support/temp_dir.h"

namespace lastgood {

class ApiServer {
 public:
  // The folder of the programs, which LASTGOOD_REAL names; "" when it does not.
  static std::string Programs();

  ApiServer();
  ~ApiServer();

  // "" when it answers; else what its log says.
  std::string Start();
  // As a crash ends it; etcd and what it holds stay.
  void Kill();
  // Forgets every version of the past, so that no watch can begin there.
  bool Compact();

  // Server-side apply as the administrator: "" or the server's refusal.
  std::string Apply(const std::string& path, const std::string& yaml);
  std::string Delete(const std::string& path);
  // A CustomResourceDefinition that takes anything, and waits until it is served.
  std::string Define(const std::string& group, const std::string& version, const std::string& kind,
                     const std::string& plural);

  // For the user lastgood, whose token is in a file that a test may rewrite.
  std::string Kubeconfig() const { return folder_ / "kubeconfig"; }
  void WriteToken(const std::string& token) const { folder_.Write("token", token); }
  static constexpr const char* kToken = "token-of-lastgood";
  static constexpr const char* kAdmin = "token-of-admin";
  static constexpr const char* kAccount = "token-of-account";
  // Of whoever this is the token of.
  std::string KubeconfigOf(const std::string& token) const;
  // What he is answered.
  Result<HttpResponse> GetAs(const std::string& token, const std::string& path);
  const TempDir& folder() const { return folder_; }

 private:
  std::string StartEtcd();
  void WriteKubeconfig(const std::string& name, const std::string& user) const;
  std::string Ask(const std::string& method, const std::string& path, const std::string& type,
                  const std::string& body);
  // Until the URL answers 200.
  bool Await(const std::string& url);

  TempDir folder_;
  const std::uint16_t etcd_port_, peer_port_, port_;
  std::string url_, ca_pem_;
  std::unique_ptr<HttpClient> http_;
  std::unique_ptr<Process> etcd_, server_;
};

}  // namespace lastgood
