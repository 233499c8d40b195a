// Any bytes as an answer of S3, by themselves and inside a document that begins and ends as it should.
// Subject: net/s3/page net/s3/xml net/s3/features net/s3/lifecycle net/s3/hidden_decode net/s3/error
// net/s3/credentials_ net/s3/aws_profile net/s3/key_walk
#include <cstddef>
#include <cstdint>
#include <string>

#include "net/s3/aws_profile.h"
#include "net/s3/credentials.h"
#include "net/s3/credentials_file.h"
#include "net/s3/credentials_remote.h"
#include "net/s3/features.h"
#include "net/s3/hidden.h"
#include "net/s3/hidden_decode.h"
#include "net/s3/key_walk.h"
#include "net/s3/page.h"
#include "net/s3/xml.h"

namespace {

using namespace lastgood;

void DecodeList(const std::string& body) {
  const Result<S3ListPage> page = S3ListPage::Parse(body);
  if (!page.ok()) return;
  (void)page->Each([](const BucketObject& object) -> Status {
    if (object.key.empty()) __builtin_trap();
    return Ok();
  });
}

void DecodeAll(const std::string& body) {
  DecodeList(body);
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
  (void)DecodeAwsConfig(body);
  (void)DecodeFolders(body);
}

std::string In(const std::string& root, const std::string& body) {
  return "<" + root + "><IsTruncated>false</IsTruncated><EncodingType>url</EncodingType>" + body + "</" +
         root + ">";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string body(reinterpret_cast<const char*>(data), size);
  DecodeAll(body);
  DecodeList(In("ListBucketResult", body));
  DecodeList(In("ListBucketResult",
                "<Contents><Size>1</Size><LastModified>2026-08-20T00:01:10Z</LastModified><Key>" + body +
                    "</Key></Contents>"));
  (void)DecodeVersionsPage(In("ListVersionsResult", body));
  (void)DecodeUploadsPage(In("ListMultipartUploadsResult", body));
  (void)DecodePartsPage(In("ListPartsResult", body));
  (void)DecodeS3Error(In("Error", body));
  return 0;
}
