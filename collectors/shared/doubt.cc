#include "collectors/shared/doubt.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "net/objects/object.h"

namespace lastgood {
namespace {

bool IsOfObject(const Problem& problem, const ObjectFacts& object) {
  return object.key.namespace_ == problem.namespace_ && !object.key.name.empty() &&
         problem.name.starts_with(object.key.name);
}

bool IsOfNamespace(const Problem& problem, const ObjectFacts& object) {
  return object.key.namespace_ == problem.namespace_;
}

// The first of these ways to belong that any object meets.
bool (*WayToBelong(const Problem& problem, const Facts& facts))(const Problem&, const ObjectFacts&) {
  if (problem.name.empty()) return nullptr;
  for (const auto way : {IsOfObject, IsOfNamespace})
    if (std::ranges::any_of(facts.objects, [&](const ObjectFacts& object) { return way(problem, object); }))
      return way;
  return nullptr;
}

constexpr std::size_t kMostToldOfObject = 20;

using Moments = std::map<ObjectKey, Time>;

void Doubt(const Problem& problem, const Moments& former, ObjectFacts& object) {
  const auto before = former.find(object.key);
  object.observed = before == former.end() ? Time() : before->second;
  if (object.unread.size() >= kMostToldOfObject) return;
  // What is wrong with it, the collector tells, once.
  const std::string what =
      problem.name.empty()
          ? "not all of these manifests could be read"
          : fmt::format("{} could not be read", Shown({"", problem.kind, problem.namespace_, problem.name}));
  for (const std::string& told : {problem.error.message, what})
    if (std::ranges::find(object.unread, told) != object.unread.end()) return;
  object.unread.push_back(what);
}

}  // namespace

void CastDoubt(const std::vector<Problem>& problems, const Facts& former, Facts& facts) {
  if (problems.empty()) return;
  Moments observed;
  for (const ObjectFacts& object : former.objects) observed.emplace(object.key, object.observed);
  for (const Problem& problem : problems) {
    const auto way = WayToBelong(problem, facts);
    for (ObjectFacts& object : facts.objects)
      if (way == nullptr || way(problem, object)) Doubt(problem, observed, object);
  }
}

}  // namespace lastgood
