// The command line: what the user asked for. Parsing never exits the process; a mistake is one line
// (kConfig). Flags beat environment variables, which beat the file.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <variant>

#include "base/clock.h"
#include "base/result.h"
#include "exporter/config/command_doc.h"
#include "exporter/config/config.h"
#include "proof/proof.h"

namespace lastgood {

struct CommonOptions {
  std::string config;  // --config
  CollectorFlags collectors;
};

struct ServeOptions {
  CommonOptions common;
  std::optional<std::string> log_level, log_format;
  std::optional<std::string> listen_address, telemetry_path, web_config_file, state_dir;
  bool enable_lifecycle = false;
};

enum class ReportFormat { kTable, kJson, kMarkdown, kSarif, kJUnit };

struct CheckOptions {
  CommonOptions common;
  ReportFormat format = ReportFormat::kTable;
  Filter filter;
  std::optional<Time> now;
  bool all = false, quiet = false, watch = false;
  Level fail_on = Level::kWarning;  // or kCritical
  std::string baseline;             // a file; "" for none
};

struct ExplainOptions {
  CommonOptions common;
  std::string object;  // a name, namespace/name, kind/name or system/namespace/kind/name
  Filter filter;
  std::optional<Time> now;
};

inline constexpr std::array<std::string_view, 8> kGeneratorKinds = {
    "rules", "dashboards", "alertmanager", "grafana", "kubernetes", "docs", "all", "man"};

struct GenerateOptions {
  CommonOptions common;
  std::string what = "all";  // rules, dashboards, alertmanager, grafana, kubernetes, docs, all, man
  std::string out = "generated";
};

struct VerifyOptions {
  CommonOptions common;
  std::string prometheus, alertmanager;  // URLs
  std::string bearer_token_file, ca_file, tenant;
  ReportFormat format = ReportFormat::kTable;
  bool all = false;
};

struct CheckConfigOptions {
  CommonOptions common;  // its config may also be the argument FILE
  std::optional<std::string> web_config_file;
};

struct DiscoverOptions {
  CommonOptions common;  // its kubeconfig and context, and the config that --diff compares with
  std::string where;     // a dump, or a bucket's URL; "" is the cluster
  std::string endpoint;  // of that bucket
  std::string out;       // a file; "" is standard output
  bool diff = false;
  bool search = false;  // buckets are listed too
};

struct ProveOptions {
  CommonOptions common;
  std::string where;     // a bucket of the config, its URL or a folder; "" is every bucket of the config
  std::string endpoint;  // of an s3:// URL
  std::string type;      // only stores of this type; "" is any
  proof::Depth depth = proof::Depth::kEnds;
  ReportFormat format = ReportFormat::kTable;
};

struct CompletionOptions {
  std::string shell;  // bash, zsh or fish
};

// Text to print on standard output (help, version) and leave with 0.
struct PrintOptions {
  std::string text;
};

using Options = std::variant<ServeOptions, CheckOptions, ExplainOptions, CheckConfigOptions, DiscoverOptions,
                             GenerateOptions, VerifyOptions, ProveOptions, CompletionOptions, PrintOptions>;

Result<Options> ParseOptions(int argc, const char* const* argv);

// The same definitions, in words.
ProgramDoc DescribeCommandLine();

// "lastgood 0.1.0 (revision abc, GCC 12.2.0)".
std::string VersionText();

// A variable of the environment, for Environment::getenv.
std::optional<std::string> ReadEnvironment(const char* name);

}  // namespace lastgood
