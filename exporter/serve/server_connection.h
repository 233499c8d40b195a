// One client of the server, moved by one thread: handshake, request, answer, again or the end. Each state has
// a deadline, so that nobody holds a connection by silence. Not thread-safe; lives as long as something waits
// for it.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <functional>
#include <memory>
#include <string>

#include "base/clock.h"
#include "exporter/serve/answer.h"
#include "exporter/serve/server_request.h"
#include "exporter/serve/server_socket.h"

namespace lastgood {

class Connection : public std::enable_shared_from_this<Connection> {
 public:
  enum class State { kHandshake, kReading, kWorking, kWriting, kLingering, kClosed };
  using OnHandshake = std::function<void(const std::shared_ptr<Connection>&)>;
  using OnRequest = std::function<void(const std::shared_ptr<Connection>&, ServerRequest)>;

  // Takes the descriptor. `on_handshake` is called when there is work to do for the handshake, which is dear:
  // Shake does it. `on_request` is called with each whole request; Send answers it, now or later.
  Connection(boost::asio::io_context& io, int file, TlsContext tls, OnHandshake on_handshake,
             OnRequest on_request);

  void Start();
  void Shake();
  void Send(std::shared_ptr<const Answer> answer, bool with_body);
  // Sends one line in answer to nothing, and ends.
  void Refuse(const WebResponse& refusal);
  // Ends what its deadline has passed.
  void Expire(Monotonic now);
  // No request after this one.
  void Last();
  // Without a word; Reset so that a cut answer does not look like a whole one.
  void Close();
  void Reset();

  State state() const { return state_; }
  const TlsContext& tls() const { return tls_; }
  // Its first request is not answered yet.
  bool first() const { return requests_ <= 1; }
  // Of the answer that is being written: how much of it is, whether the client takes it fast (or has just
  // begun), and whether it is the other one's too.
  std::size_t written() const { return written_; }
  bool KeepsUp(Monotonic now) const;
  bool SharesAnswerWith(const Connection& other) const { return answer_ == other.answer_; }
  // Since when nothing has moved.
  Monotonic moved() const { return moved_; }
  // Waits for a client that has sent nothing of a request yet.
  bool idle() const { return state_ == State::kReading && in_.empty() && reader_ == nullptr; }
  bool busy() const { return state_ == State::kWorking || state_ == State::kWriting; }

 private:
  void Advance();
  bool MoveOn();  // false when there is something to wait for
  bool ShakeHands();
  bool ReadRequest();
  bool ReadMore();
  bool WriteAnswer();
  bool Linger();
  void Answered();
  void Enter(State state);
  bool Wait(ServerSocket::Step step);
  std::function<void(const boost::system::error_code&)> OnTurn();

  boost::asio::posix::stream_descriptor descriptor_;
  TlsContext tls_;
  std::unique_ptr<ServerSocket> socket_;
  OnHandshake on_handshake_;
  OnRequest on_request_;
  State state_ = State::kHandshake;
  Monotonic deadline_, moved_, begun_, asked_;
  std::string in_;
  std::unique_ptr<RequestReader> reader_;
  std::shared_ptr<const Answer> answer_;
  std::string head_;
  std::size_t written_ = 0;
  std::size_t dropped_ = 0;  // while it lingers
  std::uint64_t requests_ = 0;
  bool with_body_ = true, keep_alive_ = false, ends_ = false;
  bool advancing_ = false, waiting_ = false, may_shake_ = false;
  std::uint64_t turn_ = 0;
};

}  // namespace lastgood
