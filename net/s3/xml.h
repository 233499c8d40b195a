// The XML answers of S3, read defensively: what is empty or cut off is kTruncated, an HTML page, an error
// document in a 200 or a value that is missing or no number is kMalformed (or what the error document says).
// Pure. The decoders of listings are in two steps, so that nothing of a page that is cut off is ever visited.
// Values own what they hold; not for sharing between threads.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>

#include "base/result.h"
#include "net/s3/bucket_types.h"

namespace lastgood {

// <Error> of an answer. All "" when the body is no error document.
struct S3Error {
  std::string code, message;
  std::string region, endpoint;   // where the bucket really is, when told
  std::string canonical_request;  // what the server computed, for SignatureDoesNotMatch
};
S3Error DecodeS3Error(std::string_view body);

// A parsed body whose root element is what was asked for.
class S3Document {
 public:
  static Result<S3Document> Parse(std::string body, std::string_view root);
  pugi::xml_node root() const { return document_->document_element(); }

 private:
  S3Document() = default;
  // Parsed in place: the nodes point into the buffer.
  std::unique_ptr<std::string> buffer_;
  std::unique_ptr<pugi::xml_document> document_;
};

// Reads <Size> and the like.
Result<std::uint64_t> ReadXmlCount(pugi::xml_node parent, const char* name);
Result<Time> ReadXmlTime(pugi::xml_node parent, const char* name);
Result<bool> ReadXmlFlag(pugi::xml_node parent, const char* name);

}  // namespace lastgood
