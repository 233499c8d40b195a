#include "net/s3/features.h"

#include <fmt/format.h>

#include <array>

#include "net/s3/xml.h"

namespace lastgood {
namespace {

struct Question {
  const char* parameter;
  Status (*decode)(std::string, S3Features&);
  std::string_view unset_code;  // of the 404 that says "not set"
  void (*unset)(S3Features&);
};

constexpr std::array<Question, 3> kQuestions = {{
    {"versioning", &DecodeVersioning, "", nullptr},
    {"object-lock", &DecodeObjectLock, "ObjectLockConfigurationNotFoundError",
     [](S3Features& features) { features.known["object_lock"] = false; }},
    {"lifecycle", &DecodeLifecycle, "NoSuchLifecycleConfiguration",
     [](S3Features& features) { features.known["lifecycle"] = features.known["abort_incomplete"] = false; }},
}};

void AskFor(const Question& question, S3Client& client, const Deadline& deadline, S3Features& features) {
  const S3Call call{
      .what = fmt::format("reading ?{} of s3://{}", question.parameter, client.settings().location.bucket),
      .query = {{question.parameter, ""}}};
  Result<S3Answer> answer = client.Ask(call, deadline, [&](HttpResponse& response) {
    return question.decode(std::move(response.body), features);
  });
  if (!answer.ok()) {
    features.error = std::move(answer).error();
    return;
  }
  if (!answer->error) return;
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
  LASTGOOD_ASSIGN(const S3Document document, S3Document::Parse(std::move(body), "LifecycleConfiguration"));
  bool any = false;
  bool abort = false;
  const pugi::xml_node root = document.root();
  for (const pugi::xml_node rule : root.children("Rule")) {
    if (Text(rule, "Status") != "Enabled") continue;
    any = true;
    abort = abort || rule.child("AbortIncompleteMultipartUpload");
  }
  features.known["lifecycle"] = any;
  features.known["abort_incomplete"] = abort;
  return Ok();
}

S3Features ReadS3Features(S3Client& client, const Deadline& deadline) {
  S3Features features;
  for (const Question& question : kQuestions) AskFor(question, client, deadline, features);
  return features;
}

}  // namespace lastgood
