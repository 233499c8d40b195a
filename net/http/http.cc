#include "net/http/http.h"

#include "net/http/streams.h"

namespace lastgood {

std::string_view HttpResponse::Header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (key == name) return value;
  }
  return {};
}

std::unique_ptr<HttpStreams> HttpClient::OpenStreams() { return nullptr; }

}  // namespace lastgood
