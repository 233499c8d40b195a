// A small API server for tests, on TestServer: it serves one list of Backups, page by page, to whoever shows
// the right token. The handler is called from several threads at once.
#pragma once

#include <atomic>
#include <string>

#include "tests/support/temp_dir.h"
#include "tests/support/test_server.h"

namespace lastgood {

inline constexpr const char* kBackupsPath = "/apis/postgresql.cnpg.io/v1/backups";

// `first` to `last`, as the names of Backups in namespace app.
inline std::string BackupPage(int first, int last, const std::string& token = "") {
  std::string items;
  for (int i = first; i <= last; ++i) {
    items += (items.empty() ? "" : ",") + std::string(R"({"metadata":{"name":"b)") + std::to_string(i) +
             R"(","namespace":"app"}})";
  }
  return R"({"apiVersion":"postgresql.cnpg.io/v1","items":[)" + items +
         R"(],"kind":"BackupList","metadata":{"continue":")" + token + "\"}}";
}

// A Status object, as API servers answer errors.
inline TestServer::Reply StatusReply(int status, const std::string& message) {
  return {.status = status, .body = R"({"kind":"Status","apiVersion":"v1","message":")" + message + "\"}"};
}

// A kubeconfig in `folder` for `server`; `user` and `cluster` are more lines of YAML flow mappings.
inline std::string WriteKubeconfig(const TempDir& folder, const std::string& server, const std::string& user,
                                   const std::string& cluster = "") {
  return folder.Write("config",
                      "apiVersion: v1\nkind: Config\ncurrent-context: test\n"
                      "contexts: [{name: test, context: {cluster: c, user: u, namespace: ignored}}]\n"
                      "clusters: [{name: c, cluster: {server: \"" +
                          server + "\"" + cluster + "}}]\nusers: [{name: u, user: {" + user + "}}]\n");
}

}  // namespace lastgood
