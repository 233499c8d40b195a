#include "exporter/story/story_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "base/time.h"
#include "exporter/report/report.h"
#include "exporter/report/text_table.h"

namespace lastgood {
namespace {

constexpr std::size_t kLongest = 2000;

std::string Line(std::string_view text) { return OneLine(text, kLongest); }

// "3d 7h ago (2026-11-24T14:57:00Z)".
std::string Moment(Time time, Time now) {
  return fmt::format("{} ({})", Relative(time, now), FormatRfc3339(time));
}

class Writer {
 public:
  Writer(Time now, std::size_t width) : now_(now), width_(std::max<std::size_t>(width, 40)) {}

  void Add(const std::string& text) { text_ += text + '\n'; }
  void Head(const std::string& title) { text_ += '\n' + Line(title) + '\n'; }

  // `lead`, and the text beside it, wrapped under its own beginning.
  void Beside(const std::string& lead, const std::string& text) {
    bool first = true;
    for (const std::string& line : WrapText(text, width_ - std::min(Columns(lead), width_ - 20))) {
      text_ += first ? lead : std::string(Columns(lead), ' ');
      text_ += line + '\n';
      first = false;
    }
  }

  void Facts(const std::vector<StoryFact>& facts) {
    std::size_t widest = 0;
    for (const StoryFact& fact : facts) widest = std::max(widest, Columns(Line(fact.what)));
    for (const StoryFact& fact : facts) {
      const std::string what = Line(fact.what);
      const std::string value = fact.time ? Moment(*fact.time, now_) : Line(fact.text);
      Beside("  " + what + std::string(widest - Columns(what) + 2, ' '),
             fact.note.empty() ? value : fmt::format("{}: {}", value, Line(fact.note)));
    }
  }

  void Runs(const std::vector<StoryRun>& runs) {
    if (runs.empty()) return;
    Add("  Runs, the newest last");
    for (const StoryRun& run : runs)
      Add(fmt::format("    {:8}{}{}", ToString(run.kind), Moment(run.at, now_),
                      run.bytes ? ", " + FormatSize(*run.bytes) : ""));
  }

  void List(const StoryList& list) {
    Head(list.title);
    for (const StoryLine& line : list.lines) {
      std::string text = line.object ? DisplayName(*line.object) + ": " : "";
      text += line.text;
      if (line.time) text += " " + Moment(*line.time, now_);
      Beside("  ", Line(text));
    }
    if (list.more > 0) Add(fmt::format("  and {} more", list.more));
  }

  void Finding(const lastgood::Finding& finding) {
    const std::string since = finding.since ? " since " + Moment(*finding.since, now_) : "";
    const std::string_view alert = finding.condition.text();
    Beside("  ", fmt::format("{}: {}{}{}", ToString(finding.level), Line(finding.what), since,
                             alert.empty() ? "" : fmt::format(" [{}]", alert)));
    if (!finding.why.empty()) Beside("    ", Line(finding.why));
    if (!finding.todo.empty()) Beside("    -> ", Line(finding.todo));
  }

  std::string Take() { return std::move(text_); }

 private:
  Time now_;
  std::size_t width_;
  std::string text_;
};

}  // namespace

std::string RenderStory(const Story& story, Time now, std::size_t width) {
  Writer writer(now, width);
  const Row& row = story.row;
  writer.Add(
      fmt::format("{}: {} {}", StatusCell(row.level), Line(DisplayKind(row)), Line(DisplayName(row.key))));
  for (const Finding& finding : row.findings) writer.Finding(finding);
  if (!story.facts.empty()) writer.Add("");
  writer.Facts(story.facts);
  for (const StoryTrack& track : story.tracks) {
    writer.Head(track.title);
    writer.Facts(track.facts);
    writer.Runs(track.runs);
  }
  for (const StoryList& list : story.lists) writer.List(list);
  if (!story.commands.empty()) writer.Head("Look at it");
  for (const std::string& command : story.commands) writer.Add("  " + Line(command));
  return writer.Take();
}

}  // namespace lastgood
