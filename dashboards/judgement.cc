#include "dashboards/judgement.h"

#include "model/names.h"

namespace lastgood {
namespace {

using namespace promql;
using namespace catalog;

struct State {
  int number;
  const char* text;
  const char* color;
  Readings condition;
  const char* needs = nullptr;  // a kind of collector
};

template <Labels kLabels>
Readings PerSeries(const Vector<kLabels>& condition) {
  return By<kObjectSeries>("max", condition);
}

Readings NeverInTime() {
  return And(PassedAndSeen(kBackupDeadline), Ignoring<Labels{Label::kStatus}>(NeverSucceeded()));
}

Readings Suspended() {
  return PerSeries(Where<Label::kReason>(Of(kObjectProtected), "=", "suspended") == Num(0));
}

// The deadline passed after the last reading.
Readings PassedUnseen() { return (Of(kBackupDeadline) >= Of(kObjectObserved)) < Now(); }

// The first that holds counts.
std::vector<State> StatesOf(const GeneratorSettings& settings) {
  std::vector<State> states = {
      {-2, "ON PURPOSE", color::kQuiet, PerSeries(Deliberate())},
      {13, "UNPROTECTED", color::kCritical, PerSeries(UnprotectedByAny(settings))},
      {12, "NEVER BACKED UP", color::kCritical, NeverInTime()},
      {11, "NOT RESTORABLE", color::kCritical, PerSeries(Of(kProvenRestorable) == Num(0))},
      {10, "NO WAL ARCHIVED", color::kCritical, Of(kWalArchiving) == Num(0), systems::kCnpg},
      {9, "OVERDUE, CRITICAL", color::kCritical, PassedAndSeen(kBackupCriticalDeadline)},
      {8, "DRILL FAILED", color::kCritical, Failing(kRestoreTestLastFailure, kRestoreTestLastSuccess),
       "restore_tests"},
      {7, "OVERDUE", color::kWarning, PassedAndSeen(kBackupDeadline)},
      {6, "FAILING", color::kWarning, Failing(kBackupLastFailure, kBackupLastSuccess)},
      {5, "STUCK", color::kWarning, PassedAndSeen(kBackupRunningDeadline)},
      {4, "SUSPENDED", color::kWarning, Suspended()},
      {3, "SHRUNK", color::kWarning, ShrunkTo(settings.thresholds)},
      {2, "WINDOW SHORT", color::kWarning, WindowShrunkTo(settings.thresholds)},
      {1, "DRILL LATE", color::kWarning, PassedAndSeen(kRestoreTestDeadline), systems::kRestoreTests},
      {-1, "CANNOT TELL", color::kUnknown, PassedUnseen()},
      {0, "GOOD", color::kGood, Of(kObjectObserved)},
  };
  std::erase_if(states,
                [&](const State& state) { return state.needs != nullptr && !settings.Has(state.needs); });
  return states;
}

Readings Numbered(const State& state) {
  auto zero = Num(0) * state.condition;
  if (state.number == 0) return zero;
  return Op(state.number < 0 ? "-" : "+", zero, Num(std::abs(state.number)));
}

}  // namespace

Vector<kByObject> StateOf(const GeneratorSettings& settings) {
  std::optional<Readings> all;
  for (const State& state : StatesOf(settings)) all = all ? Or(*all, Numbered(state)) : Numbered(state);
  return By<kByObject>("max", And(*all, FreshestReadings()));
}

std::vector<Mapping> StateWords(const GeneratorSettings& settings) {
  std::vector<Mapping> words;
  for (const State& state : StatesOf(settings))
    words.push_back({static_cast<double>(state.number), state.text, state.color});
  return words;
}

Vector<kByObject> AtRisk(const GeneratorSettings& settings) {
  return {MakeNode(Call{"clamp", {StateOf(settings).node, Num(0).node, Num(1).node}})};
}

}  // namespace lastgood
