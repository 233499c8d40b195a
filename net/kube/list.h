// Lists of a live API server, page by page. One list is used by one thread; several may share the server.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "net/kube/page.h"
#include "net/kube/server.h"
#include "net/objects/reading.h"

namespace lastgood {

// Reads the whole list. An expired list (410) is begun anew, three times at most. `unreachable` tells that no
// answer came at all, so that asking for another list is of no use.
Result<ReadOutcome> ListResource(const KubeServer& server, const Reading& reading, const Deadline& deadline,
                                 const std::function<void(std::string_view, std::size_t)>& progress,
                                 KubePageDecoder& decoder, bool& unreachable);

}  // namespace lastgood
