// One page of what an ordinary listing does not show: asked for, decoded, and its markers checked. Errors
// name the page. May be called from any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "net/s3/client.h"

namespace lastgood {

// "listing the versions of s3://backups/, page 3"
std::string HiddenPage(const S3Client& client, std::string_view of, std::uint64_t page);

// What is not set is left out: empty parameters confuse some servers.
void AddHiddenQuery(S3Call& call, const std::string& prefix, const std::string& key, const char* id_name,
                    const std::string& id);

// The markers of the next page must be after those of this one.
Status CheckMarker(std::string_view what, const std::string& key, const std::string& id,
                   const std::string& next_key, const std::string& next_id);

// What is cut off is tried again.
template <typename Page>
Result<Page> FetchHidden(S3Client& client, const S3Call& call, const Deadline& deadline,
                         Result<Page> (*decode)(std::string)) {
  if (deadline.Over(client.clock())) return Error{ErrorCode::kTimeout, call.what + ": no time was left"};
  Page page;
  LASTGOOD_RETURN_IF_ERROR(client.Get(call, deadline, [&](HttpResponse& response) -> Status {
    LASTGOOD_ASSIGN(page, decode(std::move(response.body)));
    return Ok();
  }));
  return page;
}

}  // namespace lastgood
