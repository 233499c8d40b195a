#include "exporter/serve/server_request.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/beast/http/basic_dynamic_body.hpp>
#include <boost/beast/http/fields.hpp>
#include <boost/beast/http/parser.hpp>

#include "base/coding.h"
#include "base/text.h"

namespace lastgood {
namespace {

namespace beast = boost::beast;
namespace http = boost::beast::http;

constexpr std::uint32_t kLongestHeader = 16 * 1024;
constexpr std::uint64_t kLongestBody = 64 * 1024;

// A body that is read by the rules and not kept.
struct DroppedBody {
  struct value_type {};
  struct reader {
    template <bool is_request, class Fields>
    reader(http::header<is_request, Fields>&, value_type&) {}
    void init(const boost::optional<std::uint64_t>&, beast::error_code& error) { error = {}; }
    template <class Buffers>
    std::size_t put(const Buffers& buffers, beast::error_code& error) {
      error = {};
      return boost::asio::buffer_size(buffers);
    }
    void finish(beast::error_code& error) { error = {}; }
  };
};

std::string Text(beast::string_view text) { return {text.data(), text.size()}; }

// "%41" undone; a plus stays what it is in a path.
std::string DecodePath(std::string_view path) {
  std::string kept;
  for (const char c : path) kept += c == '+' ? std::string("%2B") : std::string(1, c);
  return DecodeUrl(kept);
}

// Without scheme and host, which proxies send.
std::string_view OriginForm(std::string_view target) {
  if (!target.starts_with("http://") && !target.starts_with("https://")) return target;
  const std::size_t path = target.find_first_of("/?", target.find("//") + 2);
  return path == target.npos ? "/" : target.substr(path);
}

// Some take it for the end of a line, and so see other headers than we do.
bool HasBareLineFeed(std::string_view text) {
  for (std::size_t at = text.find('\n'); at != text.npos; at = text.find('\n', at + 1))
    if (at == 0 || text[at - 1] != '\r') return true;
  return false;
}

}  // namespace

struct RequestReader::Parser : http::request_parser<DroppedBody> {
  const auto& fields() { return get(); }
  std::size_t Count(http::field name) { return fields().count(name); }
  std::string Value(http::field name) { return Text(fields()[name]); }
};

RequestReader::RequestReader() : parser_(std::make_unique<Parser>()) {
  parser_->header_limit(kLongestHeader);
  parser_->body_limit(kLongestBody);
  parser_->eager(true);
}

RequestReader::~RequestReader() = default;

RequestReader::State RequestReader::Refuse(int status, std::string why) {
  refusal_ = {status, "text/plain; charset=utf-8", std::move(why) + '\n', {}};
  return State::kRefused;
}

// Once, when the header is whole. Two hops that read one of these differently can be played against each
// other.
RequestReader::State RequestReader::RefuseUnlessClear() {
  judged_ = true;
  const int version = static_cast<int>(parser_->fields().version());
  const std::size_t lengths = parser_->Count(http::field::content_length);
  const std::size_t codings = parser_->Count(http::field::transfer_encoding);
  if (lengths > 1 || (lengths == 1 && codings > 0))
    return Refuse(400, "The length of the body is given twice.");
  const std::string length = parser_->Value(http::field::content_length);
  if (!std::all_of(length.begin(), length.end(), [](char c) { return c >= '0' && c <= '9'; }))
    return Refuse(400, "Content-Length is no number.");
  if (codings > 1 || (codings == 1 && version == 10))
    return Refuse(400, "Transfer-Encoding is repeated, or of HTTP/1.0.");
  if (codings == 1 && Lower(parser_->Value(http::field::transfer_encoding)) != "chunked")
    return Refuse(501, "The only Transfer-Encoding known here is chunked.");
  if (const std::size_t hosts = parser_->Count(http::field::host); hosts > 1 || (hosts == 0 && version == 11))
    return Refuse(400, "Exactly one Host is expected.");
  if (parser_->Count(http::field::expect) > 0) return Refuse(417, "Expect is not fulfilled here.");
  return State::kMore;
}

RequestReader::State RequestReader::Feed(std::string& bytes) {
  beast::error_code error;
  while (!bytes.empty() && !parser_->is_done()) {
    const std::size_t used = parser_->put(boost::asio::buffer(bytes), error);
    bytes.erase(0, used);
    if (parser_->is_header_done() && !judged_ && RefuseUnlessClear() == State::kRefused)
      return State::kRefused;
    if (!parser_->is_header_done() && HasBareLineFeed(bytes)) return Refuse(400, "A line ends without CR.");
    if (error == http::error::need_more) break;
    if (error == http::error::header_limit) return Refuse(431, "The header is longer than 16 KiB.");
    if (error == http::error::body_limit) return Refuse(413, "The body is longer than 64 KiB.");
    if (error) return Refuse(400, fmt::format("This is no HTTP request: {}.", error.message()));
    if (used == 0) break;
  }
  return parser_->is_done() ? State::kWhole : State::kMore;
}

ServerRequest RequestReader::Take() {
  const std::string whole = Text(parser_->fields().target());
  const std::string_view target = OriginForm(whole);
  const std::size_t question = std::min(target.find('?'), target.size());
  ServerRequest request;
  request.keep_alive = parser_->keep_alive();
  request.authorization = parser_->Value(http::field::authorization);
  request.web.method = Text(parser_->fields().method_string());
  request.web.path = DecodePath(target.substr(0, question));
  request.web.query = target.substr(std::min(question + 1, target.size()));
  request.web.accept = parser_->Value(http::field::accept);
  request.web.accept_encoding = parser_->Value(http::field::accept_encoding);
  request.web.if_none_match = parser_->Value(http::field::if_none_match);
  return request;
}

}  // namespace lastgood
