// The receivers that routes name, in either spelling. Writes to the dialect's emitter.
#pragma once

#include <string>
#include <vector>

#include "outputs/alertmanager/dialect.h"
#include "outputs/alertmanager/messages.h"
#include "rules/settings.h"

namespace lastgood::alertmanager {

// The settings' receivers; when there are none, one of each kind, to be filled in.
struct ReceiverPlan {
  Receivers receivers;
  bool examples = false;
};
ReceiverPlan PlanReceivers(const GeneratorSettings& settings);

// `receivers: [heartbeat, pager, chat]`
void EmitReceivers(const Dialect& dialect, const GeneratorSettings& settings, const ReceiverPlan& plan,
                   const Messages& messages);

// The files that hold the secrets, in the order in which they are named.
std::vector<std::string> SecretFiles(const GeneratorSettings& settings, const Receivers& receivers);

}  // namespace lastgood::alertmanager
