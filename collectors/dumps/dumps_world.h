// For tests: dumps that the real tools make in a folder of the test's own, and what is said of their bytes,
// whole and damaged.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "collectors/dumps/judge.h"
#include "tests/support/process.h"
#include "tests/support/temp_dir.h"

namespace lastgood {

inline DumpBytes BytesOf(const std::string& content) {
  return {content.size(), [&content](std::uint64_t offset, std::uint64_t count) {
            return Result(content.substr(offset, count));
          }};
}

inline EndingVerdict JudgeBytes(const std::string& content) {
  const Result<EndingVerdict> verdict = JudgeDump(BytesOf(content));
  EXPECT_TRUE(verdict.ok());
  return verdict.ok() ? *verdict : EndingVerdict();
}

inline std::string ReadAll(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// A folder in which a script of bash ran; `user` when it must not be root.
class MadeByTools {
 public:
  explicit MadeByTools(const std::string& script, const char* user = nullptr) {
    work_ = std::filesystem::path(made_.path()) / "made";
    std::filesystem::create_directories(work_);
    for (const std::filesystem::path& folder : {std::filesystem::path(made_.path()), work_})
      std::filesystem::permissions(folder, std::filesystem::perms::all);
    std::vector<std::string> argv = {"bash", "-ec", "cd \"$1\"\nexport HOME=$1\n" + script, "bash",
                                     work_.string()};
    if (user != nullptr && geteuid() == 0) argv.insert(argv.begin(), {"runuser", "-u", user, "--"});
    Process process(argv, "", {"LC_ALL=C.UTF-8"});
    EXPECT_EQ(process.Wait(), 0) << process.out << process.err;
  }

  std::filesystem::path Path(const std::string& name) const { return work_ / name; }
  std::string Read(const std::string& name) const {
    const std::string content = ReadAll(Path(name));
    EXPECT_FALSE(content.empty()) << name;
    return content;
  }
  EndingVerdict Judge(const std::string& name) const { return JudgeBytes(Read(name)); }

 private:
  TempDir made_;
  std::filesystem::path work_;
};

// A server of its own on a socket in a folder, for the rest of the script.
inline constexpr char kPostgres[] = R"(
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)
"$bin/initdb" -D data -A trust -N >/dev/null
"$bin/pg_ctl" -D data -o "-k $1 -c listen_addresses='' -c fsync=off" -l log -w start >/dev/null
trap '"$bin/pg_ctl" -D data -m immediate -w stop >/dev/null' EXIT
export PGHOST=$1
)";

// Every way to lose a part: cut in many places, zeros at the end, everything zero.
struct Damage {
  std::string what, content;
};

inline std::vector<Damage> Damages(const std::string& whole) {
  std::vector<Damage> damages;
  const std::size_t size = whole.size();
  std::vector<std::size_t> cuts = {5, 150, 1000, size / 10, size / 4, size / 2, size - 200, size - 30};
  std::uint32_t number = 7;
  for (int i = 0; i < 8; ++i) cuts.push_back(10 + (number = number * 1664525 + 1013904223) % size);
  for (const std::size_t cut : cuts)
    if (cut < size) damages.push_back({"cut by " + std::to_string(cut), whole.substr(0, size - cut)});
  // Zeros that were there before are no damage.
  for (const std::size_t zeros : {std::size_t{4096}, size / 2})
    if (zeros < size && whole.find_last_not_of('\0') >= size - zeros + 100)
      damages.push_back(
          {std::to_string(zeros) + " zeros", whole.substr(0, size - zeros) + std::string(zeros, '\0')});
  damages.push_back({"zeros only", std::string(size, '\0')});
  return damages;
}

}  // namespace lastgood
