#include "net/s3/error.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/outside_text.h"
#include "base/time.h"

namespace lastgood {
namespace {

// More than this between the clocks, and a server refuses what we sign.
constexpr Duration kMostSkew = std::chrono::minutes(14);

template <std::size_t N>
bool IsOneOf(std::string_view code, const std::array<std::string_view, N>& codes) {
  return std::ranges::find(codes, code) != codes.end();
}

constexpr std::array<std::string_view, 9> kThrottleCodes = {"SlowDown",
                                                            "SlowDownRead",
                                                            "SlowDownWrite",
                                                            "Throttling",
                                                            "ThrottlingException",
                                                            "TooManyRequests",
                                                            "RequestLimitExceeded",
                                                            "ServiceUnavailable",
                                                            "BandwidthLimitExceeded"};
constexpr std::array<std::string_view, 9> kKeyCodes = {
    "InvalidAccessKeyId",   "SignatureDoesNotMatch", "ExpiredToken",
    "InvalidToken",         "TokenRefreshRequired",  "ExpiredTokenException",
    "InvalidClientTokenId", "NotSignedUp",           "InvalidSecurity"};
constexpr std::array<std::string_view, 5> kRegionCodes = {"AuthorizationHeaderMalformed", "PermanentRedirect",
                                                          "TemporaryRedirect", "IncorrectEndpoint",
                                                          "IllegalLocationConstraintException"};
// By code too: some servers send an error with status 200.
constexpr std::array<std::string_view, 3> kDeniedCodes = {"AccessDenied", "AllAccessDisabled",
                                                          "AccountProblem"};
constexpr std::array<std::string_view, 3> kMissingCodes = {"NoSuchBucket", "NoSuchKey", "NoSuchUpload"};
constexpr std::array<std::string_view, 3> kPassingCodes = {"InternalError", "RequestTimeout",
                                                           "OperationAborted"};

// Garage answers a bad signature with AccessDenied and these words.
bool SaysBadSignature(const S3Error& error) {
  return error.message.find("nvalid signature") != std::string::npos;
}

// "403 AccessDenied: Access Denied."
std::string Said(const HttpResponse& response, const S3Error& error) {
  if (error.code.empty())
    return fmt::format("HTTP {} without an error of S3, but with {}", response.status,
                       BodyInWords(response.body));
  std::string_view message = error.message;
  if (message.ends_with('.')) message.remove_suffix(1);  // our sentence goes on
  return fmt::format("HTTP {} {}: {}", response.status, error.code, message);
}

std::string RightRegion(const HttpResponse& response, const S3Error& error) {
  if (!error.region.empty()) return error.region;
  return Cut(response.Header("x-amz-bucket-region"));
}

bool IsRegion(const HttpResponse& response, const S3Error& error) {
  if (IsOneOf(error.code, kRegionCodes)) return true;
  return response.status == 301 || response.status == 307 || response.status == 308;
}

Error WrongRegion(const S3Question& question, const HttpResponse& response, const S3Error& error) {
  const std::string region = RightRegion(response, error);
  const std::string location = Cut(response.Header("location"), 200);
  std::string advice;
  if (!region.empty())
    advice = fmt::format("set `region: {}`", region);
  else if (!error.endpoint.empty())
    advice = fmt::format("set `endpoint` and `region` for {}", error.endpoint);
  else if (!location.empty())
    advice = fmt::format("the server points to {}: set `endpoint` and `region` to match", location);
  else
    advice = "set `region` to the bucket's own";
  return {ErrorCode::kWrongRegion, fmt::format("{}: {}; signed for region {}: {}", question.what,
                                               Said(response, error), question.region, advice)};
}

Error Skewed(const S3Question& question, const HttpResponse& response, const S3Error& error,
             std::optional<Duration> skew) {
  const std::string message = question.what + ": " + Said(response, error);
  if (!skew) return {ErrorCode::kClockSkew, message + ": set this machine's clock (NTP)"};
  const auto seconds = std::chrono::round<std::chrono::seconds>(*skew).count();
  return {ErrorCode::kClockSkew,
          fmt::format("{}: this machine's clock is {} s {} the server's: synchronise them (NTP)", message,
                      std::abs(seconds), seconds < 0 ? "behind" : "ahead of")};
}

bool IsSkew(const HttpResponse& response, const S3Error& error, std::optional<Duration> skew) {
  if (error.code == "RequestTimeTooSkewed") return true;
  // Some servers call it a bad request or a bad signature; the Date header tells better.
  const bool refused = response.status == 403 || (response.status == 400 && error.code == "InvalidRequest");
  return refused && skew && (*skew > kMostSkew || *skew < -kMostSkew);
}

// The first line in which our canonical request differs from the server's, without values that are secret.
std::string Difference(std::string_view ours, std::string_view theirs) {
  if (ours.empty() || theirs.empty()) return "";
  while (!ours.empty() || !theirs.empty()) {
    const std::string_view a = ours.substr(0, ours.find('\n'));
    const std::string_view b = theirs.substr(0, theirs.find('\n'));
    if (a != b && a.starts_with("x-amz-security-token")) return "; the session token arrived changed";
    if (a != b)
      return fmt::format("; we signed \"{}\", the server saw \"{}\": a proxy in between changes requests",
                         Cut(a), Cut(b));
    ours.remove_prefix(std::min(ours.size(), a.size() + 1));
    theirs.remove_prefix(std::min(theirs.size(), b.size() + 1));
  }
  return "";
}

Error BadKeys(const S3Question& question, const HttpResponse& response, const S3Error& error) {
  std::string advice = "check `credentials`";
  if (error.code == "InvalidAccessKeyId") advice = "the access key is unknown there: check `credentials`";
  if (error.code == "SignatureDoesNotMatch" || SaysBadSignature(error))
    advice = "check the secret key" + Difference(question.canonical_request, error.canonical_request);
  if (error.code.starts_with("Expired")) advice = "the session token has expired: renew it";
  if (question.anonymous) advice = "the server wants credentials: remove `anonymous`";
  return {ErrorCode::kUnauthorized, fmt::format("{}: {}: {}", question.what, Said(response, error), advice)};
}

// What an object in an archive class answers: no right is missing.
bool IsArchived(const S3Error& error) { return error.code == "InvalidObjectState"; }

ErrorCode CodeOf(const HttpResponse& response, const S3Error& error) {
  if (IsArchived(error)) return ErrorCode::kUnavailable;
  if (IsRegion(response, error)) return ErrorCode::kWrongRegion;
  if (IsAboutKeys(response, error)) return ErrorCode::kUnauthorized;
  if (response.status == 429 || IsOneOf(error.code, kThrottleCodes)) return ErrorCode::kThrottled;
  if (response.status == 403 || IsOneOf(error.code, kDeniedCodes)) return ErrorCode::kForbidden;
  if (response.status == 404 || IsOneOf(error.code, kMissingCodes)) return ErrorCode::kNotFound;
  if (response.status >= 500 && response.status != 501) return ErrorCode::kUnavailable;
  if (IsOneOf(error.code, kPassingCodes)) return ErrorCode::kUnavailable;
  if (error.code == "InvalidBucketName") return ErrorCode::kConfig;
  return ErrorCode::kMalformed;
}

std::string Denied(const S3Question& question) {
  if (question.anonymous) return "it is not open to everybody: set `credentials` instead of `anonymous`";
  std::string advice =
      question.right.empty()
          ? "the keys lack the right to do this: allow it in their policy"
          : fmt::format("the keys lack the right {}: allow it in their policy", question.right);
  return question.hint.empty() ? advice : fmt::format("{}, or {}", advice, question.hint);
}

std::string Advice(ErrorCode code, const S3Error& error, const S3Question& question) {
  if (IsArchived(error))
    return "the object lies in an archive class and cannot be read: ask the store to restore it "
           "(RestoreObject), "
           "which takes hours, and move it to a class that can be read at once";
  if (error.code == "NoSuchBucket") return "check the bucket's name in `url`, and `endpoint`";
  switch (code) {
    case ErrorCode::kThrottled:
      return "it asks for fewer requests: raise `interval`";
    case ErrorCode::kForbidden:
      return Denied(question);
    case ErrorCode::kNotFound:
      return "check `url`, `endpoint` and `path_style`";
    case ErrorCode::kUnavailable:
      return "the server, or a proxy before it, fails";
    default:
      return "check `endpoint`, `path_style` and `url`";
  }
}

}  // namespace

std::optional<Duration> ClockSkew(const HttpResponse& response, Time now) {
  const std::string date(response.Header("date"));
  const std::time_t there = date.empty() ? -1 : curl_getdate(date.c_str(), nullptr);
  if (there <= 0) return std::nullopt;
  return now - Time(std::chrono::seconds(there));
}

bool IsAboutKeys(const HttpResponse& response, const S3Error& error) {
  return response.status == 401 || IsOneOf(error.code, kKeyCodes) ||
         (error.code == "AccessDenied" && SaysBadSignature(error));
}

bool MayPass(const HttpResponse& response, const S3Error& error) {
  const int status = response.status;
  return status == 429 || status == 500 || (status >= 502 && status <= 504) ||
         IsOneOf(error.code, kThrottleCodes) || IsOneOf(error.code, kPassingCodes);
}

Error ExplainS3(const S3Question& question, const HttpResponse& response, const S3Error& error, Time now) {
  const std::optional<Duration> skew = ClockSkew(response, now);
  if (IsSkew(response, error, skew)) return Skewed(question, response, error, skew);
  const ErrorCode code = CodeOf(response, error);
  if (code == ErrorCode::kWrongRegion) return WrongRegion(question, response, error);
  if (code == ErrorCode::kUnauthorized) return BadKeys(question, response, error);
  return {code,
          fmt::format("{}: {}: {}", question.what, Said(response, error), Advice(code, error, question))};
}

}  // namespace lastgood
