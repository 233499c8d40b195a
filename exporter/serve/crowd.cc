#include "exporter/serve/crowd.h"

#include <sys/resource.h>

#include <algorithm>
#include <boost/asio/post.hpp>

namespace lastgood {
namespace {

using State = Connection::State;

constexpr std::size_t kMostConnections = 2048;
constexpr std::size_t kSparedFiles = 128;  // for the program's own files and requests
constexpr std::size_t kMostBeingRefused = 64;
constexpr std::chrono::seconds kMayGiveWay(1);
// Bytes of answers that are not read yet: beyond the first bound slow readers are cut off, beyond the second
// any.
constexpr std::size_t kMostHeld = 16 * 1024 * 1024, kMostHeldByAll = 32 * 1024 * 1024;

// What systemd gives a service at first, 1,024, is for programs that use select(); nothing here does.
std::size_t MostConnections() {
  rlimit limit{};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return kMostConnections / 4;
  limit.rlim_cur =
      std::max(limit.rlim_cur, std::min<rlim_t>(limit.rlim_max, kMostConnections + 2 * kSparedFiles));
  setrlimit(RLIMIT_NOFILE, &limit);
  const std::size_t files = limit.rlim_cur;
  return std::min(kMostConnections, files > 2 * kSparedFiles ? files - kSparedFiles : files / 2);
}

bool IsClosed(const std::shared_ptr<Connection>& connection) { return connection->state() == State::kClosed; }

bool AsksForNothing(const Connection& connection) {
  return connection.state() == State::kHandshake || connection.state() == State::kReading;
}

}  // namespace

Crowd::Crowd(boost::asio::io_context& io) : io_(io), most_(MostConnections()) {}

void Crowd::Add(int file, const TlsContext& tls, const Connection::OnRequest& on_request) {
  auto connection = std::make_shared<Connection>(
      io_, file, tls, [this](const std::shared_ptr<Connection>& ready) { Queue(ready); }, on_request);
  if (connections_.size() >= most_) std::erase_if(connections_, &IsClosed);
  const bool room = connections_.size() < most_ || MakeRoom(std::chrono::steady_clock::now());
  if (!room && (tls != nullptr || connections_.size() >= most_ + kMostBeingRefused))
    return connection->Close();
  connections_.push_back(connection);
  if (room) return connection->Start();
  connection->Refuse({503, "text/plain; charset=utf-8", "Too many connections; try again.\n", {}});
}

void Crowd::Queue(const std::shared_ptr<Connection>& connection) {
  shaking_.push_back(connection);
  TakeTurns();
}

// One at a time, so that whoever is ready has a turn in between, and the newest first: beside a thousand who
// began a handshake at once, who comes after them does not wait for them.
void Crowd::TakeTurns() {
  if (turn_is_due_ || shaking_.empty()) return;
  turn_is_due_ = true;
  boost::asio::post(io_, [this] {
    turn_is_due_ = false;
    if (shaking_.empty()) return;
    const std::shared_ptr<Connection> newest = std::move(shaking_.back());
    shaking_.pop_back();
    newest->Shake();
    TakeTurns();
  });
}

bool Crowd::MakeRoom(Monotonic now) {
  std::shared_ptr<Connection> longest;
  for (const auto& each : connections_)
    if (AsksForNothing(*each) && (longest == nullptr || each->moved() < longest->moved())) longest = each;
  if (longest == nullptr || now - longest->moved() < kMayGiveWay) return false;
  longest->Close();
  std::erase_if(connections_, &IsClosed);
  return true;
}

void Crowd::Expire(Monotonic now) {
  for (const auto& each : connections_) each->Expire(now);
  std::erase_if(connections_, &IsClosed);
}

// Whoever shares the newest answer would free nothing by leaving.
std::shared_ptr<Connection> Crowd::Slowest(const Connection& newest, bool spare_the_fast) const {
  const Monotonic now = std::chrono::steady_clock::now();
  std::shared_ptr<Connection> slowest;
  for (const auto& each : connections_) {
    if (each->state() != State::kWriting || each->SharesAnswerWith(newest)) continue;
    if (spare_the_fast && each->KeepsUp(now)) continue;
    if (slowest == nullptr || each->written() < slowest->written()) slowest = each;
  }
  return slowest;
}

void Crowd::HoldAtMost(const Answerer& answerer, const Connection& newest) {
  while (answerer.held() > kMostHeld) {
    std::shared_ptr<Connection> slowest = Slowest(newest, true);
    if (slowest == nullptr && answerer.held() > kMostHeldByAll) slowest = Slowest(newest, false);
    if (slowest == nullptr) return;
    slowest->Reset();
  }
}

void Crowd::Last() {
  for (const auto& each : connections_) each->Last();
}

void Crowd::CloseAll() {
  for (const auto& each : connections_) each->Close();
  connections_.clear();
  shaking_.clear();
}

bool Crowd::busy() const {
  return std::any_of(connections_.begin(), connections_.end(),
                     [](const auto& each) { return each->busy() || each->state() == State::kLingering; });
}

}  // namespace lastgood
