#include "exporter/serve/web.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/coding.h"
#include "base/text.h"
#include "base/time.h"
#include "collectors/collector.h"
#include "exporter/report/report.h"
#include "exporter/serve/gzip.h"
#include "exporter/serve/object_page.h"
#include "exporter/serve/page.h"
#include "exporter/serve/page_script.h"
#include "exporter/serve/process_metrics.h"
#include "exporter/story/object_path.h"

namespace lastgood {
namespace {

constexpr std::size_t kWorthGzip = 1024;

WebResponse Text(int status, std::string body) {
  return {status, "text/plain; charset=utf-8", std::move(body), {}};
}

std::string DigestOf(std::string_view text) {
  const auto digest = Sha256(text);
  return {digest.begin(), digest.end()};
}

// What it says is escaped already, and only the page's own script runs; whatever slipped through would not
// run.
WebResponse Html(std::string page) {
  WebResponse response{200, "text/html; charset=utf-8", std::move(page), {}};
  static const std::string kPolicy =
      fmt::format("default-src 'none'; style-src 'unsafe-inline'; connect-src 'self'; script-src 'sha256-{}'",
                  EncodeBase64(DigestOf(kPageScript)));
  response.headers.emplace_back("Content-Security-Policy", kPolicy);
  return response;
}

// What people read: with a tag, so that a refresh of what is the same costs nothing, and in gzip.
WebResponse Packed(const WebRequest& request, WebResponse response) {
  if (response.status != 200) return response;
  const std::string tag = fmt::format("W/\"{:016x}\"", std::hash<std::string>()(response.body));
  response.headers.emplace_back("ETag", tag);
  response.headers.emplace_back("Cache-Control", "no-cache");
  response.headers.emplace_back("Vary", "Accept-Encoding");
  if (request.if_none_match.find(tag) != std::string::npos) {
    response.status = 304;
    response.body.clear();
    return response;
  }
  if (response.body.size() < kWorthGzip || !AcceptsGzip(request.accept_encoding)) return response;
  response.body = Gzip(response.body);
  response.headers.emplace_back("Content-Encoding", "gzip");
  return response;
}

bool KnownKind(const std::string& name) {
  const auto& kinds = AllCollectorKinds();
  return std::any_of(kinds.begin(), kinds.end(),
                     [&](const CollectorKind& kind) { return kind.name == name; });
}

// Calls visit(item) for each item of a separated list.
template <typename Visit>
void EachItem(std::string_view list, char separator, Visit visit) {
  for (std::size_t start = 0; start < list.size();) {
    const std::size_t end = std::min(list.find(separator, start), list.size());
    visit(list.substr(start, end - start));
    start = end + 1;
  }
}

// "q = 0.5": RFC 9110 allows no space there, but it is clear what is meant. What is no number is no yes.
double QualityOf(std::string_view parameters) {
  double quality = 1;
  EachItem(parameters, ';', [&](std::string_view parameter) {
    const std::size_t equal = std::min(parameter.find('='), parameter.size());
    if (Lower(Trim(parameter.substr(0, equal))) != "q") return;
    const std::string_view value = Trim(parameter.substr(std::min(equal + 1, parameter.size())));
    const auto [end, code] = std::from_chars(value.data(), value.data() + value.size(), quality);
    if (code != std::errc() || end != value.data() + value.size()) quality = 0;
  });
  return quality;
}

// Calls visit(value in lower case, its quality) for each value of an Accept header.
template <typename Visit>
void EachAccepted(std::string_view header, Visit visit) {
  EachItem(header, ',', [&](std::string_view item) {
    const std::size_t end = std::min(item.find(';'), item.size());
    visit(Lower(Trim(item.substr(0, end))), QualityOf(item.substr(end)));
  });
}

}  // namespace

Format Negotiate(std::string_view accept) {
  double text = 0;
  double open_metrics = 0;
  EachAccepted(accept, [&](const std::string& type, double quality) {
    if (type == "application/openmetrics-text") open_metrics = std::max(open_metrics, quality);
    if (type == "text/plain") text = std::max(text, quality);
  });
  return open_metrics > 0 && open_metrics >= text ? Format::kOpenMetrics : Format::kText;
}

bool AcceptsGzip(std::string_view accept_encoding) {
  std::optional<double> gzip, any, identity;
  EachAccepted(accept_encoding, [&](const std::string& coding, double quality) {
    if (coding == "gzip" || coding == "x-gzip") gzip = quality;
    if (coding == "identity") identity = quality;
    if (coding == "*") any = quality;
  });
  const double wanted = gzip.value_or(any.value_or(0));
  return wanted > 0 && wanted >= identity.value_or(0);
}

std::vector<std::string> QueryValues(std::string_view query, std::string_view key) {
  std::vector<std::string> values;
  EachItem(query, '&', [&](std::string_view pair) {
    const std::size_t equal = pair.find('=');
    if (equal != pair.npos && DecodeUrl(pair.substr(0, equal)) == key)
      values.push_back(DecodeUrl(pair.substr(equal + 1)));
  });
  return values;
}

Web::Web(WebSettings settings, const Clock& clock, Instruments& instruments, std::function<Status()> reload)
    : settings_(std::move(settings)), clock_(clock), instruments_(instruments), reload_(std::move(reload)) {}

void Web::Serve(std::shared_ptr<Runner> runner, const GeneratorSettings& settings, SelfState self) {
  const std::lock_guard lock(mutex_);
  runner_ = std::move(runner);
  thresholds_ = settings.thresholds;
  grafana_url_ = settings.grafana_url;
  documents_ = std::make_shared<const Documents>(settings);
  self_ = std::move(self);
}

void Web::SetSelf(SelfState self) {
  const std::lock_guard lock(mutex_);
  self_ = std::move(self);
}

std::string Web::PathOf(const WebRequest& request) const {
  const std::string& before = settings_.external_path;
  const bool within = !before.empty() && request.path.starts_with(before + '/');
  return within ? request.path.substr(before.size()) : request.path;
}

WebResponse Web::Answer(const WebRequest& request) const {
  const std::string path = PathOf(request);
  if (path == "/-/reload") return Reload(request);
  if (request.method != "GET" && request.method != "HEAD") {
    WebResponse response = Text(405, "Only GET is served here.\n");
    response.headers.emplace_back("Allow", "GET, HEAD");
    return response;
  }
  if (path == settings_.telemetry_path) {
    WebResponse response = Metrics(request);
    response.scrape = &instruments_;
    return response;
  }
  if (path == "/") return Packed(request, Page(request));
  if (path.starts_with(kObjectPages)) return Packed(request, Object(path));
  if (path == "/api/v1/report") return Packed(request, Report());
  if (path == "/-/healthy") return Text(200, "lastgood is healthy.\n");
  if (path == "/-/ready") return Ready();
  return Packed(request, Document(path));
}

WebResponse Web::Metrics(const WebRequest& request) const {
  const std::vector<std::string> picked = QueryValues(request.query, "collect[]");
  for (const std::string& name : picked)
    if (!KnownKind(name))
      return Text(400, fmt::format("collect[]: there is no collector \"{}\"\n", OneLine(name, 80)));
  std::unique_lock lock(mutex_);
  const View view = runner_->Current();
  const Samples self = Expose(self_);
  lock.unlock();
  std::vector<const Samples*> parts;
  for (const PublishedPart& published : view.parts)
    if (picked.empty() || std::find(picked.begin(), picked.end(), published.part->state.kind) != picked.end())
      parts.push_back(published.samples.get());
  if (picked.empty()) parts.push_back(view.coverage_samples.get());
  parts.push_back(&self);
  const Format format = Negotiate(request.accept);
  std::vector<prometheus::MetricFamily> own = ProcessMetrics();
  for (prometheus::MetricFamily& family : instruments_.Collect()) own.push_back(std::move(family));
  WebResponse response{200, std::string(ContentType(format)), "", {}};
  response.headers.emplace_back("Vary", "Accept, Accept-Encoding");
  if (!AcceptsGzip(request.accept_encoding)) {
    response.body = Render(format, parts, own);
    return response;
  }
  Gzipper gzipper;
  Render(format, parts, own, [&](std::string_view text) { gzipper.Add(text); });
  response.body = gzipper.Finish();
  response.headers.emplace_back("Content-Encoding", "gzip");
  return response;
}

WebResponse Web::Document(const std::string& path) const {
  if (path == "/runbooks" || (!path.empty() && path == settings_.external_path)) {
    WebResponse moved = Text(302, "See the page with a slash at its end.\n");
    moved.headers.emplace_back("Location", path.substr(path.rfind('/') + 1) + '/');
    return moved;
  }
  std::unique_lock lock(mutex_);
  const std::shared_ptr<const Documents> documents = documents_;
  lock.unlock();
  if (std::optional<std::string> page = documents->Page(path)) return Html(std::move(*page));
  return Text(404, fmt::format("Not found. Try /, {}, /runbooks/, /-/healthy or /-/ready.\n",
                               settings_.telemetry_path));
}

Web::Known Web::Look() const {
  const std::lock_guard lock(mutex_);
  return {SnapshotOf(runner_->Current()), thresholds_, self_.version, grafana_url_, clock_.Now()};
}

WebResponse Web::Page(const WebRequest& request) const {
  const Known known = Look();
  return Html(RenderPage(Assess(known.snapshot, known.now, known.thresholds), known.snapshot,
                         known.thresholds, ReadPageQuery(request.query), known.now,
                         {.version = known.version, .metrics = settings_.telemetry_path.substr(1)}));
}

WebResponse Web::Object(const std::string& path) const {
  const Known known = Look();
  const std::optional<ObjectKey> key = ReadObjectPath(path);
  const Assessment assessment = Assess(known.snapshot, known.now, known.thresholds);
  const Row* row = key ? FindRow(assessment, *key) : nullptr;
  if (row == nullptr)
    return Text(404,
                "Nothing is known under this name: it may be gone, or not read yet. The status page at / "
                "lists what is.\n");
  return Html(RenderObjectPage(TellStory(*row, known.snapshot, known.now), known.now,
                               {.grafana = known.grafana_url}));
}

WebResponse Web::Report() const {
  const Known known = Look();
  return {200,
          "application/json",
          RenderJson(Assess(known.snapshot, known.now, known.thresholds), known.now),
          {}};
}

WebResponse Web::Ready() const {
  const std::unique_lock lock(mutex_);
  const std::vector<std::string> waiting = runner_->WaitingFor();
  if (waiting.empty()) return Text(200, "lastgood is ready.\n");
  return Text(503, fmt::format("Waiting for the first pass of {}.\n", fmt::join(waiting, ", ")));
}

WebResponse Web::Reload(const WebRequest& request) const {
  if (!settings_.enable_lifecycle)
    return Text(403, "Reloading over HTTP is off; start with --web.enable-lifecycle, or send SIGHUP.\n");
  if (request.method != "POST") {
    WebResponse response = Text(405, "Reloading takes a POST.\n");
    response.headers.emplace_back("Allow", "POST");
    return response;
  }
  const Status status = reload_();
  return status.ok() ? Text(200, "Reloaded.\n") : Text(500, status.error().message + '\n');
}

}  // namespace lastgood
