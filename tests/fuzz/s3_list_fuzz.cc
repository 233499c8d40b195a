// Any bytes as an answer of S3, by themselves and inside a document that begins and ends as it should.
#include <cstddef>
#include <cstdint>
#include <string>

#include "exporter/net/s3_credentials.h"
#include "exporter/net/s3_credentials_remote.h"
#include "exporter/net/s3_features.h"
#include "exporter/net/s3_hidden.h"
#include "exporter/net/s3_xml.h"

namespace {

void DecodeAll(const std::string& body) {
  using namespace lastgood;
  if (const Result<S3ListPage> page = S3ListPage::Parse(body); page.ok())
    (void)page->Each([](const BucketObject& object) -> Status {
      if (object.key.empty()) __builtin_trap();
      return Ok();
    });
  S3Features features;
  (void)DecodeVersioning(body, features);
  (void)DecodeObjectLock(body, features);
  (void)DecodeLifecycle(body, features);
  (void)DecodeVersionsPage(body);
  (void)DecodeUploadsPage(body);
  (void)DecodePartsPage(body);
  (void)DecodeS3Error(body);
  (void)DecodeStsKeys(body);
  (void)DecodeJsonKeys(body);
  (void)DecodeCredentialsFile(body, "default");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string body(reinterpret_cast<const char*>(data), size);
  DecodeAll(body);
  for (const char* root : {"ListBucketResult", "ListVersionsResult", "ListMultipartUploadsResult", "Error"})
    DecodeAll("<" + std::string(root) + "><IsTruncated>false</IsTruncated><EncodingType>url</EncodingType>" +
              body + "</" + root + ">");
  DecodeAll(
      "<ListBucketResult><IsTruncated>false</IsTruncated><EncodingType>url</EncodingType><Contents><Size>1</"
      "Size>"
      "<LastModified>2026-08-20T00:01:10Z</LastModified><Key>" +
      body + "</Key></Contents></ListBucketResult>");
  return 0;
}
