#include "model/selection.h"

#include <fnmatch.h>

#include <algorithm>

#include "model/coverage.h"

namespace lastgood {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

bool IsMatch(const std::string& glob, const std::string& text) {
  return glob == text || fnmatch(glob.c_str(), text.c_str(), 0) == 0;
}

bool Matches(const std::vector<std::string>& globs, const std::string& text) {
  return std::any_of(globs.begin(), globs.end(),
                     [&](const std::string& glob) { return IsMatch(glob, text); });
}

bool Holds(const std::vector<std::string>& list, const std::string& text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

bool Meets(const Requirement& requirement, const Pairs& pairs) {
  const auto found = std::find_if(pairs.begin(), pairs.end(),
                                  [&](const auto& pair) { return pair.first == requirement.key; });
  const bool exists = found != pairs.end();
  switch (requirement.op) {
    case Requirement::Operator::kIn:
      return exists && Holds(requirement.values, found->second);
    case Requirement::Operator::kNotIn:
      return !exists || !Holds(requirement.values, found->second);
    case Requirement::Operator::kExists:
      return exists;
    case Requirement::Operator::kDoesNotExist:
      return !exists;
  }
  return false;
}

bool MeetsAll(const std::vector<Requirement>& requirements, const Pairs& pairs) {
  return std::all_of(requirements.begin(), requirements.end(),
                     [&](const Requirement& requirement) { return Meets(requirement, pairs); });
}

}  // namespace

bool Selects(const Selection& selection, const WorkloadFacts& claim) {
  return (selection.namespaces.empty() || Matches(selection.namespaces, claim.key.namespace_)) &&
         !Matches(selection.except_namespaces, claim.key.namespace_) &&
         (selection.names.empty() || Matches(selection.names, claim.key.name)) &&
         (selection.uids.empty() || Holds(selection.uids, claim.uid)) &&
         MeetsAll(selection.labels, claim.labels) && MeetsAll(selection.annotations, claim.annotations);
}

bool KeyPattern::Matches(const ObjectKey& key) const {
  const auto meets = [](const std::string& glob, const std::string& text) {
    return glob.empty() || IsMatch(glob, text);
  };
  return meets(system, key.system) && meets(namespace_, key.namespace_) && meets(kind, key.kind) &&
         meets(name, key.name);
}

bool AnyMatches(const std::vector<KeyPattern>& patterns, const ObjectKey& key) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const KeyPattern& pattern) { return pattern.Matches(key); });
}

// Kubernetes resolves a Service by its name, <name>.<namespace>, <name>.<namespace>.svc and with the
// cluster's domain (kubernetes.io/docs, "DNS for Services and Pods"); of these only those are told apart from
// the world's names that have no dot, or end in ".svc" or ".cluster.local".
bool IsInCluster(std::string_view endpoint) {
  const std::size_t scheme = endpoint.find("://");
  std::string_view host = scheme == std::string_view::npos ? endpoint : endpoint.substr(scheme + 3);
  host = host.substr(0, host.find_first_of("/?#"));
  if (host.empty() || host.front() == '[') return false;
  host = host.substr(0, host.find(':'));
  if (host.ends_with('.')) host.remove_suffix(1);
  return host.find('.') == std::string_view::npos || host.ends_with(".svc") ||
         host.ends_with(".cluster.local");
}

}  // namespace lastgood
