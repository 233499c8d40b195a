#include "collectors/opensearch/plan.h"

#include <fmt/format.h>

#include <array>

#include "base/coding.h"
#include "base/shell.h"
#include "base/time.h"
#include "model/names.h"
#include "net/s3/sigv4.h"

namespace lastgood::opensearch {
namespace {

constexpr std::string_view kFile = "file://";
constexpr std::array<const char*, 9> kOfTheApi = {"repository",        "basic_auth",  "api_key_file",
                                                  "bearer_token_file", "ca_file",     "cert_file",
                                                  "key_file",          "server_name", "insecure_skip_verify"};

std::string ReadUrl(ConfigReader& reader) {
  std::string written = reader.String("url").value_or("");
  if (!written.starts_with(kFile)) return ReadHttpUrl(reader, "https://opensearch:9200");
  if (!written.starts_with("file:///"))
    reader.Complain("url", "expected an absolute path as in file:///folder");
  return written;
}

HttpAccess ReadAccess(ConfigReader& reader) {
  HttpAccess access = ReadHttpAccess(reader);
  access.api_key_file = reader.Path("api_key_file").value_or("");
  access.tls.cert_file = reader.Path("cert_file").value_or("");
  access.tls.key_file = reader.Path("key_file").value_or("");
  access.tls.server_name = reader.String("server_name").value_or("");
  if (!access.api_key_file.empty() && (!access.username.empty() || !access.bearer_token_file.empty()))
    reader.Complain("api_key_file", "only one of api_key_file, basic_auth and bearer_token_file");
  if (access.tls.cert_file.empty() != access.tls.key_file.empty())
    reader.Complain(access.tls.cert_file.empty() ? "key_file" : "cert_file",
                    "cert_file and key_file belong together");
  return access;
}

void ReadApi(ConfigReader& reader, Plan& plan) {
  plan.url = ReadUrl(reader);
  plan.access = ReadAccess(reader);
  plan.repository = reader.String("repository").value_or("");
  if (plan.repository.empty() && reader.Has("url"))
    reader.Complain("", "repository is missing: as the cluster calls it");
  if (plan.repository.find_first_of("*,/") != std::string::npos || plan.repository.starts_with('_'))
    reader.Complain("repository", "expected the name of one repository");
}

std::string Inspect(const Plan& plan) {
  if (plan.place) return ListCommand(*plan.place);
  if (plan.url.starts_with(kFile)) return "ls -l " + ShellQuoted(plan.url.substr(kFile.size()));
  const std::string who = plan.access.username.empty() ? "" : "-u " + ShellQuoted(plan.access.username) + " ";
  return fmt::format("curl -s {}{}", who,
                     ShellQuoted(fmt::format("{}/_cat/snapshots/{}?v&s=end_epoch", plan.url,
                                             PercentEncode(plan.repository))));
}

}  // namespace

Plan ReadPlan(const std::string& name, ConfigReader& reader, const Environment& environment) {
  Plan plan;
  const bool stored = reader.Has("bucket") || reader.Has("prefix");
  if (stored) {
    plan.place = ReadStorePlace(reader, environment, true);
    if (reader.Has("url")) reader.Complain("url", "either url or bucket");
    for (const char* key : kOfTheApi)
      if (reader.Has(key)) reader.Complain(key, "of no use with `bucket`");
  } else {
    ReadApi(reader, plan);
  }
  plan.promise = ReadStorePromise(reader);
  const std::string called = reader.String("name").value_or(stored ? name : plan.repository);
  plan.key = {systems::kOpensearch, "", "SnapshotRepository", called.empty() ? name : called};
  return plan;
}

RepositoryFacts BlankRepository(const Plan& plan) {
  const StorePlace nowhere;
  RepositoryFacts reading{
      .object = StoreObject(plan.key, "snapshot", plan.place ? *plan.place : nowhere, plan.promise)};
  reading.object.inspect = Inspect(plan);
  reading.destination = {.system = plan.key.system, .name = plan.key.name};
  if (plan.place)
    reading.destination.url = plan.place->Url();
  else
    reading.object.tracks[0].destination.clear();
  return reading;
}

void TellMissing(RepositoryFacts& reading, std::string detail) {
  reading.object.protection = Protection::kImpossible;
  reading.object.protection_detail = detail;
  reading.destination.available = false;
  reading.destination.detail = std::move(detail);
}

}  // namespace lastgood::opensearch
