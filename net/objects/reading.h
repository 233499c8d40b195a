// What is read of Kubernetes objects, wherever they come from: which resource, what is kept of each object,
// and how the reading ended. Errors are per resource; an object that cannot be read is a Problem and costs no
// other object. Values.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "net/objects/fields.h"

namespace lastgood {

// One API resource: {"postgresql.cnpg.io", "v1", "backups", "Backup"}; the core group is "".
struct Resource {
  std::string_view group, version, plural, kind;
  bool operator==(const Resource&) const = default;
};

// An object, or a document when no object can be named, that could not be read.
struct Problem {
  std::string kind, namespace_, name;  // "" when unknown
  Error error;                         // whose message names the object (or file and line) already
};

// Of which kinds a dump holds all that there are, by word of whoever made it.
struct CompleteKinds {
  bool all = false;
  std::vector<std::string> names;  // as kubectl takes them: "backups", "backup", "backups.velero.io"

  bool Has(const Resource& resource) const;
};

enum class ReadState {
  kRead,    // listed completely, possibly empty
  kPart,    // some are among the manifests that people wrote: what is not there may be elsewhere
  kAbsent,  // the API server does not know the resource: its CRD is not installed
  kUnread,  // the dump does not contain this kind: unknown, not empty
};

struct Reading {
  Resource resource;
  // Reduces one object to what is kept. An error makes it a Problem; other objects go on.
  // `restart` tells that the list starts anew (410 Gone): forget what this read has visited so far.
  std::function<Status(const Fields&)> visit;
  std::function<void()> restart;
  std::string name = {};        // only objects that are called so; "" is all
  std::string namespace_ = {};  // only there, whatever the source is confined to; not for followers
};

struct ReadOutcome {
  ReadState state = ReadState::kRead;
  std::vector<Problem> problems;
};

}  // namespace lastgood
