// The flags of the commands that look once and judge, `check` and `explain`, and what several commands share.
// Not thread-safe.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "exporter/config/options.h"

namespace lastgood {

// --config, and which collectors run.
void AddCommon(CLI::App& app, CommonOptions& common);
// --kubeconfig and --context, in place of the `source` that is a dump.
void AddCluster(CLI::App& app, CollectorFlags& flags, CLI::Option* source);

// As typed, before it is understood.
struct CheckText {
  std::string format = "table", now, fail_on = "warning";
  bool all_namespaces = false;  // which changes nothing: kubectl's users type it
};

void AddCheck(CLI::App& app, CheckOptions& check, CheckText& text);
Status FinishCheck(CheckOptions& check, const CheckText& text);

void AddExplain(CLI::App& app, ExplainOptions& explain, std::string& now);
// Of --now; nothing where it is "".
Status TakeNow(const std::string& text, std::optional<Time>& now);

}  // namespace lastgood
