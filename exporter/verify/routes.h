// Alertmanager's routing tree (docs/configuration.md, "Route-related settings"): which receivers an alert
// with these labels reaches, and whether they send anything. Errors: kMalformed when the text is no config of
// Alertmanager. Values, safe from any thread.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"

namespace lastgood {

class RoutingTree {
 public:
  static Result<RoutingTree> Parse(const std::string& config);

  // In the order of the routes; never empty, since the root takes what no other route does. kMalformed, with
  // the text of the matcher, when one that cannot be read decides it.
  Result<std::vector<std::string>> ReceiversOf(const std::map<std::string, std::string>& labels) const;
  // False for a receiver without any integration: what reaches it is thrown away.
  bool Sends(const std::string& receiver) const { return sending_.contains(receiver); }

  struct Route;

 private:
  std::shared_ptr<const Route> root_;
  std::set<std::string> sending_;
};

}  // namespace lastgood
