// What a collector is to the program: a row in a table of kinds, each of which makes collectors from its own
// section of the config. A collector does I/O and returns facts; it knows no metric. `collect` is called by
// one thread at a time, never exits or throws on bad input, and returns by the deadline.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/change_signal.h"
#include "base/clock.h"
#include "base/config_reader.h"
#include "base/result.h"
#include "model/facts.h"
#include "model/source_guide.h"
#include "net/http/http.h"
#include "net/kube/source.h"
#include "net/objects/reading.h"
#include "net/s3/bucket.h"
#include "net/s3/bucket_config.h"

namespace lastgood {

// One pass. `former`, `kinds` and `memory` are what the last pass left, be it of a process before this one
// (empty before the first); `progress` may be empty and is told in words what is being read and how many so
// far.
struct Pass {
  Deadline deadline;
  const Facts& former;
  std::function<void(std::string_view what, std::size_t count)> progress;
  std::span<const std::string> kinds = {};
  std::string_view memory = {};
};

// What a pass learned. When `failures` is not empty, `facts` still holds everything that is known: what could
// not be read anew is carried over from earlier, with its old `observed`.
struct Collected {
  Facts facts;
  std::vector<Error> failures;    // the collector's success is 0 when there are any
  std::vector<Problem> problems;  // single objects that could not be read
  bool absent = false;            // nothing of this system is installed here
  bool not_in_dump = false;       // and absent only from a dump, which need not hold everything
  bool in_part = false;           // of manifests that need not be all
  // What the facts rest on, by the collector's own names: kinds of objects that were read, now or before.
  std::vector<std::string> kinds = {};
  // What it remembers beside its facts, in a form of its own, for the process after this one.
  std::string memory = {};
};

struct Collector {
  std::string kind;    // "cnpg"
  std::string source;  // its key in the config; "kubernetes" for Kubernetes kinds
  // Where it reads, in words that only this program compares: what was learnt at another place is not carried
  // over by a reload, whatever its key in the config.
  std::string place = {};
  // Tells the place where that was not known yet, and "" while it is not; asked before each pass until then.
  std::function<std::string()> find_place = {};
  // What it was made from, in words that only this program compares: a reload leaves it running when the new
  // config says the same. `shares` is the collector's own part: what it uses of other sections.
  std::string settings = {};
  std::string shares = {};
  Duration interval = std::chrono::seconds(60);
  Duration timeout = std::chrono::minutes(5);  // of a pass
  // When set, the interval is at least this many times the last pass's duration.
  int rest_factor = 0;
  // Raised when a pass would find news before its interval is over; null when nobody can tell.
  std::shared_ptr<ChangeSignal> changes = {};
  Facts initial;  // to be shown before the first pass ends (a bucket's limit and listing deadline)
  // The names of the ConfigMaps that it reads, for the generated ClusterRole.
  std::vector<std::string> config_maps = {};
  bool tells_coverage = true;  // what it does not see may be covered all the same; false of drills
  std::function<Collected(const Pass&)> collect;
};

// What a collector may use. References outlive the collectors.
struct Environment {
  HttpClient& http;
  const Clock& clock;
  std::shared_ptr<KubeSource> kubernetes;  // null when none is configured
  std::function<std::optional<std::string>(const char*)> getenv;
  std::map<std::string, BucketConfig> buckets = {};  // by their keys in the config, for those that name one
  bool follow = false;  // Kubernetes objects are followed from pass to pass (serve), not read once (check)
};

struct CollectorKind {
  std::string_view name;  // "cnpg"
  std::string_view
      section;  // its top-level key in the config: "buckets"; "collectors" holds one map per Kubernetes kind
  std::string_view summary;     // one line for --help and docs
  std::vector<Resource> reads;  // Kubernetes resources, for the generated ClusterRole; none: no Kubernetes
  // `section` is this kind's own section (an empty mapping when it is left out).
  Result<std::vector<Collector>> (*make)(ConfigReader& section, const Environment& environment);
  // What people read about it: a guide for each system that it tells of.
  std::vector<SourceGuide> (*guides)();
  std::vector<std::string> config_maps = {};  // the names of those that it reads without any config
};

// Every kind, in the order in which they are shown (collectors/all.cc).
const std::vector<CollectorKind>& AllCollectorKinds();

}  // namespace lastgood
