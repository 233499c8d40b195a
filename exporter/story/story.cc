#include "exporter/story/story.h"

#include <fmt/format.h>

#include <algorithm>

#include "exporter/report/report.h"
#include "exporter/story/neighbours.h"
#include "exporter/story/object_story.h"
#include "exporter/story/place_story.h"
#include "model/coverage_index.h"
#include "model/names.h"

namespace lastgood {
namespace {

void AddCommand(const std::string& command, std::vector<std::string>& commands) {
  if (IsCommand(command) && std::ranges::find(commands, command) == commands.end())
    commands.push_back(command);
}

}  // namespace

std::string_view ToString(StoryRun::Kind kind) {
  static constexpr std::string_view kNames[] = {"good", "partial", "failed", "missed"};
  return kNames[static_cast<std::size_t>(kind)];
}

const Row* FindRow(const Assessment& assessment, const ObjectKey& key) {
  const Row* found = nullptr;
  for (const Row& row : assessment.rows) {
    const bool is_it = row.key == key;
    const bool tells_of_it = row.subject == Subject::kObject && IdentityOf(row.key) == IdentityOf(key);
    if (is_it && row.subject != Subject::kWorkload) return &row;
    if (is_it || (tells_of_it && key.system == systems::kKubernetes)) {
      if (found == nullptr || found->subject == Subject::kWorkload) found = &row;
    }
  }
  return found;
}

Story TellStory(const Row& row, const Snapshot& snapshot, Time now) {
  Story story{.row = row};
  AddObject(snapshot, now, story);
  AddPlace(snapshot, story);
  AddNeighbours(snapshot, story);
  for (const Finding& finding : row.findings) AddCommand(finding.todo, story.commands);
  return story;
}

}  // namespace lastgood
