#include "net/manifests/text.h"

#include <fmt/format.h>

#include "net/manifests/placeholders.h"
#include "net/manifests/yaml.h"
#include "net/objects/list_json.h"
#include "net/objects/repair.h"

namespace lastgood {
namespace {

constexpr std::size_t kMostDocuments = 100'000;

using Stop = std::function<bool()>;

Error NoTime() { return {ErrorCode::kTimeout, "no time was left to read it"}; }

// One JSON document and what it contains.
class JsonReader {
 public:
  JsonReader(const Stop& stop, ManifestSink& sink) : stop_(stop), sink_(sink) {}

  // Where the document ended; the sink knows its objects. Of a cut document only a list counts.
  Result<std::size_t> Document(std::string_view json, bool cut = false) {
    items_ = 0;
    const Result<ListEnd> end = lists_.Walk(json, [this](std::string_view item) -> Status {
      if (stop_()) return NoTime();
      ++items_;
      sink_.Item(item, std::nullopt);
      return Ok();
    });
    if (!end.ok()) return end.error();
    if (end->has_items) {
      sink_.EndList(end->api_version, end->kind);
    } else if (!end->kind.empty() && !cut) {
      sink_.Document(json.substr(0, end->end), std::nullopt);
    }
    return end->end;
  }
  std::size_t items() const { return items_; }

 private:
  const Stop& stop_;
  ManifestSink& sink_;
  ListParser lists_;
  std::size_t items_ = 0;
};

// What a cut list still has, closed where its last complete item ends.
Status ReadCut(JsonReader& reader, std::string_view text, const JsonSpan& span, ManifestSink& sink) {
  std::size_t items = 0;
  if (span.items_end > span.begin && span.closing == "]}") {
    std::string closed(text.substr(span.begin, span.items_end - span.begin));
    closed += span.closing;
    const std::size_t size = closed.size();
    Pad(closed);
    const auto end = reader.Document(std::string_view(closed).substr(0, size), true);
    if (!end.ok() && end.error().code == ErrorCode::kTimeout) return end.error();
    items = reader.items();
  }
  sink.FileProblem(
      {ErrorCode::kTruncated,
       fmt::format("ends in the middle, at byte {}: {} complete items before that were read; dump it again",
                   text.size(), items)});
  return Ok();
}

Status ReadSpan(JsonReader& reader, std::string_view text, const JsonSpan& span, ManifestSink& sink) {
  if (!span.complete) return ReadCut(reader, text, span, sink);
  const auto end = reader.Document(text.substr(span.begin, span.end - span.begin));
  if (end.ok()) return Ok();
  if (end.error().code == ErrorCode::kTimeout) return end.error();
  sink.FileProblem(end.error().In(fmt::format("the document at byte {}", span.begin)));
  return Ok();
}

// The documents of a text that is not one good document; from `from` on, those before were read.
Status ReadSpans(JsonReader& reader, std::string_view text, std::size_t from, ManifestSink& sink) {
  const std::string_view rest = text.substr(from);
  const std::vector<JsonSpan> spans = SplitJson(rest, kMostDocuments);
  for (const JsonSpan& span : spans) {
    LASTGOOD_RETURN_IF_ERROR(ReadSpan(reader, rest, span, sink));
  }
  if (spans.size() == kMostDocuments) {
    sink.FileProblem({ErrorCode::kTooLarge, fmt::format("more than {} documents", kMostDocuments)});
  }
  return Ok();
}

// A document that could not even be begun: its strings may hold raw line breaks, or it is several, or cut.
Status ReadBroken(JsonReader& reader, std::string_view text, ManifestSink& sink) {
  std::string cleaned = CleanText(text, true);
  const std::size_t size = cleaned.size();
  if (size == text.size()) return ReadSpans(reader, text, 0, sink);
  sink.Repaired();
  Pad(cleaned);
  return ReadSpans(reader, std::string_view(cleaned).substr(0, size), 0, sink);
}

Status ReadJson(std::string_view text, const Stop& stop, ManifestSink& sink) {
  JsonReader reader(stop, sink);
  const auto end = reader.Document(text);
  if (end.ok()) return ReadSpans(reader, text, *end, sink);
  if (end.error().code == ErrorCode::kTimeout) return end.error();
  if (reader.items() == 0) return ReadBroken(reader, text, sink);
  // It broke after some items; reading them again would count them twice.
  const std::vector<JsonSpan> spans = SplitJson(text, 1);
  const bool cut = !spans.empty() && !spans.front().complete;
  sink.FileProblem({cut ? ErrorCode::kTruncated : ErrorCode::kMalformed,
                    fmt::format("{} after {} items: {}", cut ? "ends in the middle" : "breaks",
                                reader.items(), end.error().message)});
  return Ok();
}

// The documents of a YAML stream. Each item is passed on when the next one shows that it was complete: a list
// that ends without its kind was cut within its last item.
class YamlReader {
 public:
  YamlReader(const Stop& stop, ManifestSink& sink)
      : sink_(sink),
        events_{.item = [this](std::string_view json, const auto& fault) { Item(json, fault); },
                .document = [this](std::string_view json, const auto& fault) { Document(json, fault); },
                .stop = stop} {}

  Status Read(const YamlPiece& piece) {
    const Status status = ReadYaml(piece, events_);
    if (status.ok()) return Ok();
    if (status.error().code == ErrorCode::kTimeout) return status.error();
    PassHeld();
    sink_.EndList("", "");
    // Not YAML yet: what it makes may be anything, and is not among these files.
    if (piece.text.find("{{") != piece.text.npos)
      sink_.HelmTemplate();
    else
      sink_.FileProblem(status.error());
    return Ok();
  }

 private:
  struct Held {
    std::string json;
    std::optional<Error> fault;
  };

  void Item(std::string_view json, const std::optional<Error>& fault) {
    PassHeld();
    held_ = Held{std::string(json), fault};
    Pad(held_->json);
  }

  void PassHeld() {
    if (!held_) return;
    sink_.Item(std::string_view(held_->json).substr(0, held_->json.size() - kTextPadding), held_->fault);
    held_.reset();
  }

  void Document(std::string_view json, const std::optional<Error>& fault) {
    const Result<ListEnd> end = lists_.Walk(json, [](std::string_view) { return Ok(); });
    const bool list = end.ok() && end->has_items;
    if (!list) {
      if (fault || (end.ok() && !end->kind.empty())) sink_.Document(json, fault);
      return;
    }
    if (end->kind.empty()) {
      held_.reset();
      sink_.FileProblem({ErrorCode::kTruncated, "a list that ends without its kind was cut; dump it again"});
    }
    if (fault) sink_.FileProblem(*fault);
    PassHeld();
    sink_.EndList(end->api_version, end->kind);
  }

  ManifestSink& sink_;
  ListParser lists_;
  std::optional<Held> held_;
  const YamlEvents events_;
};

// Manifests as people write them; what a cluster was asked for has been substituted.
bool HoldsPlaceholders(std::string_view text) {
  return text.find("${") != text.npos && text.find("creationTimestamp:") == text.npos;
}

Status ReadYamlText(std::string_view text, const Stop& stop, ManifestSink& sink) {
  YamlReader reader(stop, sink);
  for (const YamlPiece& piece : SplitYaml(text)) {
    const Glimpse glimpse = GlanceAtYaml(piece.text);
    if (!glimpse.MayHold(sink.wanted())) {
      sink.Passed(glimpse);
    } else if (HoldsPlaceholders(piece.text)) {
      const std::string substituted = SubstituteDefaults(piece.text);
      LASTGOOD_RETURN_IF_ERROR(reader.Read({substituted, piece.first_line}));
    } else {
      LASTGOOD_RETURN_IF_ERROR(reader.Read(piece));
    }
  }
  return Ok();
}

bool LooksLikeJson(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || text.substr(first).starts_with("{{")) return false;
  return text[first] == '{' || text[first] == '[';
}

std::string_view WithoutMark(std::string_view text) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return text;
}

Status PassFile(const std::string& name, const Glimpse& glimpse, ManifestSink& sink) {
  sink.BeginFile(name, false);
  sink.Passed(glimpse);
  sink.EndFile();
  return Ok();
}

}  // namespace

Glimpse GlanceAtText(std::string_view text) {
  text = WithoutMark(text);
  if (LooksLikeJson(text)) return GlanceAtJson(text);
  Glimpse glimpse;
  for (const YamlPiece& piece : SplitYaml(text)) glimpse.Add(GlanceAtYaml(piece.text));
  return glimpse;
}

Status ReadManifestText(const std::string& name, const std::string& text, const Stop& stop,
                        ManifestSink& sink) {
  std::string_view view = WithoutMark(std::string_view(text).substr(0, text.size() - kTextPadding));
  const bool json = LooksLikeJson(view);
  if (json) {
    const Glimpse glimpse = GlanceAtJson(view);
    if (!glimpse.MayHold(sink.wanted())) return PassFile(name, glimpse, sink);
  }
  std::string cleaned;
  const bool clean = IsCleanText(view);
  if (!clean) {
    cleaned = CleanText(view, json);
    const std::size_t size = cleaned.size();
    Pad(cleaned);
    view = std::string_view(cleaned).substr(0, size);
  }
  sink.BeginFile(name, !clean);
  Status status = json ? ReadJson(view, stop, sink) : ReadYamlText(view, stop, sink);
  sink.EndFile();
  return std::move(status).In(name);
}

}  // namespace lastgood
