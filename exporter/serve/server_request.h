// One HTTP/1.1 request, read as its bytes arrive (Boost.Beast's parser) and judged by RFC 9112: what could be
// read in two ways is refused. A body is read and dropped. Not thread-safe; never blocks.
#pragma once

#include <memory>
#include <string>

#include "exporter/serve/web.h"

namespace lastgood {

struct ServerRequest {
  WebRequest web;
  std::string authorization;
  bool keep_alive = false;  // the client may send another one
};

class RequestReader {
 public:
  enum class State { kMore, kWhole, kRefused };

  RequestReader();
  ~RequestReader();

  // Takes what it can use from the front of `bytes`; what is left belongs to the next request.
  State Feed(std::string& bytes);
  // Of a whole request.
  ServerRequest Take();
  // Of a refused one: the status, and a line for the client.
  WebResponse refusal() const { return refusal_; }

 private:
  struct Parser;
  State Refuse(int status, std::string why);
  State RefuseUnlessClear();

  std::unique_ptr<Parser> parser_;
  WebResponse refusal_;
  bool judged_ = false;
};

}  // namespace lastgood
