// What lastgood's own metrics say of a request (base/instruments.h). Thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "base/instruments.h"
#include "net/http/http.h"

namespace lastgood {

// "10.0.0.1:6443": the host and port of a URL as it stands there, without credentials.
std::string HostOf(std::string_view url);

// Counts a request, unless `instruments` is null, that has ended with `result`, and how long it `took`.
void Measure(Instruments* instruments, const HttpRequest& request, const Result<HttpResponse>& result,
             Duration took);
// The same for an answer that lasts, whose length says nothing.
void MeasureLasting(Instruments* instruments, const HttpRequest& request, const Result<HttpResponse>& result);

}  // namespace lastgood
