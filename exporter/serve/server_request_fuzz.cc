// Any bytes as what a client sends: they are judged alike whether they arrive at once or one by one, and a
// refusal is an error of the client or of its wishes.
// Subject: exporter/serve/server_request
#include <cstddef>
#include <cstdint>
#include <string>

#include "exporter/serve/server_request.h"

namespace {

using lastgood::RequestReader;

struct Judged {
  RequestReader::State state = RequestReader::State::kMore;
  std::string path, rest;
};

Judged Judge(const std::string& bytes, std::size_t step) {
  RequestReader reader;
  Judged judged;
  std::size_t at = 0;
  for (; at < bytes.size() && judged.state == RequestReader::State::kMore; at += step) {
    judged.rest += bytes.substr(at, step);
    judged.state = reader.Feed(judged.rest);
  }
  if (at < bytes.size()) judged.rest += bytes.substr(at);
  if (judged.state == RequestReader::State::kWhole) judged.path = reader.Take().web.path;
  const int status = reader.refusal().status;
  if (judged.state == RequestReader::State::kRefused && (status < 400 || status > 501)) __builtin_trap();
  return judged;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  if (size == 0) return 0;
  const Judged whole = Judge(bytes, size);
  const Judged slowly = Judge(bytes, 1);
  const bool same = whole.state == slowly.state && whole.path == slowly.path;
  if (!same) __builtin_trap();
  if (whole.state == RequestReader::State::kWhole && whole.rest != slowly.rest) __builtin_trap();
  return 0;
}
