#include "exporter/serve/server_connection.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <boost/asio/post.hpp>

#include "base/text.h"

namespace lastgood {
namespace {

using std::chrono::seconds;
using Step = ServerSocket::Step;

// How long a client may take: for the handshake, for a whole request once it is due, between two requests,
// for some of an answer and for all of it, and for its own end after ours.
constexpr seconds kHandshake(10), kRequest(10), kIdle(90), kStall(15), kAnswer(120), kLinger(1);
constexpr std::size_t kAtOnce = 16 * 1024;
constexpr std::size_t kMostDropped = 256 * 1024;
constexpr double kGrace = 0.5, kFast = 1024 * 1024,
                 kInTheKernel = 256 * 1024;  // seconds, bytes a second, bytes
constexpr int kStepsInARow = 16;             // before others have their turn

Monotonic Now() { return std::chrono::steady_clock::now(); }

}  // namespace

Connection::Connection(boost::asio::io_context& io, int file, TlsContext tls, OnHandshake on_handshake,
                       OnRequest on_request)
    : descriptor_(io, file),
      tls_(std::move(tls)),
      socket_(std::make_unique<ServerSocket>(file, tls_)),
      on_handshake_(std::move(on_handshake)),
      on_request_(std::move(on_request)) {}

// Nothing is spent on a client of TLS that sends nothing.
void Connection::Start() {
  Enter(tls_ == nullptr ? State::kReading : State::kHandshake);
  Wait(Step::kWantsRead);
}

void Connection::Shake() {
  may_shake_ = true;
  Advance();
}

void Connection::Enter(State state) {
  state_ = state;
  moved_ = Now();
  switch (state) {
    case State::kHandshake:
      deadline_ = moved_ + kHandshake;
      break;
    case State::kReading:
      deadline_ = moved_ + (requests_ > 0 && idle() ? kIdle : kRequest);
      break;
    case State::kWriting:
      begun_ = moved_;
      deadline_ = moved_ + kAnswer;
      break;
    case State::kLingering:
      deadline_ = moved_ + kLinger;
      break;
    default:
      deadline_ = Monotonic::max();
  }
}

// A request that is answered at once comes back here through Send: the loop goes on instead of nesting.
void Connection::Advance() {
  if (advancing_ || waiting_) return;
  advancing_ = true;
  int steps = 0;
  while (MoveOn() && ++steps < kStepsInARow) {
  }
  advancing_ = false;
  if (steps == kStepsInARow) boost::asio::post(descriptor_.get_executor(), [turn = OnTurn()] { turn({}); });
}

// For the next turn of this connection, unless it was called off.
std::function<void(const boost::system::error_code&)> Connection::OnTurn() {
  waiting_ = true;
  return [self = shared_from_this(), turn = ++turn_](const boost::system::error_code& error) {
    if (turn != self->turn_) return;
    self->waiting_ = false;
    if (!error && self->state_ != State::kClosed) self->Advance();
  };
}

bool Connection::MoveOn() {
  switch (state_) {
    case State::kHandshake:
      return ShakeHands();
    case State::kReading:
      return ReadRequest();
    case State::kWriting:
      return WriteAnswer();
    case State::kLingering:
      return Linger();
    default:
      return false;
  }
}

bool Connection::Wait(ServerSocket::Step step) {
  if (step == Step::kEnded) {
    Close();
    return false;
  }
  descriptor_.async_wait(step == Step::kWantsRead ? descriptor_.wait_read : descriptor_.wait_write, OnTurn());
  return false;
}

bool Connection::ShakeHands() {
  if (!may_shake_) {
    on_handshake_(shared_from_this());
    return false;
  }
  may_shake_ = false;
  const Step step = socket_->Handshake();
  if (step == Step::kSpeaksPlain) {
    Refuse({400, "text/plain; charset=utf-8", "This port speaks HTTPS: ask with https://.\n", {}});
    return true;
  }
  if (step != Step::kDone) return Wait(step);
  Enter(State::kReading);
  return true;
}

bool Connection::ReadRequest() {
  if (in_.empty()) return ReadMore();
  if (reader_ == nullptr) {
    reader_ = std::make_unique<RequestReader>();
    Enter(State::kReading);
  }
  const RequestReader::State read = reader_->Feed(in_);
  if (read == RequestReader::State::kMore) return ReadMore();
  if (read == RequestReader::State::kRefused) {
    Refuse(reader_->refusal());
    return true;
  }
  ServerRequest request = reader_->Take();
  reader_.reset();
  in_.shrink_to_fit();
  keep_alive_ = request.keep_alive;
  ++requests_;
  asked_ = Now();
  Enter(State::kWorking);
  on_request_(shared_from_this(), std::move(request));
  return true;
}

bool Connection::ReadMore() {
  std::array<char, kAtOnce> bytes;
  const ServerSocket::Moved moved = socket_->Read(bytes.data(), bytes.size());
  if (moved.step != Step::kDone) return Wait(moved.step);
  in_.append(bytes.data(), moved.bytes);
  return true;
}

void Connection::Send(std::shared_ptr<const Answer> answer, bool with_body) {
  if (state_ != State::kWorking) return;
  answer_ = std::move(answer);
  with_body_ = with_body;
  const auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  head_ = fmt::format("{}Date: {:%a, %d %b %Y %H:%M:%S} GMT\r\nConnection: {}\r\n\r\n", answer_->head,
                      fmt::gmtime(now), keep_alive_ && !ends_ ? "keep-alive" : "close");
  keep_alive_ = keep_alive_ && !ends_;
  written_ = 0;
  Enter(State::kWriting);
  Advance();
}

void Connection::Refuse(const WebResponse& refusal) {
  keep_alive_ = false;
  Enter(State::kWorking);
  Send(std::make_shared<Answer>(Answer{WriteHead(refusal, {}), refusal.body, refusal.status}), true);
}

bool Connection::WriteAnswer() {
  const std::string_view body = with_body_ ? std::string_view(answer_->body) : std::string_view();
  if (written_ == head_.size() + body.size()) {
    Answered();
    return true;
  }
  const bool in_head = written_ < head_.size();
  const std::string_view rest =
      in_head ? std::string_view(head_).substr(written_) : body.substr(written_ - head_.size());
  const ServerSocket::Moved moved = socket_->Write(rest);
  if (moved.step != Step::kDone) return Wait(moved.step);
  written_ += moved.bytes;
  moved_ = Now();
  return true;
}

void Connection::Answered() {
  if (answer_->scrape != nullptr)
    answer_->scrape->CountScrape(answer_->status, std::chrono::ceil<Duration>(Now() - asked_));
  answer_.reset();
  head_ = std::string();
  if (keep_alive_ && !ends_) return Enter(State::kReading);
  socket_->EndOutput();
  Enter(State::kLingering);
}

// Closing while something of the client's is unread would take our last words from it.
bool Connection::Linger() {
  std::array<char, kAtOnce> bytes;
  const ServerSocket::Moved moved = socket_->Read(bytes.data(), bytes.size());
  dropped_ += moved.bytes;
  if (moved.step == Step::kDone && dropped_ < kMostDropped) return true;
  return Wait(moved.step == Step::kDone ? Step::kEnded : moved.step);
}

void Connection::Expire(Monotonic now) {
  if (state_ == State::kWriting && (now >= deadline_ || now >= moved_ + kStall)) return Reset();
  if (now < deadline_) return;
  if (state_ == State::kReading && !idle()) {
    ++turn_;
    waiting_ = false;
    descriptor_.cancel();
    return Refuse({408, "text/plain; charset=utf-8", "The request took longer than 10 s.\n", {}});
  }
  Close();
}

// What the kernel holds for a client is not yet what the client has taken.
bool Connection::KeepsUp(Monotonic now) const {
  const double age = std::chrono::duration<double>(now - begun_).count();
  return age < kGrace || static_cast<double>(written_) - kInTheKernel > age * kFast;
}

void Connection::Last() {
  ends_ = true;
  if (state_ == State::kHandshake || state_ == State::kReading) Close();
}

// So that a cut answer does not look like a whole one.
void Connection::Reset() {
  const linger now{.l_onoff = 1, .l_linger = 0};
  setsockopt(descriptor_.native_handle(), SOL_SOCKET, SO_LINGER, &now, sizeof now);
  Close();
}

void Connection::Close() {
  state_ = State::kClosed;
  socket_.reset();
  answer_.reset();
  reader_.reset();
  boost::system::error_code ignored;
  static_cast<void>(descriptor_.close(ignored));
}

}  // namespace lastgood
