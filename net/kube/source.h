// Kubernetes objects, from a live API server or from manifests. A KubeSource is read as a whole: one call
// names every resource that a collector wants and a visitor for each, so that a live server is listed page
// by page and a dump is walked once. Memory follows one page (or one document), never the list.
// Errors are per resource; an object that cannot be read is a Problem and costs no other object.
// Read may be called from several threads at once.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/place.h"
#include "base/result.h"
#include "net/http/http.h"
#include "net/kube/follow.h"
#include "net/objects/reading.h"

namespace lastgood {

// Where live objects come from; kubernetes: in the config.
struct KubeConfig {
  std::string kubeconfig;  // path; "" with in_cluster or folder
  std::string context;     // "" is current-context
  bool in_cluster = false;
  std::string folder;      // a folder or file of manifests; "-" is standard input
  CompleteKinds complete;  // of the folder
  std::string namespace_;  // "" lists all namespaces
  bool watch = true;       // false: what is followed is listed again and again
};

class KubeSource {
 public:
  // Opens what the config names. For a kubeconfig or in-cluster source no request is made yet; a dump on
  // standard input is read here, once. `http` and `clock` must outlive the source.
  static Result<std::unique_ptr<KubeSource>> Open(const KubeConfig& config, HttpClient& http,
                                                  const Clock& clock);

  // The same, but what cannot be opened yet (no kubeconfig, no service account, no folder) is a source all
  // the same: each Read tries again. An error is a mistake in `config` itself.
  static Result<std::unique_ptr<KubeSource>> OpenLater(const KubeConfig& config, HttpClient& http,
                                                       const Clock& clock);

  ~KubeSource();

  // One outcome (or error) per reading, in their order. `progress` may be empty; it is told the resource
  // and how many objects were read so far.
  std::vector<Result<ReadOutcome>> Read(
      std::span<const Reading> readings, const Deadline& deadline,
      const std::function<void(std::string_view, std::size_t)>& progress = {});

  // Keeps `who` up to date from now on, in place of Read. Null where only Read is of use: of manifests.
  std::unique_ptr<Following> Follow(Follower who);

  // For people: "https://10.0.0.1:6443 (context home)", "folder ./dumps"; "" while it cannot be opened.
  std::string Describe() const;
  // Where those of `wanted` are written, in manifests; nothing of what a cluster has.
  Places Locate(const std::set<WrittenObject>& wanted, const Deadline& deadline) const;
  // What of manifests was passed over in the last Read, for people.
  std::vector<std::string> Notes() const;

  KubeSource(const KubeSource&) = delete;
  KubeSource& operator=(const KubeSource&) = delete;

 private:
  struct Impl;
  explicit KubeSource(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace lastgood
