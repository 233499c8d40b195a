// One pass over a list, page by page, apart from who asks: which page is next, and what an answer makes of
// it. Errors say "list backups.postgresql.cnpg.io: ...". Used by one thread.
#pragma once

#include <string>
#include <vector>

#include "net/kube/page.h"
#include "net/kube/server.h"
#include "net/objects/problems.h"
#include "net/objects/reading.h"

namespace lastgood {

class ListPager {
 public:
  enum class Step { kMore, kDone, kAbsent };

  // `server` outlives the pager.
  ListPager(const KubeServer& server, Reading reading);

  // Of the next page.
  std::string Url() const;
  // Before the first page there is nothing to lose.
  bool AtStart() const { return token_.empty(); }
  // An expired list (410) is begun anew, three times at most.
  Result<Step> Take(HttpResponse response, KubePageDecoder& decoder);
  // The last answer was too large: the next page is smaller. False when it cannot be.
  bool Shrink();

  std::size_t items() const { return items_; }
  // Of the whole list, once it is done: what a watch goes on from.
  const std::string& resource_version() const { return resource_version_; }
  std::vector<Problem> TakeProblems() { return std::move(problems_).Take(); }

 private:
  Status Restart();
  Result<bool> Decode(HttpResponse& response, KubePageDecoder& decoder);
  std::string Name() const;

  const KubeServer& server_;
  const Reading reading_;
  ProblemList problems_;
  std::string token_, resource_version_;
  std::size_t items_ = 0, pages_ = 0;
  int limit_, restarts_ = 0;
};

}  // namespace lastgood
