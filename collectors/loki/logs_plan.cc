#include "collectors/loki/logs_plan.h"

#include <fmt/format.h>

#include <algorithm>

#include "net/http/endpoint.h"
#include "net/s3/url.h"

namespace lastgood {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

constexpr std::size_t kMaxStreams = 1000;
constexpr std::size_t kMaxTargets = 100;

Duration ReadLength(ConfigReader& reader, const char* key, Duration least, Duration otherwise) {
  const Duration length = reader.Length(key).value_or(otherwise);
  if (length < least) reader.Complain(key, fmt::format("expected at least {} s", least.count() / 1000));
  return length;
}

std::string ReadUrl(ConfigReader& reader) {
  std::string url = reader.String("url").value_or("");
  while (url.ends_with('/')) url.pop_back();
  if (url.empty() && !reader.Has("url")) {
    reader.Complain("", "url is missing: http://loki:3100, or file:///folder with recorded answers");
  } else if (url.starts_with("file://")) {
    if (!url.starts_with("file:///"))
      reader.Complain("url", "expected an absolute path as in file:///folder");
  } else if (const Result<Endpoint> endpoint = ParseEndpoint(url); !endpoint.ok()) {
    reader.Complain("url", endpoint.error().message);
  }
  return url;
}

// What tells instances apart on a metric: host:port, or a recording's file name.
Result<std::string> TargetOf(const std::string& url) {
  if (url.starts_with("file:///")) return url.substr(url.rfind('/') + 1);
  LASTGOOD_ASSIGN(const Endpoint endpoint, ParseEndpoint(url));
  const std::string_view port = endpoint.scheme == "https" ? "443" : "80";
  return fmt::format("{}:{}", endpoint.host, endpoint.port.empty() ? port : std::string_view(endpoint.port));
}

std::vector<TargetPlan> ReadTargets(ConfigReader& reader) {
  std::vector<TargetPlan> targets;
  for (const std::string& url : reader.Strings("metrics")) {
    Result<std::string> target = TargetOf(url);
    if (!target.ok()) {
      reader.Complain("metrics", target.error().message);
      continue;
    }
    if (std::ranges::find(targets, *target, &TargetPlan::target) != targets.end())
      reader.Complain("metrics", fmt::format("{} is named twice", *target));
    targets.push_back({std::move(target).value(), url});
  }
  if (targets.size() > kMaxTargets)
    reader.Complain("metrics", fmt::format("at most {} instances are possible", kMaxTargets));
  return targets;
}

StreamPlan ReadStream(ConfigReader& reader) {
  StreamPlan stream{.name = reader.String("name").value_or(""),
                    .selector = reader.String("selector").value_or("")};
  stream.max_silence = ReadLength(reader, "max_silence", seconds(1), seconds(1));
  // A stream that may be silent for longer is looked for that much further back.
  stream.look_back =
      ReadLength(reader, "look_back", seconds(1), std::max<Duration>(hours(24), stream.max_silence));
  for (const char* key : {"name", "selector", "max_silence"})
    if (!reader.Has(key)) reader.Complain("", fmt::format("{} is missing", key));
  if (!stream.selector.starts_with('{') && reader.Has("selector"))
    reader.Complain("selector", "expected a selector as in {namespace=\"app\"}");
  if (stream.name.find_first_of("/\\") != std::string::npos)
    reader.Complain("name", "expected a name without slashes");
  if (stream.look_back < stream.max_silence) reader.Complain("look_back", "expected at least max_silence");
  return stream;
}

std::vector<StreamPlan> ReadStreams(ConfigReader& reader) {
  std::vector<StreamPlan> streams;
  for (ConfigReader& entry : reader.List("expect")) {
    StreamPlan stream = ReadStream(entry);
    if (std::ranges::find(streams, stream.name, &StreamPlan::name) != streams.end())
      entry.Complain("name", fmt::format("\"{}\" is expected twice", stream.name));
    streams.push_back(std::move(stream));
  }
  if (streams.size() > kMaxStreams)
    reader.Complain("expect", fmt::format("at most {} streams are possible", kMaxStreams));
  return streams;
}

}  // namespace

LogsPlan ReadLogsPlan(const std::string& name, ConfigReader& reader) {
  LogsPlan plan{.name = name};
  plan.loki.url = ReadUrl(reader);
  plan.loki.tenant = reader.String("tenant").value_or("");
  plan.loki.access = ReadHttpAccess(reader);
  plan.targets = ReadTargets(reader);
  plan.streams = ReadStreams(reader);
  plan.window = ReadLength(reader, "window", seconds(60), plan.window);
  plan.interval = ReadLength(reader, "interval", seconds(1), plan.interval);
  plan.timeout = ReadLength(reader, "timeout", seconds(1), plan.timeout);
  return plan;
}

}  // namespace lastgood
