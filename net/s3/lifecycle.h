// What a bucket's lifecycle rules do to its objects, by prefix, age and tag. Pure; kMalformed says what was
// expected. Rules that are not enabled are left out.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace lastgood {

// From when on a rule acts on an object.
struct LifecycleMoment {
  std::optional<std::chrono::days> age;  // after it was written
  std::optional<Time> date;              // of all that is there by then

  // Of an object of this time.
  Time For(Time written) const { return age ? written + *age : *date; }
};

struct LifecycleRule {
  std::string id;
  std::string prefix;                       // "" is the whole bucket
  std::string tag;                          // "key=value" that objects must bear; "" is any
  std::optional<LifecycleMoment> expires;   // current objects are deleted
  std::optional<LifecycleMoment> archives;  // they are moved to a class that cannot be read at once
  std::string archive_class;
  bool aborts_uploads = false;
};

Result<std::vector<LifecycleRule>> DecodeLifecycleRules(std::string body);

// A storage class whose objects must be asked for, hours before they can be read.
bool IsArchiveClass(std::string_view storage_class);

}  // namespace lastgood
