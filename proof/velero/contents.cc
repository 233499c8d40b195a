#include "proof/velero/contents.h"

#include <fmt/format.h>

#include "collectors/dumps/content.h"
#include "collectors/dumps/packed.h"
#include "collectors/dumps/packed_ends.h"
#include "collectors/dumps/stream_ends.h"

namespace lastgood::proof::velero {
namespace {

constexpr std::uint64_t kSmall = 4 * 1024 * 1024, kMostWhole = 256 * 1024 * 1024;
constexpr std::uint64_t kMostUnpacked = std::uint64_t{1} << 30;

Judgement JudgementOf(const EndingVerdict& verdict, Completeness wanted) {
  if (verdict.completeness == Completeness::kBroken)
    return Broken(fmt::format("its tar.gz: {}", verdict.detail));
  if (verdict.layers.size() > 1 && verdict.layers[1] != DumpFormat::kTar)
    return Broken(fmt::format("its tar.gz holds no tar file: {}", verdict.detail));
  if (verdict.completeness == wanted && verdict.layers.size() > 1) return {};
  return Doubtful(fmt::format("its tar.gz: {}", verdict.detail));
}

Judgement Unread(const Error& error) {
  return Doubtful(fmt::format("its tar.gz could not be read: {}", error.message));
}

bool IsGzip(std::string_view head) { return FormatOf(head.substr(0, kHeadBytes)) == DumpFormat::kGzip; }

// Velero stops at the end of the tar file: what follows it is odd, and does no harm.
Judgement JudgeUnpacked(std::string_view whole, std::uint64_t most) {
  DumpContent content;
  const UnpackEnd end = Unpack(DumpFormat::kGzip, whole, [&](std::string_view piece) {
    content.Add(piece);
    return content.size() < most;
  });
  if (end == UnpackEnd::kCut) return Broken("its tar.gz is cut off");
  if (end == UnpackEnd::kDamaged) return Broken("its tar.gz is damaged: it does not unpack");
  if (end == UnpackEnd::kFollowed)
    return Doubtful("its tar.gz is followed by bytes that do not belong to it");
  if (end != UnpackEnd::kWhole) return Doubtful("its tar.gz unpacks to more than is read");
  return JudgementOf(JudgeInside(DumpFormat::kGzip, content), Completeness::kRead);
}

Judgement JudgeWhole(const std::string& key, std::uint64_t size, const ReadPart& read, std::uint64_t most) {
  const Result<std::string> whole = read(key, {0, 0, static_cast<std::size_t>(size) + 1});
  if (!whole.ok()) return Unread(whole.error());
  if (!IsGzip(*whole)) return Broken("its tar.gz is no gzip");
  return JudgeUnpacked(*whole, most);
}

Judgement JudgeLarge(const std::string& key, std::uint64_t size, const ReadPart& read) {
  const std::uint64_t first = HeadWanted(DumpFormat::kGzip), last = TailWanted(DumpFormat::kGzip);
  const Result<std::string> head = read(key, {0, first, first});
  if (!head.ok()) return Unread(head.error());
  if (!IsGzip(*head)) return Broken("its tar.gz is no gzip");
  const Result<std::string> tail = read(key, {size - last, last, last});
  if (!tail.ok()) return Unread(tail.error());
  if (head->size() != first || tail->size() != last) return Doubtful("its tar.gz changed while it was read");
  return JudgementOf(JudgePackedEnds(DumpFormat::kGzip, *head, *tail, size), Completeness::kEnds);
}

}  // namespace

Judgement JudgeContents(const std::string& key, std::uint64_t size, const ReadPart& read, Depth depth) {
  if (size <= kSmall) return JudgeWhole(key, size, read, kMostUnpacked);
  if (depth == Depth::kContent && size <= kMostWhole) return JudgeWhole(key, size, read, 8 * kMostUnpacked);
  return JudgeLarge(key, size, read);
}

}  // namespace lastgood::proof::velero
