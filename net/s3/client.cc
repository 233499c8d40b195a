#include "net/s3/client.h"

#include <fmt/format.h>

namespace lastgood {
namespace {

// A success may hide an error document; its beginning tells.
bool LooksLikeError(std::string_view body) {
  const std::string_view start = body.substr(0, 256);
  return start.find("<Error>") != std::string_view::npos || start.find("<Error ") != std::string_view::npos;
}

bool IsSuccess(const HttpResponse& response) { return response.status >= 200 && response.status < 300; }

// Amazon's own where none is told; other servers seldom care.
std::string RegionOrUsual(const std::string& region) { return region.empty() ? "us-east-1" : region; }

KeyEnvironment KeysFor(const S3Settings& settings, HttpClient& http, const Clock& clock,
                       const Getenv& getenv) {
  const AwsProfile profile(getenv, settings.credentials.profile);
  return {http, clock, getenv, RegionOrUsual(settings.region), profile.EndpointOf("sts"), profile.CaBundle()};
}

}  // namespace

S3Client::S3Client(S3Settings settings, HttpClient& http, const Clock& clock, const Getenv& getenv)
    : settings_(std::move(settings)),
      http_(http),
      clock_(clock),
      credentials_(settings_.credentials, KeysFor(settings_, http, clock, getenv)) {}

// What the config leaves open is for the Secret to say, then for the environment.
Result<S3Client::Way> S3Client::WayBy(const SecretPlace& secret) const {
  const LeftOpen& open = settings_.left_open;
  const auto choose = [](bool is_open, const std::string& told, const std::string& otherwise) {
    return is_open && !told.empty() ? told : otherwise;
  };
  Way way{.region = RegionOrUsual(choose(open.region, secret.region, settings_.region)),
          .tls = settings_.tls};
  const std::string endpoint = choose(open.endpoint, secret.endpoint, settings_.endpoint);
  LASTGOOD_ASSIGN(way.address, AddressOf(settings_.location, endpoint, way.region, settings_.path_style));
  if (open.authorities && !secret.ca_pem.empty()) way.tls.ca_pem = secret.ca_pem;
  return way;
}

HttpRequest S3Client::Prepare(const S3Call& call, const Way& way, const AwsKeys& keys,
                              const Deadline& deadline, std::string& canonical) const {
  const S3Address& address = way.address;
  SigningRequest to_sign{
      .host = address.host, .query = call.query, .headers = call.headers, .region = way.region};
  to_sign.path = address.path;
  if (!call.key.empty() || address.path.empty()) to_sign.path += "/" + call.key;
  SignedRequest signed_request = SignV4(to_sign, keys, clock_.Wall());
  HttpRequest request{.url = fmt::format("{}://{}{}", address.scheme, address.host, signed_request.target),
                      .headers = call.headers,
                      .tls = way.tls,
                      .max_body = call.max_body,
                      .timeout = settings_.request_timeout,
                      .deadline = deadline};
  if (credentials_.anonymous()) return request;
  for (auto& header : signed_request.headers) request.headers.push_back(std::move(header));
  canonical = std::move(signed_request.canonical_request);
  return request;
}

void S3Client::Judge(const S3Call& call, const std::string& region, const std::string& canonical,
                     S3Answer& answer) const {
  if (IsSuccess(answer.response) && (call.object || !LooksLikeError(answer.response.body))) return;
  answer.code = DecodeS3Error(answer.response.body);
  if (IsSuccess(answer.response) && answer.code.code.empty()) return;  // what it is, the reader will say
  const S3Question question{call.what, region, canonical, credentials_.anonymous(), call.right, call.hint};
  answer.error = ExplainS3(question, answer.response, answer.code, clock_.Wall());
}

Attempt<S3Answer> S3Client::Try(const S3Call& call, const Deadline& deadline, const Read& read,
                                bool& renewed) {
  PlacedKeys keys;
  if (!credentials_.anonymous()) {
    Result<PlacedKeys> found = credentials_.Get(deadline);
    if (!found.ok()) return {.result = std::move(found).error().In(call.what)};
    keys = std::move(found).value();
  }
  const Result<Way> way = WayBy(keys.place);
  if (!way.ok()) return {.result = Error(way.error()).In(call.what)};
  std::string canonical;
  const HttpRequest request = Prepare(call, *way, keys, deadline, canonical);
  ++requests_;
  Attempt<HttpResponse> attempt = lastgood::Judge(http_.Do(request), clock_);
  if (!attempt.result.ok())
    return {.result = std::move(attempt.result).error().In(call.what), .may_pass = attempt.may_pass};

  S3Answer answer{std::move(attempt.result).value(), {}, {}};
  Judge(call, way->region, canonical, answer);
  if (!answer.error) {
    Status status = read ? read(answer.response) : Ok();
    const bool cut = !status.ok() && status.error().code == ErrorCode::kTruncated;
    if (!status.ok()) answer.error = std::move(status).error().In(call.what);
    return {.result = std::move(answer), .may_pass = cut};
  }
  bool again = MayPass(answer.response, answer.code);
  if (!renewed && !credentials_.anonymous() && IsAboutKeys(answer.response, answer.code)) {
    renewed = true;
    again = credentials_.Renew(keys, deadline);
  }
  return {std::move(answer), again, attempt.after};
}

Result<S3Answer> S3Client::Ask(const S3Call& call, const Deadline& deadline, const Read& read) {
  bool renewed = false;
  return Retry(clock_, deadline, [&] { return Try(call, deadline, read, renewed); }, settings_.retry);
}

Status S3Client::Get(const S3Call& call, const Deadline& deadline, const Read& read) {
  LASTGOOD_ASSIGN(S3Answer answer, Ask(call, deadline, read));
  if (answer.error) return std::move(*answer.error);
  return Ok();
}

}  // namespace lastgood
