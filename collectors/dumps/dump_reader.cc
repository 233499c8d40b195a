#include "collectors/dumps/dump_reader.h"

#include <fmt/format.h>

#include <algorithm>

#include "collectors/dumps/judge.h"
#include "collectors/dumps/set_judge.h"

namespace lastgood {
namespace {

constexpr std::size_t kJudged = 15;      // the newest, its typical predecessors, and some that are broken
constexpr std::size_t kMostJudged = 60;  // where many are broken, to find what is typical
constexpr std::size_t kGoodWanted = 11;
constexpr std::size_t kMostFiles = 200'000;  // of a folder
constexpr std::size_t kMostRead = 16 * 1024 * 1024;

bool MayNotRead(ErrorCode code) { return code == ErrorCode::kForbidden || code == ErrorCode::kUnauthorized; }

DumpBytes BytesOf(const Bucket& bucket, std::string key, std::uint64_t size, const Deadline& deadline) {
  return {size, [&, key = std::move(key)](std::uint64_t offset, std::uint64_t count) -> Result<std::string> {
            if (count == 0) return std::string();
            LASTGOOD_ASSIGN(
                std::string bytes,
                bucket.Get(key, {.offset = offset, .length = count, .most = kMostRead}, deadline));
            if (bytes.size() == count) return bytes;
            return Error{ErrorCode::kNotFound, key + ": shrank while it was read"};
          }};
}

// Lists the folder once more, since only those that are looked at are kept with all their files.
Result<EndingVerdict> ReadSet(const Bucket& bucket, const DumpFile& folder, const Deadline& deadline) {
  SetFiles files;
  bool all = true;
  LASTGOOD_RETURN_IF_ERROR(bucket.List({.prefix = folder.key}, deadline, [&](const BucketObject& object) {
    all = files.size() < kMostFiles;
    if (all) files.emplace(object.key.substr(folder.key.size()), object.size);
  }));
  if (!all)
    return EndingVerdict{
        Completeness::kUnclear, fmt::format("more than {} files: not looked into", kMostFiles), {}};
  return JudgeDumpSet(folder.set, files, [&](const std::string& name, std::uint64_t size) {
    return BytesOf(bucket, folder.key + name, size, deadline);
  });
}

DumpState StateOf(Completeness completeness) {
  switch (completeness) {
    case Completeness::kRead:
    case Completeness::kEnds:
      return DumpState::kGood;
    case Completeness::kUnclear:
      return DumpState::kUnclear;
    case Completeness::kUnread:
      return DumpState::kUnread;
    case Completeness::kBroken:
      return DumpState::kBroken;
    default:
      return DumpState::kAssumed;
  }
}

}  // namespace

Result<std::optional<EndingVerdict>> ReadEnding(const Bucket& bucket, const DumpFile& file,
                                                const Deadline& deadline) {
  Result<EndingVerdict> verdict = file.set == DumpSetKind::kNone
                                      ? JudgeDump(BytesOf(bucket, file.key, file.size, deadline))
                                      : ReadSet(bucket, file, deadline);
  if (verdict.ok()) return std::optional(std::move(verdict).value());
  if (verdict.error().code == ErrorCode::kNotFound) return std::optional<EndingVerdict>();
  if (MayNotRead(verdict.error().code))
    return std::optional(EndingVerdict{Completeness::kUnread, "listed, but we may not read it", {}});
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
  judged.note = WhatTheNameGetsWrong(file.key, verdict.layers);
  judged.all_read = verdict.completeness == Completeness::kRead;
  judged.state = StateOf(verdict.completeness);
  const bool young = now - file.modified < settle_;
  // Objects of S3 appear when they are whole.
  if (judged.state != DumpState::kGood && (growing || (young && bucket.s3() == nullptr)))
    judged.state = DumpState::kWriting;
  return judged;
}

Result<std::vector<JudgedDump>> DumpReader::Judge(const Bucket& bucket, const std::vector<DumpFile>& files,
                                                  Time now, const Deadline& deadline) {
  std::vector<JudgedDump> judged;
  std::size_t good = 0;
  for (const DumpFile& file : files) {
    if (judged.size() >= kJudged && good >= kGoodWanted) break;
    if (judged.size() >= kMostJudged && good > 0) break;
    LASTGOOD_ASSIGN(JudgedDump dump, JudgeOne(bucket, file, now, deadline));
    if (dump.IsGood()) ++good;
    judged.push_back(std::move(dump));
  }
  std::erase_if(remembered_, [&](const auto& entry) {
    return std::ranges::none_of(judged, [&](const JudgedDump& dump) { return dump.file.key == entry.first; });
  });
  return judged;
}

}  // namespace lastgood
