#include "net/s3/xml.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstring>

#include "base/outside_text.h"
#include "base/text.h"
#include "base/time.h"

namespace lastgood {
namespace {

// Nothing that a listing does not need, but whitespace that is a whole value (an object may be named " ").
constexpr unsigned int kParse = pugi::parse_minimal | pugi::parse_escapes | pugi::parse_cdata |
                                pugi::parse_embed_pcdata | pugi::parse_ws_pcdata_single;

Error NotXml(std::string_view body) {
  return {
      ErrorCode::kMalformed,
      fmt::format(
          "expected XML of S3, found {}: check `endpoint`; a proxy or a login page may answer in its place",
          BodyInWords(body, 80))};
}

Error Unexpected(std::string_view root, const pugi::xml_node& found) {
  return {ErrorCode::kMalformed,
          fmt::format("expected <{}>, found <{}>: check `endpoint`", root, Cut(found.name()))};
}

Error ErrorInSuccess(const pugi::xml_node& root) {
  const std::string code = Cut(Trim(root.child_value("Code")));
  const std::string message = FromOutside(Trim(root.child_value("Message")), 200);
  return {ErrorCode::kMalformed, fmt::format("the answer says 200 but is an error: {} {}", code, message)};
}

}  // namespace

S3Error DecodeS3Error(std::string_view body) {
  pugi::xml_document document;
  if (!document.load_buffer(body.data(), body.size(), kParse, pugi::encoding_utf8)) return {};
  pugi::xml_node root = document.document_element();
  if (std::strcmp(root.name(), "ErrorResponse") == 0) root = root.child("Error");  // STS wraps it
  if (std::strcmp(root.name(), "Error") != 0) return {};
  const auto text = [&](const char* name, std::size_t most) {
    return Cut(Trim(root.child_value(name)), most);
  };
  return {text("Code", 80), FromOutside(Trim(root.child_value("Message")), 300), text("Region", 80),
          text("Endpoint", 200), text("CanonicalRequest", 16384)};
}

Result<S3Document> S3Document::Parse(std::string body, std::string_view root) {
  const std::string_view trimmed = Trim(body);
  if (trimmed.empty())
    return Error{ErrorCode::kTruncated, "the answer is empty: the server or a proxy lost it"};
  if (trimmed[0] != '<' || IsHtmlPage(trimmed)) return NotXml(trimmed);
  const bool closed = trimmed.ends_with(fmt::format("</{}>", root));
  const std::size_t size = body.size();

  S3Document result;
  result.buffer_ = std::make_unique<std::string>(std::move(body));
  result.document_ = std::make_unique<pugi::xml_document>();
  const pugi::xml_parse_result parsed = result.document_->load_buffer_inplace(
      result.buffer_->data(), result.buffer_->size(), kParse, pugi::encoding_utf8);
  const pugi::xml_node found = result.root();
  if (parsed && std::strcmp(found.name(), "Error") == 0) return ErrorInSuccess(found);
  if (!parsed && !closed)
    return Error{ErrorCode::kTruncated, fmt::format("the XML is cut off after {} bytes", size)};
  if (!parsed)
    return Error{ErrorCode::kMalformed,
                 fmt::format("the XML cannot be read at byte {}: {}", parsed.offset, parsed.description())};
  if (found.name() != root) return Unexpected(root, found);
  return result;
}

Result<std::uint64_t> ReadXmlCount(pugi::xml_node parent, const char* name) {
  const std::string_view text = Trim(parent.child_value(name));
  std::uint64_t count = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc() || end != text.data() + text.size())
    return Error{ErrorCode::kMalformed, fmt::format("{}: expected a number, found \"{}\"", name, Cut(text))};
  return count;
}

Result<Time> ReadXmlTime(pugi::xml_node parent, const char* name) {
  return ParseRfc3339(Trim(parent.child_value(name))).In(name);
}

Result<bool> ReadXmlFlag(pugi::xml_node parent, const char* name) {
  const std::string_view text = Trim(parent.child_value(name));
  if (text == "true" || text == "True") return true;
  if (text == "false" || text == "False") return false;
  return Error{ErrorCode::kMalformed,
               fmt::format("{}: expected true or false, found \"{}\"", name, Cut(text))};
}

}  // namespace lastgood
