#include "net/manifests/sink.h"

#include <fmt/format.h>

#include <filesystem>

#include "base/time.h"
#include "net/manifests/placeholders.h"
#include "net/objects/list_json.h"
#include "net/objects/reading.h"
#include "net/objects/repair.h"

namespace lastgood {
namespace {

constexpr std::size_t kMostNesting = 4;  // lists within lists
constexpr std::size_t kMostFileErrors = 100;
constexpr std::size_t kMostSeconds = 1000;
constexpr std::size_t kMostFiles = 10'000;
constexpr std::size_t kProgressEvery = 500;

struct GroupVersion {
  std::string_view group, version;
};

GroupVersion Split(std::string_view api_version) {
  const std::size_t slash = api_version.find('/');
  if (slash == std::string_view::npos) return {"", api_version};
  return {api_version.substr(0, slash), api_version.substr(slash + 1)};
}

bool SameKind(const Resource& resource, const ObjectName& name) {
  return resource.kind == name.kind && resource.group == Split(name.api_version).group;
}

bool Wanted(const Reading& reading, const ObjectName& name) {
  return (reading.name.empty() || reading.name == name.name) &&
         (reading.namespace_.empty() || name.namespace_.empty() || reading.namespace_ == name.namespace_);
}

// "Backup" of "BackupList"; "" of a "List", which says nothing of its items.
std::string_view ItemKind(std::string_view kind) {
  return kind.ends_with("List") ? kind.substr(0, kind.size() - 4) : "";
}

// The API server gives each object a uid and a time; nobody writes them by hand.
bool IsLive(const Fields& fields) {
  return fields.Has({"metadata", "uid"}) || fields.Has({"metadata", "creationTimestamp"});
}

Error Template(std::string_view blank) {
  return {ErrorCode::kMalformed,
          fmt::format("a template, {} is not filled in: give lastgood what it becomes", Cut(blank))};
}

}  // namespace

ManifestSink::ManifestSink(std::span<const Reading> readings, const Progress& progress,
                           CompleteKinds complete)
    : progress_(progress), complete_(std::move(complete)) {
  for (const Reading& reading : readings) {
    targets_.emplace_back().reading = &reading;
    wanted_.emplace(reading.resource.kind);
  }
}

void ManifestSink::BeginFile(std::string name, bool repaired) {
  file_ = std::move(name);
  repaired_ = repaired;
  kinds_in_file_ = 0;
  file_failed_ = false;
  for (Target& target : targets_) target.seen_in_file = false;
}

void ManifestSink::Item(std::string_view json, const std::optional<Error>& fault) {
  Object(json, fault, Origin::kItem);
}

void ManifestSink::Document(std::string_view json, const std::optional<Error>& fault) {
  Object(json, fault, Origin::kDocument);
}

void ManifestSink::Object(std::string_view json, const std::optional<Error>& fault, Origin origin) {
  if (fault) return Refused(json, *fault);
  Result<Fields> fields = parser_.Parse(json);
  if (!fields.ok()) return Refused(json, fields.error());
  const ObjectName name = NameOf(*fields);
  if (name.kind.ends_with("List") && fields->Has({"items"})) return NestedList(json);
  if (!name.kind.empty()) return Accepted(json, *fields, name, origin);
  pending_.emplace_back(json);
  Pad(pending_.back());
}

void ManifestSink::Refused(std::string_view json, const Error& error) {
  file_failed_ = true;
  const ObjectName name = parser_.Guess(json);
  const Error located = error.In(file_);
  if (name.kind.empty()) return FileProblem(name.name.empty() ? error : error.In(Shown(name)));
  for (Target& target : targets_) {
    if (!SameKind(target.reading->resource, name)) continue;
    target.seen = target.seen_in_file = true;
    if (name.name.empty() || Wanted(*target.reading, name)) target.problems.Add(MakeProblem(name, located));
  }
}

void ManifestSink::Accepted(std::string_view json, const Fields& fields, const ObjectName& name,
                            Origin origin) {
  ++kinds_in_file_;
  const bool live = origin == Origin::kItem || IsLive(fields);
  for (Target& target : targets_) {
    const Resource& resource = target.reading->resource;
    if (!SameKind(resource, name)) continue;
    const std::string_view version = Split(name.api_version).version;
    target.seen_in_file = true;
    if (!Wanted(*target.reading, name)) {
      target.seen = target.seen || version == resource.version;
      target.live = target.live || live;
    } else if (version == resource.version) {
      target.live = target.live || live;
      live ? Visit(target, json, fields, name) : VisitWritten(target, json, fields, name);
    } else {
      target.problems.Add(MakeProblem(
          name, Error{ErrorCode::kMalformed,
                      fmt::format("{}: apiVersion {} is not read, only {}{}{}", file_, Cut(name.api_version),
                                  resource.group, resource.group.empty() ? "" : "/", resource.version)}));
    }
  }
}

void ManifestSink::Visit(Target& target, std::string_view json, const Fields& fields,
                         const ObjectName& name) {
  target.seen = true;
  if (repaired_ && json.find(kReplacement) != std::string_view::npos) {
    target.problems.Add(MakeProblem(
        name, Error{ErrorCode::kMalformed, file_ + ": holds bytes that are not valid text, read as U+FFFD"}));
  }
  Status status = RequireName(fields, name);
  if (status.ok()) status = target.reading->visit(fields);
  if (!status.ok()) target.problems.Add(MakeProblem(name, std::move(status).error().In(file_)));
  if (++target.objects % kProgressEvery == 0 && progress_) {
    progress_(target.reading->resource.plural, target.objects);
  }
}

void ManifestSink::VisitWritten(Target& target, std::string_view json, const Fields& fields,
                                const ObjectName& name) {
  if (!kustomizations_) return VisitWhole(target, json, fields, name);
  const std::string path = std::filesystem::path(file_).lexically_normal().string();
  Result<std::optional<std::string>> made = kustomizations_->Apply(path, name, json);
  if (!made.ok()) {
    target.seen = true;
    target.problems.Add(MakeProblem(name, made.error().In(file_)));
    return;
  }
  if (!*made) return VisitWhole(target, json, fields, name);
  const std::size_t size = (*made)->size();
  Pad(**made);
  const std::string_view text(std::string_view(**made).substr(0, size));
  const Result<Fields> changed = patched_parser_.Parse(text);
  if (!changed.ok()) return Refused(json, changed.error());
  VisitWhole(target, text, *changed, name);
}

void ManifestSink::VisitWhole(Target& target, std::string_view json, const Fields& fields,
                              const ObjectName& name) {
  std::optional<std::string> blank = BarePlaceholder(json);
  if (IsTemplateName(name.namespace_)) blank = name.namespace_;
  if (IsTemplateName(name.name)) blank = name.name;
  if (blank) {
    target.seen = true;
    target.problems.Add(MakeProblem(name, Template(*blank).In(file_)));
    return;
  }
  std::size_t& fullest = target.written[{name.namespace_, name.name}];
  if (fullest > 0 && seconds_.size() < kMostSeconds) seconds_.insert(Shown(name));
  if (json.size() < fullest) return;
  fullest = json.size();
  Visit(target, json, fields, name);
}

void ManifestSink::NestedList(std::string_view json) {
  if (nesting_ == kMostNesting)
    return FileProblem({ErrorCode::kMalformed, "lists within lists within lists"});
  ++nesting_;
  std::vector<std::string> outer = std::exchange(pending_, {});
  // The list's text belongs to the caller, so that our own parser may go on to its items.
  ListParser lists;
  const auto end = lists.Walk(json, [this](std::string_view item) {
    Item(item, std::nullopt);
    return Ok();
  });
  if (end.ok()) EndList(end->api_version, end->kind);
  if (!end.ok()) FileProblem(end.error());
  pending_ = std::move(outer);
  --nesting_;
}

void ManifestSink::EndList(const std::string& api_version, const std::string& kind) {
  if (!kind.empty()) ++kinds_in_file_;
  const std::string item_kind(ItemKind(kind));
  FlushPending(api_version, item_kind);
  const ObjectName type{api_version, item_kind, "", ""};
  for (Target& target : targets_) {
    const Resource& resource = target.reading->resource;
    if (!SameKind(resource, type) || Split(api_version).version != resource.version) continue;
    target.seen = target.seen_in_file = target.live = true;
  }
}

void ManifestSink::FlushPending(const std::string& api_version, const std::string& item_kind) {
  for (const std::string& padded : std::exchange(pending_, {})) {
    const std::string_view json(padded.data(), padded.size() - kTextPadding);
    const Result<Fields> fields = parser_.Parse(json);
    if (!fields.ok() || item_kind.empty()) continue;
    ObjectName name = NameOf(*fields);
    name.api_version = api_version;
    name.kind = item_kind;
    Accepted(json, *fields, name, Origin::kItem);
  }
}

void ManifestSink::FileProblem(const Error& error) {
  file_failed_ = true;
  if (file_errors_.size() < kMostFileErrors) file_errors_.push_back(error.In(file_));
}

void ManifestSink::HelmTemplate() {
  if (helm_templates_.size() < kMostFiles) helm_templates_.insert(file_);
}

void ManifestSink::EndFile() {
  pending_.clear();
  for (const Error& error : std::exchange(file_errors_, {})) {
    bool told = false;
    for (Target& target : targets_) {
      if (!target.seen_in_file) continue;
      target.problems.Add({std::string(target.reading->resource.kind), "", "", error});
      told = true;
    }
    if (!told && !targets_.empty()) targets_.front().problems.Add({"", "", "", error});
  }
}

std::vector<Result<ReadOutcome>> ManifestSink::Finish() && {
  std::vector<Result<ReadOutcome>> outcomes;
  for (Target& target : targets_) {
    const ReadState state = complete_.Has(target.reading->resource) || target.live ? ReadState::kRead
                            : target.seen                                          ? ReadState::kPart
                                                                                   : ReadState::kUnread;
    if (progress_ && target.seen) progress_(target.reading->resource.plural, target.objects);
    outcomes.emplace_back(ReadOutcome{state, std::move(target.problems).Take()});
  }
  return outcomes;
}

}  // namespace lastgood
