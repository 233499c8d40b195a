// HTTP/1.1 as TestServer speaks it over one connection: requests in, scripted answers and faults out. Used by
// that connection's thread only.
#pragma once

#include <optional>
#include <string>

#include "tests/support/test_server.h"
#include "tests/support/test_stream.h"

namespace lastgood {

// The next request; what was read beyond it stays in `buffer`. nullopt when the client is gone.
std::optional<TestServer::Request> ReadRequest(TestStream& stream, std::string& buffer);

// Answers; true when the connection goes on.
bool SendReply(TestStream& stream, const TestServer::Request& request, TestServer::Reply reply);

}  // namespace lastgood
