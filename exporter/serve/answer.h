// An answer as it goes out: written once, and shared by all who asked for the same. A value.
#pragma once

#include <map>
#include <string>

#include "exporter/serve/web.h"

namespace lastgood {

struct Answer {
  std::string head;  // up to the last header that is the same for everybody
  std::string body;
  int status = 200;
  Instruments* scrape = nullptr;  // counts it when it was sent to the end
};

// The head for `response`, with `headers` that the web config adds; a header of the response beats them.
std::string WriteHead(const WebResponse& response, const std::map<std::string, std::string>& headers);

}  // namespace lastgood
