#include "outputs/kubernetes/kustomization.h"

#include <map>
#include <string>
#include <vector>

#include "base/yaml_writer.h"

namespace lastgood {
namespace {

using namespace yaml;

constexpr std::string_view kRoot = "kubernetes/";
constexpr std::string_view kConfig = "lastgood.yaml";

constexpr const char* kAboutLastgood =
    "lastgood itself: kubectl apply -k takes this folder, and nothing that is there already is changed. The "
    "folders in\n"
    "it are for whoever has what they are named after. Keep what is your own in a kustomization of your "
    "own:\n"
    "  resources: [generated/kubernetes, generated/kubernetes/prometheus-operator]\n"
    "  images: [{name: lastgood, newName: registry.example/lastgood, newTag: \"0.1.0\"}]\n"
    "  configMapGenerator:\n"
    "    - {name: lastgood, namespace: %, behavior: replace, files: [lastgood.yaml]}";

std::string AboutLastgood(const GeneratorSettings& settings) {
  std::string about = kAboutLastgood;
  return about.replace(about.find('%'), 1, settings.kubernetes_namespace);
}

// Under a name with its hash: a changed config starts new pods.
void EmitConfigMap(YAML::Emitter& out, const GeneratorSettings& settings) {
  Begin(out, "configMapGenerator", YAML::BeginSeq);
  out << YAML::BeginMap;
  Pair(out, "name", "lastgood");
  Pair(out, "namespace", settings.kubernetes_namespace);
  List(out, "files", {std::string(kConfig)});
  Begin(out, "options", YAML::BeginMap);
  Begin(out, "labels", YAML::BeginMap);
  Pair(out, "app.kubernetes.io/name", "lastgood");
  out << YAML::EndMap << YAML::EndMap << YAML::EndMap << YAML::EndSeq;
}

std::string Kustomization(const std::string& folder, const std::vector<std::string>& files,
                          const GeneratorSettings& settings) {
  YAML::Emitter out;
  out << YAML::BeginMap;
  Pair(out, "apiVersion", "kustomize.config.k8s.io/v1beta1");
  Pair(out, "kind", "Kustomization");
  Begin(out, "resources", YAML::BeginSeq);
  bool config = false;
  for (const std::string& file : files) {
    if (file == kConfig)
      config = true;
    else
      out << file;
  }
  out << YAML::EndSeq;
  if (config) EmitConfigMap(out, settings);
  out << YAML::EndMap;
  return WithHead(folder == kRoot ? AboutLastgood(settings) : "For kubectl apply -k.", out);
}

}  // namespace

Files KustomizationFiles(const Files& objects, const GeneratorSettings& settings) {
  std::map<std::string, std::vector<std::string>> folders;
  for (const auto& [path, text] : objects) {
    const std::size_t name = path.rfind('/') + 1;
    folders[path.substr(0, name)].push_back(path.substr(name));
  }
  Files files;
  for (const auto& [folder, names] : folders)
    files[folder + "kustomization.yaml"] = Kustomization(folder, names, settings);
  return files;
}

}  // namespace lastgood
