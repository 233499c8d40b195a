// All connections of the server: how many there may be, who gives way when there are too many, and which of
// them have run out of time. Used by the server's one thread, and by whoever ends that.
#pragma once

#include <memory>
#include <vector>

#include "exporter/serve/answerer.h"
#include "exporter/serve/server_connection.h"

namespace lastgood {

class Crowd {
 public:
  explicit Crowd(boost::asio::io_context& io);

  // Takes the descriptor of a new client. When the house is full, whoever has waited longest without asking
  // for anything gives way; where all have just come, the new one is refused: 503, and the end.
  void Add(int file, const TlsContext& tls, const Connection::OnRequest& on_request);
  void Expire(Monotonic now);
  // Cuts off the slowest readers, but not `newest`, until what all hold is within bounds. Fast ones last.
  void HoldAtMost(const Answerer& answerer, const Connection& newest);
  // Nobody asks again.
  void Last();
  void CloseAll();
  bool busy() const;

 private:
  void Queue(const std::shared_ptr<Connection>& connection);
  void TakeTurns();
  bool MakeRoom(Monotonic now);
  std::shared_ptr<Connection> Slowest(const Connection& newest, bool spare_the_fast) const;

  boost::asio::io_context& io_;
  const std::size_t most_;
  std::vector<std::shared_ptr<Connection>> connections_;
  std::vector<std::shared_ptr<Connection>> shaking_;  // that have work to do for their handshake
  bool turn_is_due_ = false;
};

}  // namespace lastgood
