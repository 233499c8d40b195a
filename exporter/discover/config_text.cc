#include "exporter/discover/config_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/cron.h"
#include "base/destination.h"
#include "base/text.h"
#include "base/time.h"
#include "base/yaml_writer.h"

namespace lastgood {
namespace {

using namespace yaml;
using Pairs = std::vector<std::pair<std::string, std::string>>;

constexpr std::size_t kMostNamed = 20;  // in one comment

void Say(YAML::Emitter& out, const std::string& text) { Remark(out, OneLine(text, 400)); }

// {key: value, ...}, without what is empty.
void Flow(YAML::Emitter& out, const Pairs& pairs) {
  out << YAML::Flow << YAML::BeginMap;
  for (const auto& [key, value] : pairs)
    if (!value.empty()) Pair(out, key, value);
  out << YAML::EndMap;
}

template <typename Names>
std::string Some(const Names& names) {
  std::vector<std::string> some(names.begin(), names.end());
  const std::size_t all = some.size();
  some.resize(std::min(all, kMostNamed));
  return fmt::format("{}{}", fmt::join(some, ", "),
                     all > kMostNamed ? fmt::format(" and {} more", all - kMostNamed) : "");
}

// Without those that lie in another: bytes would count twice.
std::vector<std::string> Outermost(const std::set<std::string>& prefixes) {
  std::vector<std::string> outermost;
  for (const std::string& prefix : prefixes) {
    if (prefix.empty()) return {};
    if (outermost.empty() || !prefix.starts_with(outermost.back())) outermost.push_back(prefix);
  }
  return outermost;
}

void EmitCredentials(YAML::Emitter& out, const FoundBucket& bucket) {
  if (!bucket.secret) return;
  const SecretRef& secret = *bucket.secret;
  Begin(out, "credentials", YAML::BeginMap);
  out << YAML::Key << "secret" << YAML::Value;
  Flow(out, {{"namespace", secret.namespace_},
             {"name", secret.name},
             {"access_key", secret.access_key},
             {"secret_key", secret.secret_key},
             {"file", secret.file}});
  out << YAML::EndMap;
}

void EmitBucket(YAML::Emitter& out, const FoundBucket& bucket) {
  if (!bucket.used_by.empty()) Say(out, "Used by " + Some(bucket.used_by));
  for (const std::string& remark : bucket.remarks) Say(out, remark);
  if (!bucket.secret && !bucket.url.starts_with("file://"))
    Say(out,
        "No Secret is named: the keys of the environment, of a role or of ~/.aws/credentials are taken.");
  Begin(out, bucket.key, YAML::BeginMap);
  Pair(out, "url", bucket.url);
  if (!bucket.endpoint.empty()) Pair(out, "endpoint", bucket.endpoint);
  if (!bucket.region.empty()) Pair(out, "region", bucket.region);
  if (bucket.path_style) Plain(out, "path_style", *bucket.path_style ? "true" : "false");
  if (bucket.insecure_skip_verify) Plain(out, "insecure_skip_verify", "true");
  EmitCredentials(out, bucket);
  if (const std::vector<std::string> prefixes = Outermost(bucket.prefixes); !prefixes.empty())
    List(out, "prefixes", prefixes);
  out << YAML::EndMap;
}

void EmitBuckets(YAML::Emitter& out, const Found& found) {
  if (std::ranges::all_of(found.buckets, &FoundBucket::known)) return;
  Remark(out, "With a limit (limit: 20GiB) alerts warn before a bucket is full.");
  Begin(out, "buckets", YAML::BeginMap);
  for (const FoundBucket& bucket : found.buckets)
    if (!bucket.known) EmitBucket(out, bucket);
  out << YAML::EndMap;
}

std::string KeyOf(const FoundStore& store, const Found& found) {
  for (const FoundBucket& bucket : found.buckets)
    if (bucket.url == store.bucket && IsSameService(bucket.endpoint, store.endpoint)) return bucket.key;
  return "";
}

void EmitStores(YAML::Emitter& out, const Found& found, const std::string& section) {
  const auto in_section = [&](const FoundStore& store) { return store.section == section; };
  if (std::ranges::none_of(found.stores, in_section)) return;
  Begin(out, section, YAML::BeginMap);
  for (const FoundStore& store : found.stores) {
    if (!in_section(store)) continue;
    const bool usual = Cron::Parse(store.schedule, CronDialect::kStandard).ok();
    const std::string own = store.schedule.empty() ? "" : fmt::format(" ({})", store.schedule);
    Say(out, usual ? store.found_by
                   : fmt::format("{}{}. Say how old its newest may be: max_age or schedule.", store.found_by,
                                 own));
    out << YAML::Key << store.name << YAML::Value;
    Flow(out, {{"type", store.type},
               {"bucket", KeyOf(store, found)},
               {"prefix", store.prefix},
               {"pattern", store.pattern},
               {"schedule", usual ? store.schedule : ""}});
  }
  out << YAML::EndMap;
}

void EmitServices(YAML::Emitter& out, const Found& found) {
  for (const auto& [role, section] : {std::pair("loki", "logs"), {"pushgateway", "jobs"}}) {
    std::vector<const FoundService*> services;
    for (const FoundService& service : found.services)
      if (service.role == role) services.push_back(&service);
    if (services.empty()) continue;
    Begin(out, section, YAML::BeginMap);
    for (const FoundService* service : services) {
      Say(out, fmt::format("Service {}/{}{}", service->namespace_, service->name,
                           service->role == "loki" ? ". With auth_enabled it asks for a `tenant`." : ""));
      out << YAML::Key << service->namespace_ + "-" + service->name << YAML::Value;
      Flow(out, {{"url", service->url}});
    }
    out << YAML::EndMap;
  }
}

void EmitKeys(YAML::Emitter& out, const std::string& key, const std::vector<FoundComponent::Named>& names) {
  Begin(out, key, YAML::BeginSeq);
  for (const FoundComponent::Named& name : names)
    Flow(out,
         {{"system", name.system}, {"namespace", name.namespace_}, {"kind", name.kind}, {"name", name.name}});
  out << YAML::EndSeq;
}

void EmitComponents(YAML::Emitter& out, const Found& found) {
  if (!found.uncovered.empty()) {
    Say(out, "Nothing backs these up: " + Some(found.uncovered) + ".");
    Remark(out, "Back them up, or say why not, with the annotation lastgood.dev/ignore: \"<why>\".");
  }
  if (found.components.empty()) return;
  Begin(out, "components", YAML::BeginSeq);
  for (const FoundComponent& component : found.components) {
    out << YAML::BeginMap;
    Pair(out, "name", component.name);
    EmitKeys(out, "needs", component.needs);
    EmitKeys(out, "holds", component.holds);
    if (component.max_age)
      Pair(out, "max_age",
           fmt::format("{}h", std::chrono::floor<std::chrono::hours>(*component.max_age).count()));
    out << YAML::EndMap;
  }
  out << YAML::EndSeq;
}

// Not of the config, but the next commands to type.
std::string VerifyLine(const Found& found) {
  std::string line;
  for (const auto& [role, flag] :
       {std::pair("prometheus", " --prometheus "), {"alertmanager", " --alertmanager "}})
    for (const FoundService& service : found.services)
      if (service.role == role && line.find(flag) == line.npos) line += flag + service.url;
  return line.find("--prometheus") == line.npos ? "" : "\nlastgood verify" + line;
}

std::string Heading(const Found& found) {
  std::string heading = "What lastgood discover found at " + OneLine(found.where, 200) +
                        ". Next: lastgood check-config FILE, lastgood check --config FILE." +
                        VerifyLine(found);
  std::set<std::string> told;  // of several kinds that fail alike
  for (const std::string& remark : found.remarks)
    if (told.insert(remark).second) heading += "\nNot read: " + OneLine(remark, 400);
  return heading;
}

}  // namespace

void NameAll(Found& found) {
  std::set<std::string> taken;
  const auto unique = [&taken](const std::string& section, const std::string& name) {
    std::string key = name;
    for (int count = 2; !taken.insert(section + "/" + key).second; ++count)
      key = fmt::format("{}-{}", name, count);
    return key;
  };
  for (const FoundBucket& bucket : found.buckets)
    if (bucket.known) taken.insert("buckets/" + bucket.key);
  for (FoundBucket& bucket : found.buckets) {
    const std::string plain = PlainDestination(bucket.url);
    if (!bucket.known) bucket.key = unique("buckets", plain.substr(plain.rfind('/') + 1));
  }
  for (FoundStore& store : found.stores) store.name = unique(store.section, store.name);
}

std::string ConfigText(const Found& found, const std::string& kubernetes) {
  YAML::Emitter out;
  out << YAML::BeginMap;
  if (!kubernetes.empty()) {
    out << YAML::Key << "kubernetes" << YAML::Value << YAML::Load(kubernetes);
  }
  if (!found.systems.empty()) {
    Begin(out, "collectors", YAML::BeginMap);
    for (const auto& [system, about] : found.systems) {
      Say(out, about);
      out << YAML::Key << system << YAML::Value << YAML::Flow << YAML::BeginMap << YAML::EndMap;
    }
    out << YAML::EndMap;
  }
  EmitBuckets(out, found);
  for (const char* section : {"repositories", "dumps", "opensearch"}) EmitStores(out, found, section);
  EmitServices(out, found);
  EmitComponents(out, found);
  out << YAML::EndMap;
  return WithComment(Heading(found), out);
}

}  // namespace lastgood
