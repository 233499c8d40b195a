#include "net/s3/features.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "net/s3/xml.h"

namespace lastgood {
namespace {

struct Question {
  const char* parameter;
  const char* right;
  Status (*decode)(std::string, S3Features&);
  std::string_view unset_code;  // of the 404 that says "not set"
  void (*unset)(S3Features&);
};

constexpr std::array<Question, 3> kQuestions = {{
    {"versioning", "s3:GetBucketVersioning", &DecodeVersioning, "", nullptr},
    {"object-lock", "s3:GetBucketObjectLockConfiguration", &DecodeObjectLock,
     "ObjectLockConfigurationNotFoundError",
     [](S3Features& features) { features.known["object_lock"] = false; }},
    {"lifecycle", "s3:GetLifecycleConfiguration", &DecodeLifecycle, "NoSuchLifecycleConfiguration",
     [](S3Features& features) { features.known["lifecycle"] = features.known["abort_incomplete"] = false; }},
}};

void AskFor(const Question& question, S3Client& client, const Deadline& deadline, S3Features& features) {
  const S3Call call{
      .what = fmt::format("reading ?{} of s3://{}", question.parameter, client.settings().location.bucket),
      .query = {{question.parameter, ""}},
      .right = question.right};
  Result<S3Answer> answer = client.Ask(call, deadline, [&](HttpResponse& response) {
    return question.decode(std::move(response.body), features);
  });
  if (!answer.ok()) {
    features.error = std::move(answer).error();
    return;
  }
  if (!answer->error) return;
  if (answer->error->code == ErrorCode::kForbidden) features.denied.insert(question.parameter);
  if (answer->response.status == 404 && answer->code.code == question.unset_code && question.unset != nullptr)
    question.unset(features);
}

std::string_view Text(const pugi::xml_node& node, const char* name) { return node.child_value(name); }

}  // namespace

Status DecodeVersioning(std::string body, S3Features& features) {
  LASTGOOD_ASSIGN(const S3Document document, S3Document::Parse(std::move(body), "VersioningConfiguration"));
  const std::string_view status = Text(document.root(), "Status");
  if (!status.empty() && status != "Enabled" && status != "Suspended")
    return Error{ErrorCode::kMalformed, "Status: expected Enabled or Suspended"};
  features.known["versioning"] = status == "Enabled";
  features.versioned = !status.empty();
  return Ok();
}

Status DecodeObjectLock(std::string body, S3Features& features) {
  LASTGOOD_ASSIGN(const S3Document document, S3Document::Parse(std::move(body), "ObjectLockConfiguration"));
  features.known["object_lock"] = Text(document.root(), "ObjectLockEnabled") == "Enabled";
  return Ok();
}

Status DecodeLifecycle(std::string body, S3Features& features) {
  LASTGOOD_ASSIGN(features.rules, DecodeLifecycleRules(std::move(body)));
  features.known["lifecycle"] = !features.rules.empty();
  features.known["abort_incomplete"] = std::ranges::any_of(features.rules, &LifecycleRule::aborts_uploads);
  return Ok();
}

std::vector<LifecycleRule> ReadLifecycleRules(S3Client& client, const Deadline& deadline) {
  S3Features features;
  for (const Question& question : kQuestions)
    if (question.decode == &DecodeLifecycle) AskFor(question, client, deadline, features);
  return features.rules;
}

S3Features ReadS3Features(S3Client& client, const Deadline& deadline) {
  S3Features features;
  for (const Question& question : kQuestions) AskFor(question, client, deadline, features);
  return features;
}

}  // namespace lastgood
