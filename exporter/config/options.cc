#include "exporter/config/options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>

#include "base/build_info.h"
#include "base/time.h"
#include "exporter/config/check_options.h"
#include "exporter/config/describe_app.h"

namespace lastgood {
namespace {

constexpr const char* kAbout =
    "lastgood: if we lost it now, what could we restore, up to when, and how do we know?";

// `kubectl lastgood` runs the program by this name
// (https://kubernetes.io/docs/tasks/extend-kubectl/kubectl-plugins/).
constexpr std::string_view kPlugin = "kubectl-lastgood";

std::string NameOf(int argc, const char* const* argv) {
  const std::string_view path = argc > 0 ? argv[0] : "";
  return path.substr(path.rfind('/') + 1) == kPlugin ? "kubectl lastgood" : "lastgood";
}

constexpr const char* kFooter =
    "The config is --config, else ./lastgood.yaml, else /etc/lastgood/lastgood.yaml.\n"
    "Exit codes: 0 good, 1 something is at risk (check), 2 could not tell, or a mistake in flags or config.";

void AddWebConfig(CLI::App& app, std::optional<std::string>& file) {
  app.add_option("--web.config.file", file, "TLS and authentication, in exporter-toolkit's format")
      ->envname("LASTGOOD_WEB_CONFIG_FILE")
      ->type_name("FILE");
}

void AddExternalUrl(CLI::App& app, CommonOptions& common) {
  app.add_option("--web.external-url", common.collectors.external_url,
                 "Where people reach lastgood; alerts link to the runbooks that it serves there")
      ->envname("LASTGOOD_WEB_EXTERNAL_URL")
      ->type_name("URL");
}

void AddServe(CLI::App& app, ServeOptions& serve) {
  AddCommon(app, serve.common);
  app.add_option("--log.level", serve.log_level, "debug, info, warn or error")->envname("LASTGOOD_LOG_LEVEL");
  app.add_option("--log.format", serve.log_format, "logfmt or json")->envname("LASTGOOD_LOG_FORMAT");
  app.add_option("--web.listen-address", serve.listen_address, "host:port or :port (default :9847)")
      ->envname("LASTGOOD_WEB_LISTEN_ADDRESS");
  app.add_option("--web.telemetry-path", serve.telemetry_path, "Where the metrics are (default /metrics)")
      ->envname("LASTGOOD_WEB_TELEMETRY_PATH");
  AddExternalUrl(app, serve.common);
  AddWebConfig(app, serve.web_config_file);
  app.add_option("--state.dir", serve.state_dir,
                 "Where to keep what is known, so that a restart changes no alert")
      ->envname("LASTGOOD_STATE_DIR")
      ->type_name("DIR");
  app.add_flag("--web.enable-lifecycle", serve.enable_lifecycle, "Allow POST /-/reload");
}

void AddCheckConfig(CLI::App& app, CheckConfigOptions& check, std::string& file) {
  AddCommon(app, check.common);
  app.add_option("file", file, "The config, as --config names it")->type_name("FILE");
  AddWebConfig(app, check.web_config_file);
}

void AddDiscover(CLI::App& app, DiscoverOptions& discover) {
  AddCommon(app, discover.common);
  CLI::Option* where =
      app.add_option(
             "where", discover.where,
             "A dump instead of the cluster (a file or folder of manifests, or -), or a bucket (s3://..., "
             "file:///...)")
          ->type_name("FILE");
  AddCluster(app, discover.common.collectors, where);
  app.add_option("--endpoint", discover.endpoint, "Of an s3:// bucket that is not Amazon's")
      ->type_name("URL");
  app.add_option("-o,--output", discover.out, "The file to write; of one that is there, print what it lacks")
      ->type_name("FILE");
  app.add_flag("--diff", discover.diff, "Print only what the config does not have");
  app.add_flag("--search", discover.search,
               "List the buckets too, with the keys in their Secrets, for repositories and dumps");
}

void AddGenerate(CLI::App& app, GenerateOptions& generate) {
  AddCommon(app, generate.common);
  app.add_option("what", generate.what,
                 "rules, dashboards, alertmanager, grafana, kubernetes, docs, all of these, or man")
      ->check(CLI::IsMember(std::vector<std::string>(kGeneratorKinds.begin(), kGeneratorKinds.end())));
  AddExternalUrl(app, generate.common);
  app.add_option("--out", generate.out, "The folder to write into (default generated)")->type_name("DIR");
}

void AddVerify(CLI::App& app, VerifyOptions& verify, std::string& format) {
  AddCommon(app, verify.common);
  app.add_option("--prometheus", verify.prometheus, "The Prometheus (or Mimir, Thanos) to ask")
      ->required()
      ->type_name("URL");
  app.add_option("--alertmanager", verify.alertmanager, "The Alertmanager whose routes are followed")
      ->type_name("URL");
  app.add_option("--bearer-token-file", verify.bearer_token_file, "Sent to both")->type_name("FILE");
  app.add_option("--ca-file", verify.ca_file, "Of the authority that signed their certificates")
      ->type_name("FILE");
  app.add_option("--tenant", verify.tenant, "Sent as X-Scope-OrgID");
  app.add_option("-o,--output", format, "table or json")->check(CLI::IsMember({"table", "json"}));
  app.add_flag("--all", verify.all, "List every good panel too");
}

void AddCompletion(CLI::App& app, CompletionOptions& completion) {
  app.add_option("shell", completion.shell, "bash, zsh or fish")
      ->required()
      ->check(CLI::IsMember({"bash", "zsh", "fish"}));
}

struct ProveText {
  std::string depth = "ends", format = "table", type = "auto";
};

void AddProve(CLI::App& app, ProveOptions& prove, ProveText& text) {
  AddCommon(app, prove.common);
  app.add_option(
         "where", prove.where,
         "A bucket of the config, an s3:// or file:// URL, or a folder; all buckets of the config without it")
      ->type_name("BUCKET");
  app.add_option("--endpoint", prove.endpoint, "Of an s3:// bucket that is not Amazon's")->type_name("URL");
  app.add_option("--type", text.type, "Only such stores: auto, barman, longhorn or velero")
      ->check(CLI::IsMember({"auto", "barman", "longhorn", "velero"}));
  app.add_option("--depth", text.depth,
                 "listing: names and sizes; ends: small files and the ends of large ones; "
                 "content: whole files, whose checksums are checked")
      ->check(CLI::IsMember({"listing", "ends", "content"}));
  app.add_option("-o,--output", text.format, "table, json or markdown")
      ->check(CLI::IsMember({"table", "json", "markdown"}));
}

ProveOptions Finished(ProveOptions prove, const ProveText& text) {
  static const std::map<std::string, proof::Depth> kDepths = {{"listing", proof::Depth::kListing},
                                                              {"ends", proof::Depth::kEnds},
                                                              {"content", proof::Depth::kContent}};
  static const std::map<std::string, ReportFormat> kFormats = {
      {"table", ReportFormat::kTable}, {"json", ReportFormat::kJson}, {"markdown", ReportFormat::kMarkdown}};
  prove.depth = kDepths.at(text.depth);
  prove.format = kFormats.at(text.format);
  if (text.type != "auto") prove.type = text.type;
  return prove;
}

// What the definitions below write to.
struct CommandLine {
  bool version = false;
  ServeOptions serve;
  CheckOptions check;
  CheckText check_text;
  ExplainOptions explain;
  std::string explain_now;
  CheckConfigOptions check_config;
  DiscoverOptions discover;
  std::string config_file;
  GenerateOptions generate;
  VerifyOptions verify;
  std::string verify_format = "table";
  ProveOptions prove;
  ProveText prove_text;
  CompletionOptions completion;
};

void Define(CLI::App& app, CommandLine& line) {
  app.footer(kFooter);
  app.require_subcommand(0, 1);
  app.add_flag("--version", line.version, "Print the version");
  AddServe(*app.add_subcommand("serve", "The exporter: /metrics, / (a status page), /-/healthy, /-/ready"),
           line.serve);
  AddCheck(
      *app.add_subcommand("check", "One pass, then a table; exit code 0 good, 1 at risk, 2 could not tell"),
      line.check, line.check_text);
  AddExplain(*app.add_subcommand("explain", "All that is known of one thing, and why it stands as it does"),
             line.explain, line.explain_now);
  AddDiscover(
      *app.add_subcommand("discover", "Looks at a cluster, a dump or a bucket, and writes a config for it"),
      line.discover);
  AddGenerate(
      *app.add_subcommand("generate", "Rules, dashboards, routes, data sources, objects and runbooks"),
      line.generate);
  AddVerify(*app.add_subcommand("verify", "Would the generated rules and panels work in a live Prometheus?"),
            line.verify, line.verify_format);
  AddProve(*app.add_subcommand("prove",
                               "What is restorable, read from a bucket or folder itself; exit code as check"),
           line.prove, line.prove_text);
  AddCheckConfig(*app.add_subcommand("check-config",
                                     "Reads the config and touches no network; exit code 2 and the "
                                     "place of a mistake"),
                 line.check_config, line.config_file);
  AddCompletion(*app.add_subcommand("completion", "A shell's completions, to source or to install"),
                line.completion);
}

Error UsageError(std::string message) {
  std::replace(message.begin(), message.end(), '\n', ' ');
  return {ErrorCode::kConfig, fmt::format("{} (lastgood --help shows the usage)", message)};
}

Result<Options> Chosen(const CLI::App& app, CommandLine& line) {
  if (app.got_subcommand("serve")) return Options(std::move(line.serve));
  if (app.got_subcommand("generate")) return Options(std::move(line.generate));
  if (app.got_subcommand("discover")) return Options(std::move(line.discover));
  if (app.got_subcommand("prove")) return Options(Finished(std::move(line.prove), line.prove_text));
  if (app.got_subcommand("completion")) return Options(std::move(line.completion));
  if (app.got_subcommand("verify")) {
    if (line.verify_format == "json") line.verify.format = ReportFormat::kJson;
    return Options(std::move(line.verify));
  }
  if (app.got_subcommand("check-config")) {
    if (!line.config_file.empty()) line.check_config.common.config = line.config_file;
    return Options(std::move(line.check_config));
  }
  if (app.got_subcommand("explain")) {
    LASTGOOD_RETURN_IF_ERROR(TakeNow(line.explain_now, line.explain.now));
    return Options(std::move(line.explain));
  }
  if (!app.got_subcommand("check"))
    return UsageError(
        "a command is needed: serve, check, explain, check-config, discover, generate, verify or prove");
  LASTGOOD_RETURN_IF_ERROR(FinishCheck(line.check, line.check_text));
  return Options(std::move(line.check));
}

}  // namespace

std::string VersionText() {
  return fmt::format("lastgood {} (revision {}, {})\n", kBuildVersion, kBuildRevision, kBuildCompiler);
}

std::optional<std::string> ReadEnvironment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

Result<Options> ParseOptions(int argc, const char* const* argv) {
  CLI::App app(kAbout, NameOf(argc, argv));
  CommandLine line;
  Define(app, line);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    return Options(PrintOptions{app.help()});
  } catch (const CLI::ParseError& error) {
    return UsageError(error.what());
  }
  if (line.version) return Options(PrintOptions{VersionText()});
  return Chosen(app, line);
}

ProgramDoc DescribeCommandLine() {
  CLI::App app(kAbout, "lastgood");
  CommandLine line;
  Define(app, line);
  return DescribeApp(app);
}

}  // namespace lastgood
