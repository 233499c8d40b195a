#include "net/kube/kubeconfig.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <yaml-cpp/yaml.h>

#include <filesystem>
#include <map>
#include <set>

#include "base/coding.h"
#include "base/time.h"
#include "net/kube/access.h"
#include "net/manifests/files.h"
#include "net/objects/repair.h"

namespace lastgood {
namespace {

namespace fs = std::filesystem;

Error Wrong(const std::string& what) { return {ErrorCode::kConfig, what}; }

// A mapping of one of the files; what it names is relative to `folder`.
struct Entry {
  YAML::Node node;
  std::string where;  // "the user admin of ~/.kube/config"
  fs::path folder;

  std::string Text(const char* key) const {
    const YAML::Node value = node.IsMap() ? node[key] : YAML::Node();
    return value.IsDefined() && value.IsScalar() ? value.Scalar() : std::string();
  }
  bool Flag(const char* key) const { return Text(key) == "true"; }
  YAML::Node Child(const char* key) const {
    return node.IsMap() && node[key].IsDefined() ? node[key] : YAML::Node(YAML::NodeType::Null);
  }
};

// The files together: of each name, the first entry.
struct Merged {
  std::map<std::string, Entry> clusters, users, contexts;
  std::string current_context;
};

std::string Expand(const std::string& path, const std::string& home) {
  if (path != "~" && !path.starts_with("~/")) return path;
  return home + path.substr(1);
}

void Collect(const Entry& file, const char* list, const char* kind, std::map<std::string, Entry>& entries) {
  const YAML::Node nodes = file.Child(list);
  if (!nodes.IsSequence()) return;
  for (const YAML::Node& node : nodes) {
    const Entry named{node, "", file.folder};
    const std::string name = named.Text("name");
    if (node.IsMap() && node[kind].IsDefined() && node[kind].IsMap()) {
      entries.try_emplace(
          name, Entry{node[kind], fmt::format("the {} {} of {}", kind, Cut(name), file.where), file.folder});
    }
  }
}

Status AddFile(const std::string& path, Merged& merged) {
  constexpr std::size_t kMostBytes = 4 * 1024 * 1024;
  LASTGOOD_ASSIGN(const std::string text, ReadManifestFile(path, true));
  if (text.size() > kMostBytes)
    return Error{ErrorCode::kTooLarge, path + " is larger than 4 MiB: expected a kubeconfig"};
  const Entry file{YAML::Load(CleanText(text, false)), path, fs::absolute(path).parent_path()};
  if (!file.node.IsMap()) return Wrong(path + ": expected a kubeconfig (clusters, users, contexts)");
  Collect(file, "clusters", "cluster", merged.clusters);
  Collect(file, "users", "user", merged.users);
  Collect(file, "contexts", "context", merged.contexts);
  if (merged.current_context.empty()) merged.current_context = file.Text("current-context");
  return Ok();
}

Result<Merged> LoadFiles(const std::string& paths, const std::string& home) {
  Merged merged;
  std::size_t found = 0;
  for (std::size_t at = 0; at <= paths.size();) {
    const std::size_t end = std::min(paths.find(':', at), paths.size());
    const std::string path = Expand(paths.substr(at, end - at), home);
    at = end + 1;
    std::error_code error;
    if (path.empty() || !fs::exists(path, error)) continue;
    ++found;
    LASTGOOD_RETURN_IF_ERROR(AddFile(path, merged));
  }
  if (found == 0) return Error{ErrorCode::kNotFound, "there is no kubeconfig at " + Expand(paths, home)};
  return merged;
}

Result<Entry> Find(const std::map<std::string, Entry>& entries, const std::string& name,
                   const std::string& what) {
  const auto found = entries.find(name);
  if (found != entries.end()) return found->second;
  std::vector<std::string> known;
  known.reserve(entries.size());
  for (const auto& [key, entry] : entries) known.push_back(Cut(key));
  return Wrong(fmt::format("kubeconfig: there is no {} \"{}\"; known: {}", what, Cut(name),
                           known.empty() ? "none" : Cut(fmt::format("{}", fmt::join(known, ", ")), 500)));
}

// PEM from `<key>-data`, else the absolute path from `<key>`.
Status ReadPem(const Entry& entry, const std::string& key, const std::string& home, std::string& pem,
               std::string& file) {
  const std::string data = entry.Text((key + "-data").c_str());
  if (!data.empty()) {
    const std::optional<std::string> decoded = DecodeBase64(data);
    if (!decoded) return Wrong(fmt::format("{}: {}-data is not base64", entry.where, key));
    pem = *decoded;
    return Ok();
  }
  const std::string path = Expand(entry.Text(key.c_str()), home);
  if (!path.empty()) file = (entry.folder / path).string();
  return Ok();
}

Status ReadCluster(const Entry& cluster, const std::string& home, KubeAccess& access) {
  access.server = cluster.Text("server");
  while (access.server.ends_with('/')) access.server.pop_back();
  const bool web = access.server.starts_with("https://") || access.server.starts_with("http://");
  if (!web || access.server.find_first_of("@?# \t\r\n") != std::string::npos) {
    return Wrong(cluster.where + ": expected a server like https://10.0.0.1:6443, without user or query");
  }
  access.tls.server_name = cluster.Text("tls-server-name");
  access.tls.insecure_skip_verify = cluster.Flag("insecure-skip-tls-verify");
  access.proxy_url = cluster.Text("proxy-url");
  access.compressed = !cluster.Flag("disable-compression");
  return ReadPem(cluster, "certificate-authority", home, access.tls.ca_pem, access.tls.ca_file);
}

std::vector<std::string> Texts(const YAML::Node& list) {
  std::vector<std::string> texts;
  if (!list.IsSequence()) return texts;
  for (const YAML::Node& node : list) {
    if (node.IsScalar()) texts.push_back(node.Scalar());
  }
  return texts;
}

Status ReadExec(const Entry& exec, const std::string& home, KubeAccess& access) {
  ExecPlugin plugin;
  plugin.api_version = exec.Text("apiVersion");
  plugin.command = Expand(exec.Text("command"), home);
  plugin.install_hint = exec.Text("installHint");
  plugin.args = Texts(exec.Child("args"));
  plugin.cluster_info = exec.Flag("provideClusterInfo");
  const std::set<std::string_view> versions = {"client.authentication.k8s.io/v1",
                                               "client.authentication.k8s.io/v1beta1"};
  if (!versions.contains(plugin.api_version)) {
    return Wrong(
        fmt::format("{}: exec: apiVersion \"{}\" is not supported: expected client.authentication.k8s.io/v1 "
                    "or v1beta1",
                    exec.where, Cut(plugin.api_version)));
  }
  if (plugin.command.empty()) return Wrong(exec.where + ": exec: expected a command");
  if (exec.Text("interactiveMode") == "Always") {
    return Wrong(exec.where + ": exec: interactiveMode Always: nobody is there to answer it");
  }
  // A command with a slash is a path, one without is looked up in PATH.
  if (plugin.command.find('/') != std::string::npos) plugin.command = (exec.folder / plugin.command).string();
  const YAML::Node env = exec.Child("env");
  for (std::size_t i = 0; env.IsSequence() && i < env.size(); ++i) {
    const Entry variable{env[i], "", {}};
    plugin.env.emplace_back(variable.Text("name"), variable.Text("value"));
  }
  access.exec = std::move(plugin);
  return Ok();
}

Status ReadUser(const Entry& user, const std::string& home, KubeAccess& access) {
  if (!user.Child("auth-provider").IsNull()) {
    return Wrong(user.where + ": auth-provider is no longer supported: use an exec plugin");
  }
  access.token = user.Text("token");
  const std::string token_file = Expand(user.Text("tokenFile"), home);
  if (!token_file.empty()) access.token_file = (user.folder / token_file).string();
  access.username = user.Text("username");
  access.password = user.Text("password");
  access.impersonate = user.Text("as");
  access.impersonate_groups = Texts(user.Child("as-groups"));
  LASTGOOD_RETURN_IF_ERROR(
      ReadPem(user, "client-certificate", home, access.tls.cert_pem, access.tls.cert_file));
  LASTGOOD_RETURN_IF_ERROR(ReadPem(user, "client-key", home, access.tls.key_pem, access.tls.key_file));
  const Entry exec{user.Child("exec"), user.where, user.folder};
  return exec.node.IsMap() ? ReadExec(exec, home, access) : Ok();
}

Result<KubeAccess> Access(const Merged& merged, const std::string& context_name, const std::string& home) {
  KubeAccess access;
  access.context = context_name.empty() ? merged.current_context : context_name;
  if (access.context.empty()) return Wrong("kubeconfig: there is no current-context: name a context");
  LASTGOOD_ASSIGN(const Entry context, Find(merged.contexts, access.context, "context"));
  LASTGOOD_ASSIGN(const Entry cluster, Find(merged.clusters, context.Text("cluster"), "cluster"));
  LASTGOOD_RETURN_IF_ERROR(ReadCluster(cluster, home, access));
  if (context.Text("user").empty()) return access;
  LASTGOOD_ASSIGN(const Entry user, Find(merged.users, context.Text("user"), "user"));
  LASTGOOD_RETURN_IF_ERROR(ReadUser(user, home, access));
  return access;
}

}  // namespace

Result<KubeAccess> KubeconfigAccess(const std::string& paths, const std::string& context,
                                    const std::string& home) {
  try {
    LASTGOOD_ASSIGN(const Merged merged, LoadFiles(paths, home));
    return Access(merged, context, home);
  } catch (const YAML::Exception& error) {
    // The text of the message may quote the file, and the file holds secrets: only the place is told.
    return Wrong(fmt::format("{}:{}:{}: not valid YAML", Expand(paths, home), error.mark.line + 1,
                             error.mark.column + 1));
  }
}

}  // namespace lastgood
