// Dumps packed and encrypted by the real tools, whole and damaged, small and large.
#include <gmock/gmock.h>

#include "collectors/dumps/dumps_world.h"

namespace lastgood {
namespace {

using testing::AnyOf;
using testing::HasSubstr;
using testing::StartsWith;

// A dump of pg_dump's form, with rows that pack badly; more of them than are read as a whole.
constexpr char kDump[] = R"(
dump() { printf -- '--\n-- PostgreSQL database dump\n--\n\nCOPY public.t (a) FROM stdin;\n'
  openssl enc -aes-128-ctr -K 0 -iv 0 -in /dev/zero 2>/dev/null | base64 -w 76 2>/dev/null | head -n $1
  printf '\\.\n\n\n--\n-- PostgreSQL database dump complete\n--\n\n'; }
set +o pipefail
dump 3000 >small.sql
dump 200000 >large.sql
)";

void ExpectDamageIsSeen(const std::string& name, const std::string& whole) {
  constexpr std::size_t kLarge = 4'000'000, kOfLarge = 5;
  std::vector<Damage> damages = Damages(whole);
  if (whole.size() > kLarge) damages.erase(damages.begin() + kOfLarge, damages.end() - 2);
  for (const Damage& damage : damages) {
    const EndingVerdict verdict = JudgeBytes(damage.content);
    EXPECT_GE(verdict.completeness, Completeness::kBroken)  // or, of zeros, "cannot tell"
        << name << " " << damage.what << ": " << verdict.detail;
  }
}

TEST(PackersLiveTest, EveryPackerIsReadToItsEnd) {
  const MadeByTools made(std::string(kDump) + R"(
gzip -k small.sql; pigz -c small.sql >pigz.sql.gz; zstd -q small.sql; zstd -q --no-check small.sql -o nocheck.zst
xz -k small.sql; bzip2 -k small.sql; lz4 -q small.sql small.sql.lz4; lz4 -lq small.sql legacy.lz4; lzop -q small.sql
cat small.sql.gz small.sql.gz >two.gz
)");
  for (const char* name : {"small.sql.gz", "pigz.sql.gz", "small.sql.zst", "nocheck.zst", "small.sql.xz",
                           "small.sql.bz2", "small.sql.lz4", "legacy.lz4", "small.sql.lzo", "two.gz"}) {
    const EndingVerdict verdict = made.Judge(name);
    EXPECT_EQ(verdict.completeness, Completeness::kRead) << name << ": " << verdict.detail;
    if (name != std::string_view("two.gz")) ExpectDamageIsSeen(name, made.Read(name));
  }
}

// The size that a tar has unpacked was once taken from its last blocks: each larger than 8 MiB was "cut off".
TEST(PackersLiveTest, LargeFilesAreToldWholeFromCutByTheirEnds) {
  const MadeByTools made(std::string(kDump) + R"(
tar cf large.tar large.sql
gzip -k large.sql large.tar; pigz -c large.tar >pigz.tar.gz; zstd -q large.sql large.tar; xz -1k -T1 large.sql
bzip2 -k large.sql large.tar; lz4 -q large.sql large.sql.lz4; lz4 -lq large.sql legacy.lz4; lzop -q large.sql large.tar
cat large.sql.gz small.sql >junk.gz; gzip -c small.sql | cat large.sql.gz - >two.gz
)");
  for (const char* name :
       {"large.sql", "large.tar", "large.sql.gz", "large.tar.gz", "pigz.tar.gz", "large.sql.bz2",
        "large.tar.bz2", "large.sql.lz4", "legacy.lz4", "large.sql.lzo", "large.tar.lzo", "two.gz"}) {
    const EndingVerdict verdict = made.Judge(name);
    EXPECT_EQ(verdict.completeness, Completeness::kEnds) << name << ": " << verdict.detail;
    ExpectDamageIsSeen(name, made.Read(name));
  }
  for (const char* name : {"large.sql.zst", "large.tar.zst", "large.sql.xz"}) {
    const EndingVerdict verdict = made.Judge(name);
    EXPECT_EQ(verdict.completeness, Completeness::kPlausible) << name << ": its text is not reached";
    ExpectDamageIsSeen(name, made.Read(name));
  }
  EXPECT_EQ(made.Judge("junk.gz").completeness, Completeness::kBroken);
}

// Sorts of tar that look odd and are whole.
TEST(PackersLiveTest, AnyTarIsNotCalledCutOff) {
  const MadeByTools made(R"(
head -c 9000000 /dev/urandom >noise; head -c 9000000 /dev/zero >zeros
tar cf image.tar noise zeros; tar cb 2048 -f records.tar noise; tar -H v7 -cf old.tar noise; tar -H pax -cf pax.tar noise
tar czf noise.tar.gz noise zeros; head -c 1000000 zeros >small; tar cf small.tar small; tar -b 1 -cf block.tar noise
)");
  for (const char* name : {"old.tar", "pax.tar", "block.tar", "records.tar"})
    EXPECT_EQ(made.Judge(name).completeness, Completeness::kEnds) << name << made.Judge(name).detail;
  EXPECT_EQ(made.Judge("small.tar").completeness, Completeness::kRead);
  EXPECT_EQ(made.Judge("noise.tar.gz").completeness, Completeness::kPlausible);
  EXPECT_EQ(made.Judge("image.tar").completeness, Completeness::kUnclear) << "zeros: cannot tell";
}

TEST(PackersLiveTest, ArchivesAreLookedInto) {
  const MadeByTools made(std::string(kDump) + R"(
zip -q small.zip small.sql; zip -q large.zip large.sql; echo 'pg_dump: error: no' >e; zip -q error.zip e
sz=$(command -v 7z || command -v 7zz); $sz a -bd small.7z small.sql >/dev/null; $sz a -bd large.7z large.sql >/dev/null
: >nothing; zip -q nothing.zip nothing; $sz a -bd nothing.7z nothing >/dev/null
tar cf empty.tar -T /dev/null; tar czf empty.tar.gz -T /dev/null
)");
  EXPECT_EQ(made.Judge("small.zip").completeness, Completeness::kRead) << made.Judge("small.zip").detail;
  for (const char* name : {"large.zip", "small.7z", "large.7z"})
    EXPECT_EQ(made.Judge(name).completeness, Completeness::kPlausible) << name << made.Judge(name).detail;
  for (const char* name : {"small.zip", "large.zip", "small.7z", "large.7z"})
    ExpectDamageIsSeen(name, made.Read(name));
  for (const char* name : {"nothing.zip", "nothing.7z", "empty.tar", "empty.tar.gz"})
    EXPECT_EQ(made.Judge(name).completeness, Completeness::kBroken) << name;
  EXPECT_THAT(made.Judge("error.zip").detail, StartsWith("not a dump: "));
}

TEST(PackersLiveTest, EncryptedFilesAreJudgedByTheirLengths) {
  const MadeByTools made(std::string(kDump) + R"(
age-keygen -o key 2>/dev/null; r=$(age-keygen -y key)
mkdir -m 700 gnupg; export GNUPGHOME=$1/gnupg; gpg --version | head -1 >gpg.version
gpg() { command gpg -q --batch --passphrase x --pinentry-mode loopback "$@"; }
for size in small large; do
  age -r "$r" -o $size.age $size.sql; age -a -r "$r" -o $size.age.asc $size.sql
  gpg -co $size.gpg $size.sql; gpg -c <$size.sql >$size.pipe.gpg; gpg -ac <$size.sql >$size.gpg.asc
  openssl enc -aes-256-cbc -pbkdf2 -k x -in $size.sql -out $size.enc
  openssl enc -a -aes-256-cbc -pbkdf2 -k x -in $size.sql -out $size.enc64
done
gpgconf --kill gpg-agent
)");
  const auto name = [](const char* size, const char* end) { return std::string(size) + end; };
  for (const char* size : {"small", "large"}) {
    for (const char* end : {".age", ".age.asc", ".gpg", ".pipe.gpg", ".gpg.asc", ".enc", ".enc64"}) {
      const EndingVerdict verdict = made.Judge(name(size, end));
      EXPECT_EQ(verdict.completeness, Completeness::kPlausible) << name(size, end) << ": " << verdict.detail;
      EXPECT_THAT(verdict.detail, HasSubstr("cannot be told without its key"));
    }
    // From 2.4 on gpg writes pieces as long as what the pipe gave it, so that nobody finds the last one from
    // the end.
    const bool even = made.Read("gpg.version").find("2.2.") != std::string::npos;
    for (const char* end : {".age.asc", ".pipe.gpg", ".gpg.asc"})
      if (even || name(size, end) != "large.pipe.gpg")
        ExpectDamageIsSeen(name(size, end), made.Read(name(size, end)));
    // Without a length in it, a cut may leave what a whole one could be: not proven, and never "cut off" at
    // random.
    const std::string whole = made.Read(name(size, ".enc"));
    EXPECT_EQ(JudgeBytes(whole.substr(0, whole.size() - 5)).completeness, Completeness::kUnclear);
    for (const char* end : {".age", ".enc", ".gpg"}) {
      std::string zeros = made.Read(name(size, end));
      zeros.replace(zeros.size() - 4096, 4096, 4096, '\0');
      EXPECT_EQ(JudgeBytes(zeros).completeness, Completeness::kBroken) << end;
    }
  }
}

TEST(PackersLiveTest, NothingIsInsideHoweverItIsPacked) {
  const MadeByTools made(R"(
age-keygen -o key 2>/dev/null; r=$(age-keygen -y key)
mkdir -m 700 gnupg; export GNUPGHOME=$1/gnupg
gpg() { command gpg -q --batch --passphrase x --pinentry-mode loopback "$@"; }
mkdir out
for packer in cat 'gzip -c' 'xz -c' 'zstd -qc' 'bzip2 -c' 'lz4 -qc' 'lzop -c'; do
  first=out/${packer%% *}
  $packer </dev/null >$first
  age -r "$r" <$first >$first.age; age -a -r "$r" <$first >$first.age.asc
  gpg -c <$first >$first.gpg; gpg -ac <$first >$first.gpg.asc
  openssl enc -aes-256-cbc -pbkdf2 -k x <$first >$first.enc
  openssl enc -a -aes-256-cbc -pbkdf2 -k x <$first >$first.enc64
done
gpgconf --kill gpg-agent
)");
  int files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(made.Path("out"))) {
    const EndingVerdict verdict = JudgeBytes(ReadAll(entry.path()));
    EXPECT_EQ(verdict.completeness, Completeness::kBroken) << entry.path();
    EXPECT_THAT(verdict.detail, AnyOf(StartsWith("not a dump: "), "empty")) << entry.path();
    ++files;
  }
  EXPECT_EQ(files, 49);
}

}  // namespace
}  // namespace lastgood
