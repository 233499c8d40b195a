#include "exporter/explain/explain_command.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "base/time.h"
#include "exporter/reading/reader.h"
#include "exporter/report/report.h"
#include "exporter/report/text_table.h"
#include "exporter/story/story.h"
#include "exporter/story/story_text.h"
#include "model/coverage_index.h"

namespace lastgood {
namespace {

constexpr std::size_t kMostStories = 5, kMostNames = 10;

// "cnpg/shop/Cluster/orders", as it can be typed.
std::string Typed(const ObjectKey& key) {
  const auto part = [](const std::string& text) { return text.empty() ? std::string("-") : OneLine(text); };
  return fmt::format("{}/{}/{}/{}", part(key.system), part(key.namespace_), part(key.kind), part(key.name));
}

bool IsCalled(const ObjectKey& key, const std::string& object) {
  return key.name == object || DisplayName(key) == object || Typed(key) == object ||
         Lower(key.kind + "/" + key.name) == Lower(object);
}

std::string NamesOf(const std::vector<const Row*>& rows) {
  std::string names;
  for (std::size_t i = 0; i < std::min(rows.size(), kMostNames); ++i)
    names += (i == 0 ? "" : ", ") + Typed(rows[i]->key);
  return rows.size() > kMostNames ? fmt::format("{} and {} more", names, rows.size() - kMostNames) : names;
}

// Those whose names have the words in them; else the worst that there are.
std::string Suggestions(const std::string& object, const Assessment& assessment) {
  const std::string wanted = Lower(object.substr(object.rfind('/') + 1));
  std::vector<const Row*> alike, all;
  for (const Row& row : assessment.rows) {
    all.push_back(&row);
    if (Lower(row.key.name).find(wanted) != std::string::npos) alike.push_back(&row);
  }
  return NamesOf(alike.empty() ? all : alike);
}

// A workload whose object is among them: the object's story has all of it.
void LeaveOutWorkloadsOf(std::vector<const Row*>& rows) {
  const std::vector<const Row*> all = rows;
  std::erase_if(rows, [&](const Row* row) {
    return row->subject == Subject::kWorkload && std::ranges::any_of(all, [&](const Row* other) {
             return other->subject == Subject::kObject && IdentityOf(other->key) == IdentityOf(row->key);
           });
  });
}

}  // namespace

Result<std::vector<const Row*>> RowsCalled(const std::string& object, const Assessment& assessment) {
  std::vector<const Row*> rows;
  for (const Row& row : assessment.rows)
    if (IsCalled(row.key, object)) rows.push_back(&row);
  LeaveOutWorkloadsOf(rows);
  const std::string shown = Cut(OneLine(object), 200);
  if (rows.empty() && assessment.rows.empty())
    return Error{ErrorCode::kConfig, fmt::format("explain {}: nothing was found to explain", shown)};
  if (rows.empty())
    return Error{ErrorCode::kConfig, fmt::format("explain {}: nothing is known by this name; there are {}",
                                                 shown, Suggestions(object, assessment))};
  if (rows.size() > kMostStories)
    return Error{ErrorCode::kConfig, fmt::format("explain {}: {} things are called so, name one of them: {}",
                                                 shown, rows.size(), NamesOf(rows))};
  return rows;
}

Result<Ended> RunExplain(const ExplainOptions& options) {
  LASTGOOD_ASSIGN(const std::shared_ptr<Reader> reader, Reader::Open(options.common, options.now));
  reader->ReadOnce();
  const bool hangs = reader->Stop();
  const Snapshot snapshot = reader->Known();
  const Time now = reader->Now();
  Assessment assessment = Assess(snapshot, now, reader->setup().thresholds, options.filter);
  LASTGOOD_ASSIGN(const std::vector<const Row*> rows, RowsCalled(options.object, assessment));
  std::string text;
  Level worst = Level::kGood;
  for (const Row* row : rows) {
    text += (text.empty() ? "" : "\n\n") +
            RenderStory(TellStory(*row, snapshot, now), now, StyleOfOutput().width);
    worst = std::max(worst, row->level);
  }
  std::fputs(text.c_str(), stdout);
  const int code = worst >= Level::kWarning ? 1 : worst == Level::kUnknown ? 2 : 0;
  return Ended{code, hangs ? reader : nullptr};
}

}  // namespace lastgood
