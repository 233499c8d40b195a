// `lastgood check-config` as CI runs it, and the files that a config names.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "exporter/check_config/referenced_files.h"
#include "tests/support/process.h"
#include "tests/support/temp_dir.h"
#include "tests/support/test_certificates.h"

namespace lastgood {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

struct Checked {
  int code;
  std::string out, err;
};

Checked Check(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {LASTGOOD_BINARY, "check-config"});
  Process process(arguments);
  const int code = process.Wait();
  return {code, process.out, process.err};
}

TEST(CheckConfigTest, AGoodConfigIsOneLineAndZero) {
  TempDir folder;
  const std::string file =
      folder.Write("lastgood.yaml",
                   "kubernetes: {in_cluster: true}\n"
                   "buckets: {b: {url: \"s3://bucket\", endpoint: \"https://s3.invalid\", "
                   "region: r}}\n");
  const Checked checked = Check({file});
  EXPECT_EQ(checked.code, 0) << checked.err;
  EXPECT_THAT(checked.out, StartsWith(file + ": good; reads "));
  EXPECT_THAT(checked.out, HasSubstr("cnpg"));
  EXPECT_THAT(checked.out, HasSubstr("s3"));
}

TEST(CheckConfigTest, AMistakeIsToldWithItsPlaceAndTwo) {
  TempDir folder;
  const std::string file = folder.Write("lastgood.yaml", "kubernetes: {in_cluster: true}\nbukets: {}\n");
  const Checked checked = Check({"--config", file});
  EXPECT_EQ(checked.code, 2);
  EXPECT_EQ(checked.out, "");
  EXPECT_EQ(checked.err, "lastgood: " + file + ":2:1: unknown key \"bukets\", did you mean \"buckets\"?\n");
}

TEST(CheckConfigTest, TheWebConfigIsCheckedWithItsCertificates) {
  TempDir folder;
  const TestCertificate own = TestAuthority().Server();
  folder.Write("cert.pem", own.cert_pem);
  folder.Write("key.pem", own.key_pem);
  const std::string web =
      folder.Write("web.yaml", "tls_server_config: {cert_file: cert.pem, key_file: key.pem}\n");
  const std::string main = folder.Write("lastgood.yaml", "web: {config_file: " + web + "}\n");
  EXPECT_EQ(Check({main}).out,
            main + ": good; reads nothing, it names no source\n" + web + ": good; HTTPS\n");
  folder.Write("key.pem", TestAuthority().Server().key_pem);
  const Checked checked = Check({main, "--web.config.file", web});
  EXPECT_EQ(checked.code, 2);
  EXPECT_THAT(checked.err, HasSubstr(web + ":1:1: tls_server_config: the key"));
}

TEST(CheckConfigTest, NothingToCheckIsAMistake) {
  const Checked checked = Check({"/no/such/lastgood.yaml"});
  EXPECT_EQ(checked.code, 2);
  EXPECT_THAT(checked.err, HasSubstr("/no/such/lastgood.yaml"));
}

TEST(ReferencedFilesTest, AFileThatIsNotThereIsToldWhereItIsNamed) {
  TempDir folder;
  const std::string there = folder.Write("key", "k\n");
  const auto check = [&](const std::string& text) {
    const Status status = CheckReferencedFiles(text, "x.yaml", folder / "");
    return status.ok() ? "" : status.error().message;
  };
  EXPECT_EQ(check("buckets: {b: {credentials: {access_key_file: " + there + "}}}\n"), "");
  EXPECT_EQ(check("kubernetes: {kubeconfig: ~/key}\n"), "");
  EXPECT_THAT(check("buckets:\n  b: {credentials: {access_key_file: /no/key}}\n"),
              StartsWith("x.yaml:2:38: access_key_file: /no/key cannot be read"));
  EXPECT_THAT(check("kubernetes: {folder: /no/folder}\n"), StartsWith("x.yaml:1:22: folder:"));
  EXPECT_THAT(check("buckets: {b: {url: \"file:///no/folder\"}}\n"),
              HasSubstr("file:///no/folder cannot be read"));
  EXPECT_EQ(check("generate: {receivers: {webhook: {bearer_token_file: /elsewhere}}}\n"), "")
      << "that lies where Alertmanager runs";
}

}  // namespace
}  // namespace lastgood
