#include "exporter/prove/prove_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/outside_text.h"
#include "base/text.h"
#include "base/time.h"
#include "exporter/report/report.h"

namespace lastgood {
namespace {

using proof::ProvenBackup, proof::ProvenStore;
using Json = nlohmann::ordered_json;

struct Counts {
  std::size_t backups = 0, good = 0, bad = 0, unknown = 0, gaps = 0, unread = 0;
};

Counts CountsOf(const std::vector<ProvenStore>& stores) {
  Counts counts;
  for (const ProvenStore& store : stores) {
    counts.backups += store.backups.size();
    counts.gaps += store.gaps.size();
    counts.unread += store.unread.size();
    for (const ProvenBackup& backup : store.backups)
      ++(!backup.restorable ? counts.unknown : *backup.restorable ? counts.good : counts.bad);
  }
  return counts;
}

Json TimeOrNull(const std::optional<Time>& time) { return time ? Json(FormatRfc3339(*time)) : Json(nullptr); }

Json ToJson(const ProvenBackup& backup) {
  return {{"id", ToValidUtf8(backup.id)},
          {"restorable", backup.restorable ? Json(*backup.restorable) : Json(nullptr)},
          {"reason", ToValidUtf8(backup.reason)},
          {"from", TimeOrNull(backup.from)},
          {"to", TimeOrNull(backup.to)},
          {"last_wal", ToValidUtf8(backup.last_wal)}};
}

Json Texts(const std::vector<std::string>& texts) {
  Json json = Json::array();
  for (const std::string& text : texts) json.push_back(ToValidUtf8(text));
  return json;
}

Json ToJson(const ProvenStore& store) {
  Json json = {{"type", store.type}, {"path", ToValidUtf8(store.path)}, {"name", ToValidUtf8(store.name)}};
  json["backups"] = Json::array();
  for (const ProvenBackup& backup : store.backups) json["backups"].push_back(ToJson(backup));
  json["gaps"] = Json::array();
  for (const proof::Gap& gap : store.gaps)
    json["gaps"].push_back(
        {{"after", ToValidUtf8(gap.after)}, {"before", ToValidUtf8(gap.before)}, {"missing", gap.missing}});
  json["notes"] = Texts(store.notes);
  json["unread"] = Texts(store.unread);
  return json;
}

Level LevelOf(const ProvenBackup& backup) {
  if (!backup.restorable) return Level::kUnknown;
  return *backup.restorable ? Level::kGood : Level::kCritical;
}

std::string Window(const ProvenBackup& backup) {
  if (!backup.from) return "";
  const std::string from = FormatRfc3339(*backup.from);
  return backup.to && *backup.to != *backup.from ? fmt::format("{} to {}", from, FormatRfc3339(*backup.to))
                                                 : from;
}

std::string RestoresInWords(const ProvenBackup& backup) {
  const std::string_view word = !backup.restorable   ? "cannot tell"
                                : *backup.restorable ? "restorable"
                                                     : "does not restore";
  return backup.reason.empty() ? std::string(word)
                               : fmt::format("{}: {}", word, OneLine(backup.reason, 1000));
}

std::string InWords(const proof::Gap& gap) {
  return fmt::format("gap: {} segment{} missing between {} and {}", gap.missing,
                     gap.missing == 1 ? " is" : "s are", OneLine(gap.after), OneLine(gap.before));
}

std::string TitleOf(const ProvenStore& store) {
  std::string title = fmt::format("{} {}", store.type, OneLine(store.name.empty() ? store.path : store.name));
  if (!store.path.empty() && store.path != store.name) title += fmt::format(" ({})", OneLine(store.path));
  return title;
}

// What stands under a store's backups, a line each.
std::vector<std::string> LinesOf(const ProvenStore& store) {
  std::vector<std::string> lines;
  for (const proof::Gap& gap : store.gaps) lines.push_back(InWords(gap));
  for (const std::string& note : store.notes) lines.push_back("note: " + OneLine(note, 1000));
  for (const std::string& what : store.unread) lines.push_back("not looked at: " + OneLine(what, 1000));
  return lines;
}

}  // namespace

int ExitCodeOf(const std::vector<ProvenStore>& stores) {
  const Counts counts = CountsOf(stores);
  if (counts.bad + counts.gaps > 0) return 1;
  return counts.unknown + counts.unread > 0 || stores.empty() ? 2 : 0;
}

std::string AnswerOf(const std::vector<ProvenStore>& stores) {
  if (stores.empty()) return "No backup store was found: cannot tell.";
  const Counts counts = CountsOf(stores);
  std::string answer = fmt::format("{} store{}: {} of {} backups restore", stores.size(),
                                   stores.size() == 1 ? "" : "s", counts.good, counts.backups);
  if (counts.bad > 0) answer += fmt::format(", {} {} not", counts.bad, counts.bad == 1 ? "does" : "do");
  if (counts.unknown > 0) answer += fmt::format(", of {} nobody can tell", counts.unknown);
  if (counts.gaps > 0)
    answer += fmt::format("; {} gap{} in archived WAL", counts.gaps, counts.gaps == 1 ? "" : "s");
  return answer + ".";
}

std::string RenderProofTable(const std::vector<ProvenStore>& stores, Time now, const TableStyle& style) {
  std::string text;
  for (const ProvenStore& store : stores) {
    text += TitleOf(store) + '\n';
    for (const ProvenBackup& backup : store.backups) {
      const std::string lead = fmt::format("  {:8}  ", StatusCell(LevelOf(backup)));
      std::string line = OneLine(backup.id);
      if (const std::string window = Window(backup); !window.empty()) line += ", " + window;
      if (backup.to) line += fmt::format(" ({})", Relative(*backup.to, now));
      bool first = true;
      for (const std::string& part : WrapText(line + ": " + RestoresInWords(backup),
                                              std::max<std::size_t>(40, style.width - lead.size()))) {
        text += (first ? lead : std::string(lead.size(), ' ')) + part + '\n';
        first = false;
      }
    }
    for (const std::string& line : LinesOf(store)) text += "  " + line + '\n';
    text += '\n';
  }
  return text + AnswerOf(stores) + '\n';
}

std::string RenderProofMarkdown(const std::vector<ProvenStore>& stores) {
  std::string text = fmt::format("**{}**\n", AnswerOf(stores));
  for (const ProvenStore& store : stores) {
    text += fmt::format(
        "\n### {}\n\n| Backup | Restores | Why | From | To | Last WAL |\n|---|---|---|---|---|---|\n",
        MarkdownCell(TitleOf(store)));
    for (const ProvenBackup& backup : store.backups)
      text += fmt::format("| {} | {} | {} | {} | {} | {} |\n", MarkdownCell(backup.id),
                          !backup.restorable   ? "unknown"
                          : *backup.restorable ? "yes"
                                               : "no",
                          MarkdownCell(backup.reason), backup.from ? FormatRfc3339(*backup.from) : "",
                          backup.to ? FormatRfc3339(*backup.to) : "", MarkdownCell(backup.last_wal));
    for (const std::string& line : LinesOf(store)) text += "\n- " + MarkdownCell(line);
    text += '\n';
  }
  return text;
}

std::string RenderProofJson(const std::vector<ProvenStore>& stores) {
  Json json = {{"schema", 1}, {"stores", Json::array()}};
  for (const ProvenStore& store : stores) json["stores"].push_back(ToJson(store));
  return EscapeUnseen(json.dump(2)) + '\n';
}

}  // namespace lastgood
