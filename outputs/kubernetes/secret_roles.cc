#include "outputs/kubernetes/secret_roles.h"

#include "base/yaml_writer.h"
#include "outputs/kubernetes/grant.h"
#include "rules/object_head.h"

namespace lastgood {
namespace {

using namespace yaml;

constexpr const char* kName = "lastgood-secrets";
constexpr const char* kApi = "rbac.authorization.k8s.io";

void Object(YAML::Emitter& out, const std::string& key,
            const std::vector<std::pair<std::string, std::string>>& pairs) {
  if (!key.empty()) Begin(out, key, YAML::BeginMap);
  if (key.empty()) out << YAML::BeginMap;
  for (const auto& [name, value] : pairs) Pair(out, name, value);
  out << YAML::EndMap;
}

void EmitRole(YAML::Emitter& out, const GeneratorSettings& settings, const std::string& namespace_,
              const std::set<std::string>& names) {
  out << YAML::BeginDoc << YAML::BeginMap;
  Head(out, settings, {std::string(kApi) + "/v1", "Role", kName, {}, false, namespace_});
  Begin(out, "rules", YAML::BeginSeq);
  Grant(out, {"", {"secrets"}, names, {"list"}});
  out << YAML::EndSeq << YAML::EndMap;
}

void EmitBinding(YAML::Emitter& out, const GeneratorSettings& settings, const std::string& namespace_) {
  out << YAML::BeginDoc << YAML::BeginMap;
  Head(out, settings, {std::string(kApi) + "/v1", "RoleBinding", kName, {}, false, namespace_});
  Object(out, "roleRef", {{"apiGroup", kApi}, {"kind", "Role"}, {"name", kName}});
  Begin(out, "subjects", YAML::BeginSeq);
  Object(out, "",
         {{"kind", "ServiceAccount"}, {"name", "lastgood"}, {"namespace", settings.kubernetes_namespace}});
  out << YAML::EndSeq << YAML::EndMap;
}

}  // namespace

Files SecretRoleFiles(const GeneratorSettings& settings) {
  Files files;
  for (const auto& [namespace_, names] : settings.secrets) {
    YAML::Emitter out;
    EmitRole(out, settings, namespace_, names);
    EmitBinding(out, settings, namespace_);
    files["kubernetes/secret-reader-" + namespace_ + ".yaml"] =
        WithHead("The Secrets with keys of buckets: these, by name, and no other.", out);
  }
  return files;
}

}  // namespace lastgood
