// Policies of OpenSearch's SM and Elasticsearch's SLM. Pure: bytes in, rows out; kMalformed says what was
// expected, and a policy that cannot be read is a Problem.
#pragma once

#include "collectors/opensearch/rows.h"
#include "net/objects/reading.h"

namespace lastgood::opensearch {

struct PolicyList {
  std::vector<PolicyRow> policies;
  std::vector<Problem> problems;
  std::uint64_t total = 0;  // how many there are, of which these are some
};

// GET _plugins/_sm/policies, and what its _explain adds to them.
Result<PolicyList> DecodeSmPolicies(std::string_view body);
Status AddSmExplanations(std::string_view body, std::vector<PolicyRow>& policies);

// GET _slm/policy; `mode` is that of GET _slm/status, "" when it was not told.
Result<PolicyList> DecodeSlmPolicies(std::string_view body, const std::string& mode);
Result<std::string> DecodeSlmMode(std::string_view body);

}  // namespace lastgood::opensearch
