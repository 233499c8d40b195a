// The generated documents as pages: what the runbook_url of an alert leads to. Thread-safe.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "rules/settings.h"

namespace lastgood {

class Documents {
 public:
  explicit Documents(const GeneratorSettings& settings) : settings_(settings) {}

  // HTML for a path such as "/runbooks/BackupStale" (or BackupStale.md), "/runbooks/" or "/alerts.md";
  // nullopt where there is none. Every alert has a page, so that the rules of another config lead somewhere
  // too.
  std::optional<std::string> Page(std::string_view path) const;

 private:
  const GeneratorSettings settings_;
  mutable std::once_flag written_;
  mutable std::map<std::string, std::string> texts_;  // in Markdown, by path; written when first asked for
};

}  // namespace lastgood
