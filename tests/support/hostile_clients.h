// Clients that hold a server up: each holds one connection, and connects anew when the server has ended it.
// One thread moves them all; the destructor ends them. What the kernel refuses is counted, not reported.
#pragma once

#include <atomic>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

namespace lastgood {

enum class Manner { kSilent, kHeaderByteByByte, kReadsByteByByte, kKeepsAlive, kUnfinishedHandshake };

inline constexpr Manner kPlainManners[] = {Manner::kSilent, Manner::kHeaderByteByByte,
                                           Manner::kReadsByteByByte, Manner::kKeepsAlive};

struct HostileSettings {
  std::uint16_t port = 0;  // of 127.0.0.1
  std::size_t clients = 1000;
  std::vector<Manner> manners;  // in turn
  std::string path = "/metrics";
  std::string headers;  // of each request, each with its end of line
};

class HostileClients {
 public:
  explicit HostileClients(HostileSettings settings);
  ~HostileClients();

  std::size_t connected() const { return connected_; }
  std::size_t ended() const { return ended_; }      // by the server
  std::size_t refused() const { return refused_; }  // with 503

 private:
  struct Client {
    int socket = -1;
    Manner manner = Manner::kSilent;
    std::size_t sent = 0;
    std::string answer;  // its first bytes
  };

  void Run();
  void Connect(Client& client);
  void Move(Client& client);
  void Send(Client& client, std::size_t most);
  void Read(Client& client, std::size_t most);
  void End(Client& client);
  std::string TextOf(Manner manner) const;

  const HostileSettings settings_;
  const std::string hello_;
  std::vector<Client> clients_;
  std::atomic<std::size_t> connected_{0}, ended_{0}, refused_{0};
  std::jthread thread_;
};

// Lets this process hold `files` descriptors, where the machine allows it.
void AllowDescriptors(std::size_t files);

}  // namespace lastgood
