// Strict reading of one YAML mapping of the config. Every getter marks its key as known; Finish() reports the
// first mistake (wrong type, unknown or repeated key with a suggestion for a near miss) as one line
// "file:line:column: message". Getters return nullopt when the key is absent or wrong. Not thread-safe.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/read_file.h"
#include "base/result.h"

namespace lastgood {

// What the file's format is: ours, or that of Go programs, where an empty value is as good as none.
enum class ConfigDialect { kOwn, kGo };

class ConfigReader {
 public:
  // Parses `text`; `file` is for messages. Bounded: 1 MiB, depth 32, 100,000 values.
  static Result<ConfigReader> Parse(std::string_view text, std::string_view file,
                                    ConfigDialect dialect = ConfigDialect::kOwn);
  // A mapping without keys, for sections that are left out.
  static ConfigReader Empty();

  std::optional<std::string> String(std::string_view key);
  // A path: a relative one counts from where the config lies (PathFrom).
  std::optional<std::string> Path(std::string_view key);
  std::optional<bool> Bool(std::string_view key);
  std::optional<std::int64_t> Int(std::string_view key, std::int64_t least, std::int64_t most);
  std::optional<Duration> Length(std::string_view key);     // a duration: 26h, 7d
  std::optional<std::uint64_t> Size(std::string_view key);  // 20GiB
  std::vector<std::string> Strings(std::string_view key);
  // A nested mapping; nullopt when absent. Its Finish() is called by this reader's Finish().
  std::optional<ConfigReader> Map(std::string_view key);
  // A sequence of mappings.
  std::vector<ConfigReader> List(std::string_view key);
  // For maps from a name to its settings: every key that is here, in file order. Each is marked as known.
  std::vector<std::pair<std::string, ConfigReader>> Entries();

  std::vector<std::string> Keys() const;  // in file order, not marked as known
  bool Has(std::string_view key) const;
  bool IsList(std::string_view key) const;
  // A value without quotes, which may mean something else than its letters.
  bool IsPlain(std::string_view key) const;
  // A mistake that the caller found about `key` (or about the whole mapping, key ""): "must be a URL".
  void Complain(std::string_view key, std::string_view message);
  // All that is said of the key, or of the whole mapping (key ""), known or not, the same for what reads the
  // same: to be compared.
  std::string Text(std::string_view key = "") const;
  // "file:line:column" of the key, for later messages.
  std::string Where(std::string_view key) const;

  // The first mistake here or in a nested mapping, else ok. Call it after the last getter.
  Status Finish() const;

 private:
  struct Impl;
  explicit ConfigReader(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

}  // namespace lastgood
