// Any bytes as an answer of Loki, by themselves and as a part of an answer of the right form.
// Subject: net/loki/decode
// Seeds: loki
#include <cstddef>
#include <cstdint>
#include <string>

#include "net/loki/decode.h"

namespace {

void DecodeAll(const std::string& body) {
  using namespace lastgood;
  (void)DecodeLokiVolume(body);
  (void)DecodeLokiNewest(body);
  (void)DecodeLokiMetrics(body);
  for (const int status : {200, 400, 401, 503}) {
    (void)DecodeLokiReady({status, {}, body});
    (void)ExplainLoki("asking", {status, {}, body});
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string body(reinterpret_cast<const char*>(data), size);
  DecodeAll(body);
  DecodeAll(R"({"data":{"resultType":"vector","result":[)" + body + "]}}");
  DecodeAll(R"({"data":{"resultType":"streams","result":[{"values":[)" + body + "]}]}}");
  DecodeAll(R"({"data":{"resultType":"streams","result":[{"values":[[")" + body + R"(","x"]]}]}})");
  return 0;
}
