// What `discover` found, before it is written down as a config. Plain values.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/clock.h"
#include "net/s3/secret_keys.h"

namespace lastgood {

struct FoundBucket {
  std::string url;  // "s3://backups", the whole bucket; "file:///..."
  std::string endpoint, region;
  std::optional<bool> path_style;
  bool insecure_skip_verify = false;
  std::optional<SecretRef> secret;
  std::set<std::string> prefixes;  // "cnpg/"; "" is all of it
  std::set<std::string> used_by;   // "ObjectStore shop/pg-store"
  std::set<std::string> remarks;   // what is left for people to do
  std::string key = {};            // under `buckets`
  bool known = false;              // the config has it, under that key
};

// A repository that a key of `repositories`, `dumps` or `opensearch` would read.
struct FoundStore {
  std::string section;                   // "repositories"
  std::string type;                      // "restic", "kopia"; "" elsewhere
  std::string name;                      // to call it by
  std::string bucket, endpoint, prefix;  // the bucket's URL and its endpoint
  std::string pattern;                   // of the names of dumps
  std::string schedule;                  // as written; "" when not known
  std::string found_by;
};

struct FoundService {
  std::string role;  // "loki", "prometheus", "alertmanager", "pushgateway"
  std::string namespace_, name, url;
};

// Workloads that the same objects cover.
struct FoundComponent {
  struct Named {
    std::string system, namespace_, kind, name;
    auto operator<=>(const Named&) const = default;
  };
  std::string name;
  std::vector<Named> needs, holds;
  std::optional<Duration> max_age;
};

struct Found {
  std::string where;                                         // "https://10.0.0.1:6443 (context home)"
  std::vector<std::pair<std::string, std::string>> systems;  // "cnpg", and what of it: "12 Clusters"
  std::vector<FoundBucket> buckets;
  std::vector<FoundStore> stores;
  std::vector<FoundService> services;
  std::vector<FoundComponent> components;
  std::vector<std::string> uncovered;  // "PersistentVolumeClaim shop/uploads"
  std::vector<std::string> remarks;    // what could not be read, and why
};

}  // namespace lastgood
