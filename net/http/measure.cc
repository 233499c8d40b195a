#include "net/http/measure.h"

#include <algorithm>

namespace lastgood {
namespace {

std::string OutcomeOf(const Result<HttpResponse>& result) {
  return result.ok() ? std::to_string(result->status) : std::string(ToString(result.error().code));
}

}  // namespace

std::string HostOf(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme != url.npos) url.remove_prefix(scheme + 3);
  url = url.substr(0, std::min(url.find_first_of("/?#"), url.size()));
  const std::size_t credentials = url.rfind('@');
  if (credentials != url.npos) url.remove_prefix(credentials + 1);
  return std::string(url);
}

void Measure(Instruments* instruments, const HttpRequest& request, const Result<HttpResponse>& result,
             Duration took) {
  MeasureLasting(instruments, request, result);
  if (instruments != nullptr) instruments->TimeRequest(HostOf(request.url), took);
}

void MeasureLasting(Instruments* instruments, const HttpRequest& request,
                    const Result<HttpResponse>& result) {
  if (instruments != nullptr) instruments->CountRequest(HostOf(request.url), OutcomeOf(result));
}

}  // namespace lastgood
