#include "collectors/dumps/dump_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "collectors/dumps/compressed.h"
#include "collectors/dumps/gzip_tail.h"

namespace lastgood {
namespace {

constexpr std::uint64_t kWhole = 8 * 1024 * 1024;
constexpr std::size_t kJudged = 15;  // the newest, its typical predecessors, and some that are broken
constexpr std::size_t kMostRead = 16 * 1024 * 1024;

bool MayNotRead(ErrorCode code) { return code == ErrorCode::kForbidden || code == ErrorCode::kUnauthorized; }

// Names promise a format; an error message that was piped into one has another.
bool IsNamedCompressed(std::string_view key) {
  return std::ranges::any_of(std::array{".gz", ".zst", ".xz"},
                             [&](const char* end) { return key.ends_with(end); });
}

// Bytes of one file. What fails once fails for the whole verdict.
class Ends {
 public:
  Ends(const Bucket& bucket, const DumpFile& file, const Deadline& deadline)
      : bucket_(bucket), file_(file), deadline_(deadline) {}

  Result<std::string> Head(std::size_t most) const {
    return Get(0, std::min<std::uint64_t>(most, file_.size));
  }
  Result<std::string> Tail(std::size_t most) const {
    const std::uint64_t count = std::min<std::uint64_t>(most, file_.size);
    return Get(file_.size - count, count);
  }

 private:
  Result<std::string> Get(std::uint64_t offset, std::uint64_t count) const {
    LASTGOOD_ASSIGN(
        std::string bytes,
        bucket_.Get(file_.key, {.offset = offset, .length = count, .most = kMostRead}, deadline_));
    if (bytes.size() == count) return bytes;
    return Error{ErrorCode::kNotFound, file_.key + ": shrank while it was read"};
  }

  const Bucket& bucket_;
  const DumpFile& file_;
  const Deadline& deadline_;
};

Result<EndingVerdict> JudgeCompressed(const Ends& ends, DumpFormat format, std::uint64_t size) {
  if (format == DumpFormat::kXz) {
    LASTGOOD_ASSIGN(const std::string tail, ends.Tail(kTailBytes));
    return JudgeXz(tail, size);
  }
  if (size <= kWhole) {
    LASTGOOD_ASSIGN(const std::string whole, ends.Head(kWhole));
    return format == DumpFormat::kGzip ? JudgeGzip(whole) : JudgeZstd(whole);
  }
  if (format == DumpFormat::kZstd)
    return EndingVerdict{Completeness::kPlausible, "zstd too large to be read whole: its end says nothing"};
  LASTGOOD_ASSIGN(const std::string head, ends.Head(kGzipHeadBytes));
  LASTGOOD_ASSIGN(const std::string tail, ends.Tail(kGzipTailBytes));
  return JudgeGzipEnds(head, tail);
}

Result<EndingVerdict> JudgeFile(const Ends& ends, const DumpFile& file) {
  if (file.size == 0) return JudgeEnding("", "", 0);
  LASTGOOD_ASSIGN(const std::string head, ends.Head(kHeadBytes));
  const DumpFormat format = FormatOf(head);
  if (format == DumpFormat::kGzip || format == DumpFormat::kZstd || format == DumpFormat::kXz)
    return JudgeCompressed(ends, format, file.size);
  if (format == DumpFormat::kUnknown && IsNamedCompressed(file.key))
    return EndingVerdict{Completeness::kBroken, "not compressed as its name says, and no dump"};
  LASTGOOD_ASSIGN(const std::string tail, ends.Tail(kTailBytes));
  return JudgeEnding(head, tail, file.size);
}

}  // namespace

Result<std::optional<EndingVerdict>> ReadEnding(const Bucket& bucket, const DumpFile& file,
                                                const Deadline& deadline) {
  Result<EndingVerdict> verdict = JudgeFile(Ends(bucket, file, deadline), file);
  if (verdict.ok()) return std::optional(std::move(verdict).value());
  if (verdict.error().code == ErrorCode::kNotFound) return std::optional<EndingVerdict>();
  if (MayNotRead(verdict.error().code))
    return std::optional(EndingVerdict{Completeness::kPlausible, "listed, but we may not read it"});
  return std::move(verdict).error();
}

Result<JudgedDump> DumpReader::JudgeOne(const Bucket& bucket, const DumpFile& file, Time now,
                                        const Deadline& deadline) {
  const auto found = remembered_.find(file.key);
  const bool known = found != remembered_.end();
  const bool growing = known && found->second.size < file.size;
  JudgedDump judged{file};
  EndingVerdict verdict;
  if (known && !growing && found->second.size == file.size && found->second.modified == file.modified) {
    verdict = found->second.verdict;
  } else {
    LASTGOOD_ASSIGN(const std::optional<EndingVerdict> read, ReadEnding(bucket, file, deadline));
    if (!read) return JudgedDump{file, DumpState::kGone, ""};
    verdict = *read;
  }
  remembered_[file.key] = {file.size, file.modified, verdict};
  judged.detail = verdict.detail;
  const bool young = now - file.modified < settle_;
  if (verdict.completeness == Completeness::kProven)
    judged.state = DumpState::kGood;
  else if (growing || (young && bucket.s3() == nullptr))  // objects of S3 appear when they are whole
    judged.state = DumpState::kWriting;
  else
    judged.state = verdict.completeness == Completeness::kBroken ? DumpState::kBroken : DumpState::kAssumed;
  return judged;
}

Result<std::vector<JudgedDump>> DumpReader::Judge(const Bucket& bucket, const std::vector<DumpFile>& files,
                                                  Time now, const Deadline& deadline) {
  std::vector<JudgedDump> judged;
  bool found = false;
  for (const DumpFile& file : files) {
    if (found && judged.size() >= kJudged) break;
    LASTGOOD_ASSIGN(JudgedDump dump, JudgeOne(bucket, file, now, deadline));
    found = found || dump.state == DumpState::kGood || dump.state == DumpState::kAssumed;
    judged.push_back(std::move(dump));
  }
  std::erase_if(remembered_, [&](const auto& entry) {
    return std::ranges::none_of(judged, [&](const JudgedDump& dump) { return dump.file.key == entry.first; });
  });
  return judged;
}

}  // namespace lastgood
