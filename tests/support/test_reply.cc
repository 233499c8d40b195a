#include "tests/support/test_reply.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdio>
#include <cstdlib>

namespace lastgood {
namespace {

using Fault = TestServer::Fault;

std::string Gzip(const std::string& body) {
  z_stream stream{};
  constexpr int kGzipWindow = 15 + 16;
  deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, kGzipWindow, 8, Z_DEFAULT_STRATEGY);
  std::string packed(deflateBound(&stream, body.size()) + 32, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(body.data()));
  stream.avail_in = static_cast<uInt>(body.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  deflate(&stream, Z_FINISH);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

std::string Lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
  return text;
}

TestServer::Request ParseHead(std::string_view head) {
  TestServer::Request request;
  const std::string_view first = head.substr(0, head.find("\r\n"));
  const std::size_t space = first.find(' ');
  request.method = first.substr(0, space);
  request.target = first.substr(space + 1, first.rfind(' ') - space - 1);
  head.remove_prefix(std::min(head.size(), first.size() + 2));
  while (!head.empty()) {
    const std::string_view line = head.substr(0, head.find("\r\n"));
    const std::size_t colon = line.find(':');
    if (colon != std::string_view::npos) {
      const std::size_t value = line.find_first_not_of(' ', colon + 1);
      request.headers.emplace_back(Lower(std::string(line.substr(0, colon))),
                                   value == std::string_view::npos ? "" : line.substr(value));
    }
    head.remove_prefix(std::min(head.size(), line.size() + 2));
  }
  return request;
}

std::string Head(const TestServer::Reply& reply, bool chunked) {
  std::string head = "HTTP/1.1 " + std::to_string(reply.status) + " Scripted\r\n";
  for (const auto& [name, value] : reply.headers) head += name + ": " + value + "\r\n";
  if (chunked) return head + "Transfer-Encoding: chunked\r\n\r\n";
  return head + "Content-Length: " + std::to_string(reply.body.size()) + "\r\n\r\n";
}

void SendForever(TestStream& stream) {
  const std::string chunk = "10000\r\n" + std::string(0x10000, ' ') + "\r\n";
  while (stream.Write(chunk)) continue;
}

// True when it ended as it should.
bool SendStream(TestStream& stream, const TestServer::Reply& reply) {
  bool open = stream.Write(Head(reply, true));
  reply.stream([&](std::string_view piece) {
    std::array<char, 24> size{};
    std::snprintf(size.data(), size.size(), "%zx\r\n", piece.size());
    open = open && stream.Write(std::string(size.data()) + std::string(piece) + "\r\n");
    return open;
  });
  return open && stream.Write("0\r\n\r\n");
}

void Trickle(TestStream& stream, std::string_view body) {
  for (std::size_t i = 0; i < body.size(); ++i) {
    if (!stream.Write(body.substr(i, 1)) || !stream.Wait(5)) return;
  }
}

// Does the damage; the connection ends with it.
void SendFault(TestStream& stream, const TestServer::Reply& reply) {
  if (reply.fault == Fault::kGarbage) {
    stream.Write("SSH-2.0-OpenSSH_9.2p1\r\n");
    return;
  }
  if (reply.fault != Fault::kNoAnswer) {
    stream.Write(Head(reply, reply.fault == Fault::kEndless));
    if (reply.fault == Fault::kEndless) return SendForever(stream);
    if (reply.fault == Fault::kTrickle) return Trickle(stream, reply.body);
    stream.Write(std::string_view(reply.body).substr(0, reply.fault_after));
  }
  if (reply.fault == Fault::kReset) return stream.Reset();
  if (reply.fault != Fault::kCloseEarly) stream.Wait();
}

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return std::tolower(static_cast<unsigned char>(c)) - 'a' + 10;
}

std::string Decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      out += static_cast<char>(HexDigit(text[i + 1]) * 16 + HexDigit(text[i + 2]));
      i += 2;
    } else {
      out += text[i] == '+' ? ' ' : text[i];
    }
  }
  return out;
}

}  // namespace

std::optional<TestServer::Request> ReadRequest(TestStream& stream, std::string& buffer) {
  if (!stream.ReadUntil(buffer, "\r\n\r\n")) return std::nullopt;
  const std::size_t end = buffer.find("\r\n\r\n");
  TestServer::Request request = ParseHead(std::string_view(buffer).substr(0, end));
  buffer.erase(0, end + 4);
  if (!request.Header("expect").empty()) stream.Write("HTTP/1.1 100 Continue\r\n\r\n");
  const std::size_t length = std::strtoull(request.Header("content-length").c_str(), nullptr, 10);
  if (!stream.ReadSize(buffer, length)) return std::nullopt;
  request.body = buffer.substr(0, length);
  buffer.erase(0, length);
  request.client = stream.Client();
  return request;
}

bool SendReply(TestStream& stream, const TestServer::Request& request, TestServer::Reply reply) {
  if (reply.gzip && request.Header("accept-encoding").find("gzip") != std::string::npos) {
    reply.body = Gzip(reply.body);
    reply.headers.emplace_back("Content-Encoding", "gzip");
  }
  if (reply.fault != Fault::kNone) {
    SendFault(stream, reply);
    return false;
  }
  if (reply.stream) return SendStream(stream, reply);
  const bool bodyless = request.method == "HEAD" || reply.status == 204 || reply.status == 304;
  return stream.Write(Head(reply, false) + (bodyless ? "" : reply.body));
}

std::string TestServer::Request::path() const { return target.substr(0, target.find('?')); }

std::string TestServer::Request::Query(std::string_view name) const {
  const std::size_t mark = target.find('?');
  std::string_view rest = mark == std::string::npos ? "" : std::string_view(target).substr(mark + 1);
  while (!rest.empty()) {
    const std::string_view pair = rest.substr(0, rest.find('&'));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    if (Decoded(pair.substr(0, equals)) == name) {
      return Decoded(pair.substr(std::min(pair.size(), equals + 1)));
    }
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
  }
  return {};
}

std::string TestServer::Request::Header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (key == name) return value;
  }
  return {};
}

}  // namespace lastgood
