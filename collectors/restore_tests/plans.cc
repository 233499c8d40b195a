#include "collectors/restore_tests/plans.h"

#include "base/dns_name.h"
#include "collectors/shared/kubernetes.h"
#include "collectors/shared/store.h"

namespace lastgood::restore_tests {
namespace {

std::string ReadName(ConfigReader& entry, std::string_view key) {
  std::string name = entry.String(key).value_or("");
  if (!name.empty() && !IsDnsName(name))
    entry.Complain(key, "expected the name of a Kubernetes object: lower-case letters, digits, - and .");
  return name;
}

std::optional<Duration> ReadAge(ConfigReader& entry, std::string_view key) {
  if (!entry.Has(key)) return std::nullopt;
  return ReadPositiveLength(entry, key, Duration::zero());
}

RecordKeys ReadKeys(ConfigReader& entry) {
  RecordKeys keys;
  std::optional<ConfigReader> reader = entry.Map("keys");
  if (!reader) return keys;
  if (!entry.Has("configmap")) entry.Complain("keys", "needs configmap: the one that has these keys");
  for (const auto& [name, key] :
       {std::pair("success", &keys.success), std::pair("failure", &keys.failure),
        std::pair("tested", &keys.tested), std::pair("backup", &keys.backup),
        std::pair("recovered_to", &keys.recovered_to), std::pair("data_age", &keys.data_age),
        std::pair("duration", &keys.duration), std::pair("result", &keys.result),
        std::pair("message", &keys.message)})
    *key = reader->String(name).value_or("");
  return keys;
}

ObjectKey ReadObject(ConfigReader& reader) {
  ObjectKey key{reader.String("system").value_or(""), reader.String("namespace").value_or(""),
                reader.String("kind").value_or(""), reader.String("name").value_or("")};
  if (key == ObjectKey()) reader.Complain("", "needs at least one of system, namespace, kind, name");
  return key;
}

Plan ReadPlan(const std::string& name, ConfigReader& entry) {
  Plan plan;
  plan.name = name;
  plan.cronjob = ReadName(entry, "cronjob");
  if (plan.cronjob.empty()) entry.Complain("", "needs cronjob: the name of the CronJob that runs the drill");
  plan.namespace_ = ReadName(entry, "namespace");
  plan.config_map = ReadName(entry, "configmap");
  plan.keys = ReadKeys(entry);
  plan.max_age = ReadAge(entry, "max_age");
  plan.max_data_age = ReadAge(entry, "max_data_age");
  for (ConfigReader& object : entry.List("restores")) plan.restores.push_back(ReadObject(object));
  return plan;
}

}  // namespace

std::vector<Plan> ReadPlans(ConfigReader& section) {
  std::vector<Plan> plans;
  for (auto& [name, entry] : section.Entries()) plans.push_back(ReadPlan(name, entry));
  plans.push_back({.cronjob = kUsualCronJob, .config_map = kUsualConfigMap});
  plans.push_back({.cronjob = kUsualStandbyCheck, .follows = true});
  return plans;
}

}  // namespace lastgood::restore_tests
