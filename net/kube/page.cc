#include "net/kube/page.h"

#include <fmt/format.h>

#include "base/outside_text.h"
#include "base/time.h"
#include "net/objects/reading.h"
#include "net/objects/repair.h"

namespace lastgood {
namespace {

std::string ApiVersion(const Resource& resource) {
  return fmt::format("{}{}{}", resource.group, resource.group.empty() ? "" : "/", resource.version);
}

Status RequireList(const ListEnd& list, const Resource& resource) {
  const std::string kind = std::string(resource.kind) + "List";
  if (list.kind == kind && list.api_version == ApiVersion(resource) && list.has_items) return Ok();
  return Error{ErrorCode::kMalformed,
               fmt::format("expected a {} of {}, found {} of {}{}", kind, ApiVersion(resource),
                           list.kind.empty() ? "no kind" : Cut(list.kind),
                           list.api_version.empty() ? "no apiVersion" : Cut(list.api_version),
                           list.has_items ? "" : ", without items")};
}

}  // namespace

void KubePageDecoder::Item(std::string_view json, const Resource& resource,
                           const std::function<Status(const Fields&)>& visit, ProblemList& problems) {
  const Result<Fields> fields = objects_.Parse(json);
  if (!fields.ok()) {
    ObjectName name = objects_.Guess(json);
    name.kind = resource.kind;
    return problems.Add(MakeProblem(name, fields.error()));
  }
  Status status = fields->Has({"metadata", "name"}) ? visit(*fields) : RequireName(*fields, NameOf(*fields));
  const bool replaced = repaired_ && json.find(kReplacement) != std::string_view::npos;
  if (status.ok() && !replaced) return;
  ObjectName name = NameOf(*fields);
  name.kind = resource.kind;
  if (!status.ok()) problems.Add(MakeProblem(name, std::move(status).error()));
  if (replaced) {
    problems.Add(
        MakeProblem(name, {ErrorCode::kMalformed, "holds bytes that are not valid text, read as U+FFFD"}));
  }
}

Result<KubePageDecoder::Page> KubePageDecoder::Decode(std::string& body, const Resource& resource,
                                                      const std::function<Status(const Fields&)>& visit,
                                                      ProblemList& problems) {
  Page page;
  const auto walk = [&] {
    const std::size_t size = body.size();
    Pad(body);
    return lists_.Walk(std::string_view(body).substr(0, size), [&](std::string_view item) {
      ++page.items;
      Item(item, resource, visit, problems);
      return Ok();
    });
  };
  if (IsHtmlPage(body))
    return Error{
        ErrorCode::kMalformed,
        fmt::format("expected JSON, found {}: a proxy or a login page may answer in the server's place",
                    BodyInWords(body))};
  repaired_ = false;
  Result<ListEnd> list = walk();
  if (!list.ok() && page.items == 0) {
    // The parser refuses text with one invalid byte as a whole.
    body.resize(body.size() - kTextPadding);
    std::string clean = CleanText(body, true);
    repaired_ = clean != body;
    body = std::move(clean);
    if (repaired_) list = walk();
  }
  if (!list.ok()) return list.error();
  LASTGOOD_RETURN_IF_ERROR(RequireList(*list, resource));
  page.continue_token = list->continue_token;
  page.resource_version = list->resource_version;
  return page;
}

}  // namespace lastgood
