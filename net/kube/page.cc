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

void KubePageDecoder::Text(std::string_view json, const Resource& resource, const Visit& visit,
                           ProblemList& problems) {
  const Result<Fields> fields = objects_.Parse(json);
  if (fields.ok())
    return Item(*fields, repaired_ && json.find(kReplacement) != std::string_view::npos, resource, visit,
                problems);
  ObjectName name = objects_.Guess(json);
  name.kind = resource.kind;
  problems.Add(MakeProblem(name, fields.error()));
}

void KubePageDecoder::Item(const Fields& fields, bool replaced, const Resource& resource, const Visit& visit,
                           ProblemList& problems) const {
  Status status = fields.Has({"metadata", "name"}) ? visit(fields) : RequireName(fields, NameOf(fields));
  if (status.ok() && !replaced) return;
  ObjectName name = NameOf(fields);
  name.kind = resource.kind;
  if (!status.ok()) problems.Add(MakeProblem(name, std::move(status).error()));
  if (replaced) {
    problems.Add(
        MakeProblem(name, {ErrorCode::kMalformed, "holds bytes that are not valid text, read as U+FFFD"}));
  }
}

// At once; item by item where that cannot be, so that a broken object costs no other.
Result<ListEnd> KubePageDecoder::Walk(std::string& body, const Resource& resource, const Visit& visit,
                                      ProblemList& problems, std::size_t& items) {
  const std::size_t size = body.size();
  Pad(body);
  const std::string_view json = std::string_view(body).substr(0, size);
  if (!repaired_) {
    const std::optional<ListEnd> whole = wholes_.Walk(json, [&](const Fields& fields) {
      ++items;
      Item(fields, false, resource, visit, problems);
    });
    if (whole) return *whole;
  }
  return lists_.Walk(json, [&](std::string_view item) {
    ++items;
    Text(item, resource, visit, problems);
    return Ok();
  });
}

Result<KubePageDecoder::Page> KubePageDecoder::Decode(std::string& body, const Resource& resource,
                                                      const Visit& visit, ProblemList& problems) {
  Page page;
  if (IsHtmlPage(body))
    return Error{
        ErrorCode::kMalformed,
        fmt::format("expected JSON, found {}: a proxy or a login page may answer in the server's place",
                    BodyInWords(body))};
  repaired_ = false;
  Result<ListEnd> list = Walk(body, resource, visit, problems, page.items);
  if (!list.ok() && page.items == 0) {
    // The parser refuses text with one invalid byte as a whole.
    body.resize(body.size() - kTextPadding);
    std::string clean = CleanText(body, true);
    repaired_ = clean != body;
    body = std::move(clean);
    if (repaired_) list = Walk(body, resource, visit, problems, page.items);
  }
  if (!list.ok()) return list.error();
  LASTGOOD_RETURN_IF_ERROR(RequireList(*list, resource));
  page.continue_token = list->continue_token;
  page.resource_version = list->resource_version;
  return page;
}

}  // namespace lastgood
