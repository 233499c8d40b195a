// Checks passwords against bcrypt hashes, which is slow on purpose: answers are remembered (as a keyed hash).
// A wrong password costs the same whoever is named: as much as the dearest hash of the config. Thread-safe.
#pragma once

#include <mutex>
#include <set>
#include <string>

#include "exporter/serve/web_config.h"

namespace lastgood {

class Authenticator {
 public:
  enum class Verdict { kAllowed, kRefused, kUnknown };
  struct Login {
    Verdict verdict = Verdict::kRefused;
    // Of one that is still to be checked.
    std::string digest, password, hash;
    int dearest = 0;
    bool known = false;
  };

  Authenticator();
  // What is known at once. `authorization` is the request's header, possibly empty.
  Login Read(const WebConfig& config, const std::string& authorization) const;
  // Computes what Read could not know; slow.
  bool Check(const Login& login) const;
  // Both.
  bool Allows(const WebConfig& config, const std::string& authorization) const;

 private:
  Verdict Remembered(const std::string& digest) const;
  std::string Digest(const std::string& text) const;

  mutable std::mutex mutex_;
  // Digests. Apart, so that no number of wrong passwords makes a right one forgotten.
  mutable std::set<std::string> right_, wrong_;
  std::string key_;
};

// The cost of a bcrypt hash as exporter-toolkit reads it; what is wrong with it otherwise.
Result<int> BcryptCost(const std::string& hash);

}  // namespace lastgood
