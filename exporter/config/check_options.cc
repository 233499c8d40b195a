#include "exporter/config/check_options.h"

#include "base/time.h"
#include "collectors/collector.h"

namespace lastgood {

void AddCommon(CLI::App& app, CommonOptions& common) {
  app.add_option("--config", common.config, "The config file")->envname("LASTGOOD_CONFIG")->type_name("FILE");
  for (const CollectorKind& kind : AllCollectorKinds()) {
    const std::string name(kind.name);
    app.add_flag_callback(
           "--collector." + name, [&common, name] { common.collectors.enabled[name] = true; },
           std::string(kind.summary))
        ->group("Collectors");
    app.add_flag_callback(
           "--no-collector." + name, [&common, name] { common.collectors.enabled[name] = false; },
           "Leave it out")
        ->group("Collectors");
  }
}

void AddCluster(CLI::App& app, CollectorFlags& flags, CLI::Option* source) {
  app.add_option("--kubeconfig", flags.kubeconfig, "The kubeconfig of the cluster to read")
      ->type_name("FILE")
      ->excludes(source);
  app.add_option("--context", flags.context, "The context in it")->excludes(source);
}

void AddCheck(CLI::App& app, CheckOptions& check, CheckText& text) {
  AddCommon(app, check.common);
  CLI::Option* source = app.add_option("source", check.common.collectors.dump,
                                       "A dump instead of the cluster: a file or folder of manifests, or - "
                                       "for standard input")
                            ->type_name("FILE");
  AddCluster(app, check.common.collectors, source);
  app.add_flag("--complete", check.common.collectors.complete,
               "The dump holds all that there is of its kinds; --complete=backups,... names which");
  app.add_option("-o,--output", text.format, "table, json, markdown, sarif or junit")
      ->check(CLI::IsMember({"table", "json", "markdown", "sarif", "junit"}));
  app.add_option("--fail-on", text.fail_on, "How bad a finding must be for exit code 1: warning or critical")
      ->check(CLI::IsMember({"warning", "critical"}));
  app.add_option("--baseline", check.baseline,
                 "What `check -o json` printed before a change: only what is new is told, and counts")
      ->type_name("FILE");
  app.add_option("--system", check.filter.system, "Only this system: cnpg, longhorn, s3, loki");
  CLI::Option* one = app.add_option("--namespace,-n", check.filter.namespace_, "Only this namespace");
  app.add_flag("--all-namespaces,-A", text.all_namespaces, "All namespaces, as without --namespace")
      ->excludes(one);
  app.add_flag("--all", check.all, "List what is good, too");
  app.add_flag("-q,--quiet", check.quiet, "Print the answer alone, in a sentence");
  CLI::Option* watch =
      app.add_flag("-w,--watch", check.watch, "Go on reading, and draw the table anew")->excludes(source);
  for (const char* other : {"--output", "--baseline"}) watch->excludes(app.get_option(other));
  app.add_option("--now", text.now, "Judge as of this moment (RFC 3339)");
}

void AddExplain(CLI::App& app, ExplainOptions& explain, std::string& now) {
  AddCommon(app, explain.common);
  app.add_option("object", explain.object,
                 "A name, NAMESPACE/NAME, KIND/NAME or SYSTEM/NAMESPACE/KIND/NAME (- for no namespace)")
      ->required()
      ->type_name("OBJECT");
  CLI::Option* source = app.add_option("source", explain.common.collectors.dump,
                                       "A dump instead of the cluster: a file or folder of manifests, or - "
                                       "for standard input")
                            ->type_name("FILE");
  AddCluster(app, explain.common.collectors, source);
  app.add_option("--system", explain.filter.system, "Only of this system");
  app.add_option("--namespace,-n", explain.filter.namespace_, "Only in this namespace");
  app.add_option("--now", now, "Judge as of this moment (RFC 3339)");
}

Status TakeNow(const std::string& text, std::optional<Time>& now) {
  if (text.empty()) return Ok();
  Result<Time> time = ParseRfc3339(text);
  if (!time.ok()) return std::move(time).error().In("--now");
  now = *time;
  return Ok();
}

Status FinishCheck(CheckOptions& check, const CheckText& text) {
  static const std::map<std::string, ReportFormat> kFormats = {{"table", ReportFormat::kTable},
                                                               {"json", ReportFormat::kJson},
                                                               {"markdown", ReportFormat::kMarkdown},
                                                               {"sarif", ReportFormat::kSarif},
                                                               {"junit", ReportFormat::kJUnit}};
  check.format = kFormats.at(text.format);
  if (text.fail_on == "critical") check.fail_on = Level::kCritical;
  return TakeNow(text.now, check.now);
}

}  // namespace lastgood
