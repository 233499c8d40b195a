// How a server is reached that asks who reads: credentials from files, TLS, tries. Secrets are read anew for
// every request and appear in no error. kConfig: a secret's file cannot be read. Values and pure functions;
// they may be called from any thread.
#pragma once

#include <string>

#include "base/config_reader.h"
#include "net/http/http.h"
#include "net/http/retry.h"

namespace lastgood {

struct HttpAccess {
  std::string username, password_file;
  std::string bearer_token_file;
  std::string api_key_file;  // "Authorization: ApiKey <content>"
  TlsOptions tls;
  RetryPolicy retry = {.tries = 3};
};

// Reads basic_auth {username, password_file}, bearer_token_file, ca_file and insecure_skip_verify. Mistakes
// are complained about to the reader.
HttpAccess ReadHttpAccess(ConfigReader& reader);

// The `url` of an entry: http or https, without credentials and without a slash at its end.
std::string ReadHttpUrl(ConfigReader& reader, std::string_view example);

// One exchange. `refused` is the secret that the server last refused: a rotated one is worth another try.
Attempt<HttpResponse> TryWithAccess(HttpRequest request, const HttpAccess& access, HttpClient& http,
                                    const Clock& clock, std::string& refused);

// The same, tried again while that may help.
Result<HttpResponse> AskWithAccess(const HttpRequest& request, const HttpAccess& access, HttpClient& http,
                                   const Clock& clock);

}  // namespace lastgood
