// What people get wrong first in lastgood.yaml, and what they are told.
#include <gmock/gmock.h>

#include "exporter/config/config.h"
#include "tests/support/fakes.h"
#include "tests/support/temp_dir.h"

namespace lastgood {
namespace {

using testing::HasSubstr;

std::string Mistake(const std::string& text) {
  const TempDir folder;
  const FakeClock clock;
  FakeHttp http([](const HttpRequest&) { return Error{ErrorCode::kUnavailable, "none"}; });
  const Result<Setup> setup =
      LoadSetup(folder.Write("lastgood.yaml", text), {},
                {http, clock, nullptr, [](const char*) { return std::optional<std::string>(); }});
  return setup.ok() ? "" : setup.error().message;
}

struct TypicalMistake {
  const char* config;
  const char* said;  // line, key, cause and what to do
};

TEST(ConfigMistakesTest, EachTypicalMistakeIsSaidWithItsPlaceItsCauseAndWhatToDo) {
  const std::vector<TypicalMistake> mistakes = {
      {"bucket: {b: {url: 's3://backups'}}\n", ":1:1: unknown key \"bucket\", did you mean \"buckets\"?"},
      {"buckets:\nb: {url: 's3://backups'}\n",
       ":2:1: unknown key \"b\"; \"buckets\" above it is empty: what belongs to it is indented by two spaces "
       "more"},
      {"buckets:\n\tb: {url: 's3://backups'}\n",
       ":2:1: a tab indents this line, which YAML does not allow: use spaces"},
      {"buckets:\n- url: 's3://backups'\n", ":2:1: buckets: expected a mapping, found a list"},
      {"buckets:\n  b: {url: 's3://backups', limit: 20}\n",
       ":2:35: limit: expected a size with a unit, as in 20GiB (20B is bytes)"},
      {"buckets:\n  b: {url: 's3://backups', prefixes: [/velero]}\n",
       ":2:38: prefixes: no key begins with '/': write \"/velero\" without it"},
      {"buckets:\n  b: {url: 's3://b'}\n", ":2:12: url: \"b\" is no name of a bucket"},
      {"buckets:\n  b: {url: 's3://backups'}\n  b: {url: 's3://other'}\n", ":3:3: the key \"b\" is repeated"},
      {"buckets:\n  b: {url: 's3://backups', credentials: {access_key: AKIA}}\n",
       ":2:42: unknown key \"access_key\"; known here: access_key_file"},
      {"logs:\n  main: {url: 'loki:3100'}\n",
       ":2:15: url: expected a URL like https://host:port, found \"loki:3100\""},
      {"logs:\n  main: {url: 'http://l', expect: [{name: a, selector: app, max_silence: 15m}]}\n",
       "selector: expected a selector as in {namespace=\"app\"}"},
      {"objectives:\n  default: {max_age: 26}\n",
       ":2:22: max_age: expected a duration such as 26h or 7d, found \"26\""},
      {"objectives:\n  match: [{namespace: app}]\n", ":2:11: this match sets nothing; it may set max_age"},
      {"components:\n  - {name: db, needs: [{system: cnpgg, name: a}]}\n",
       ":2:33: system: \"cnpgg\" is no system, did you mean \"cnpg\"?"},
      {"components:\n  - {name: db, needs: [{system: postgres}]}\n",
       "system: \"postgres\" is no system; expected one of cnpg, longhorn"},
      {"repositories:\n  r: {url: 's3://backups/restic'}\n", ":2:7: unknown key \"url\"; known here: bucket"},
      {"kubernetes: {in_cluster: yes please}\n",
       ":1:26: in_cluster: expected true or false, found \"yes please\""},
      {"web: {listen_address: 9847}\n", ":1:23: listen_address: expected host:port or :port, found \"9847\""},
      {"generate: {disabled: [BackupStail]}\n",
       "BackupStail is not an alert of lastgood, did you mean \"BackupStale\"?"},
  };
  for (const TypicalMistake& mistake : mistakes)
    EXPECT_THAT(Mistake(mistake.config), HasSubstr(mistake.said)) << mistake.config;
}

}  // namespace
}  // namespace lastgood
