#include "collectors/dumps/text.h"

#include <gmock/gmock.h>

#include "collectors/dumps/dumps_world.h"

namespace lastgood {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

TEST(TextTest, WhatAFailedJobLeavesIsNoDump) {
  for (const char* message :
       {"pg_dump: error: connection to server at \"db\" (10.0.0.1), port 5432 failed: Connection refused\n"
        "\tIs the server running on that host and accepting TCP/IP connections?\n",
        "pg_dump: error: query failed: ERROR:  permission denied for table t\n"
        "pg_dump: detail: Query was: LOCK TABLE public.t IN ACCESS SHARE MODE;\n",
        "mysqldump: Got error: 1045: \"Access denied for user 'root'@'localhost'\" when trying to connect\n",
        "bash: line 1: pg_dump: command not found\n",
        "sh: 1: pg_dump: not found\n",
        "Error response from daemon: No such container: postgres\n",
        "the input device is not a TTY\n",
        "Error from server (NotFound): pods \"postgres-0\" not found\n",
        "Permission denied (publickey).\n",
        "Segmentation fault (core dumped)\n",
        "Killed\n",
        "Password: \n",
        "ok\n",
        "\n\n\n",
        "Usage:\n  pg_dump [OPTION]... [DBNAME]\n\nOptions:\n  -f, --file=FILENAME  output file; or name\n",
        "{\"error\":\"unauthorized\"}\n",
        "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"message\":\"pods \\\"x\\\" not "
        "found\"}\n",
        "<!DOCTYPE html>\n<html><head><title>502</title></head></html>\n",
        "\xef\xbb\xbf<HTML><body>log in</body></HTML>",
        "<?xml version=\"1.0\"?>\n<Error><Code>AccessDenied</Code></Error>\n",
        "-----BEGIN CERTIFICATE-----\nMIIB\n",
        "2026-08-20 12:00:00 UTC [1] FATAL:  the database system is starting up\n",
        "Defaulted container \"postgres\" out of: postgres, exporter\n"}) {
    const EndingVerdict verdict = JudgeBytes(message);
    EXPECT_EQ(verdict.completeness, Completeness::kBroken) << message;
    EXPECT_THAT(verdict.detail, StartsWith("not a dump: ")) << message;
  }
}

TEST(TextTest, TextThatIsNoErrorIsNotCalledOne) {
  for (const char* text : {"CREATE TABLE t (a int);\nINSERT INTO t VALUES ('error: failed');\n",
                           "-- errors of the day\nBEGIN;\nCREATE TABLE error_log (a int);\nCOMMIT;\n",
                           "id,name\n1,error\n2,failed\n3,c\n", "[{\"a\":1},{\"a\":2}]\n",
                           "dn: dc=x,dc=y\nobjectClass: top\n\ndn: cn=z,dc=x\nobjectClass: person\n",
                           "<?xml version=\"1.0\"?>\n<pma_xml_export version=\"1.0\"></pma_xml_export>\n"})
    EXPECT_EQ(JudgeBytes(text).completeness, Completeness::kPlausible) << text << JudgeBytes(text).detail;
}

TEST(TextTest, AStatementThatIsCutIsTold) {
  for (const char* text : {"CREATE TABLE t (a int);\nINSERT INTO t VALUES (1), (2",
                           "CREATE TABLE t (a int);\nINSERT INTO t VALUES (1),\n", "[{\"a\":1},{\"a",
                           "<?xml version=\"1.0\"?>\n<mysqldump xm"})
    EXPECT_EQ(JudgeBytes(text).completeness, Completeness::kBroken) << text;
}

TEST(TextTest, SqliteSaysHowItsDumpEnded) {
  const std::string begin = "PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE t(a);\n";
  EXPECT_EQ(JudgeBytes(begin + "COMMIT;\n").completeness, Completeness::kRead);
  EXPECT_EQ(JudgeBytes(begin).completeness, Completeness::kBroken);
  EXPECT_THAT(JudgeBytes(begin + "ROLLBACK; -- due to errors\n").detail, HasSubstr("ended with an error"));
}

// lz4 and lzop leave the first text as it is, so that its words may not be searched before the first bytes.
TEST(TextTest, TheFirstBytesTellTheFormatBeforeAnyText) {
  const std::string header = "--\n-- PostgreSQL database dump\n--\n\n";
  EXPECT_EQ(FormatOf("\x04\x22\x4d\x18" + header), DumpFormat::kLz4);
  EXPECT_EQ(FormatOf(std::string("\x89LZO\0\r\n\x1a\n", 9) + header), DumpFormat::kLzop);
  EXPECT_EQ(FormatOf(std::string("\0\1\2\3 binary", 11)), DumpFormat::kUnknown);
  EXPECT_EQ(FormatOf("REDIS0011\xfa"), DumpFormat::kOther);
}

TEST(TextTest, ANameThatPromisesAnotherFormatIsTold) {
  using F = DumpFormat;
  EXPECT_EQ(WhatTheNameGetsWrong("a/x.sql.gz", {F::kGzip, F::kText}), "");
  EXPECT_EQ(WhatTheNameGetsWrong("a/x.SQL.GZ", {F::kGzip, F::kText}), "");
  EXPECT_EQ(WhatTheNameGetsWrong("a/x.dump", {F::kPgCustom}), "");
  EXPECT_EQ(WhatTheNameGetsWrong("x.sql.gz", {F::kText}), "its name promises gzip, and it is plain text");
  EXPECT_EQ(WhatTheNameGetsWrong("x.sql.gz", {F::kGzip, F::kPgCustom}),
            "its name promises plain text, and inside is a custom-format dump of pg_dump");
  EXPECT_EQ(WhatTheNameGetsWrong("x.sql.gpg", {F::kText}),
            "its name promises a gpg file, and it is plain text");
}

}  // namespace
}  // namespace lastgood
