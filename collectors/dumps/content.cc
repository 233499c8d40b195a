#include "collectors/dumps/content.h"

#include <fmt/format.h>

#include <algorithm>

#include "collectors/dumps/judge_ends.h"
#include "collectors/dumps/pg_archive.h"
#include "collectors/dumps/text.h"

namespace lastgood {
namespace {

constexpr std::size_t kMostKept = 32 * 1024 * 1024;  // of what is judged only when it is there in one piece

bool IsKept(DumpFormat format) { return format == DumpFormat::kPgCustom; }

}  // namespace

void DumpContent::Feed(std::string_view piece) {
  if (format_ == DumpFormat::kText) scan_.Add(piece);
  if (format_ == DumpFormat::kTar) tar_.Add(piece);
  if (IsKept(format_) && kept_.size() <= kMostKept) kept_ += piece;
}

void DumpContent::Add(std::string_view piece) {
  size_ += piece.size();
  if (piece.size() >= kTailBytes) tail_.clear();
  tail_.append(piece.substr(piece.size() - std::min(piece.size(), kTailBytes)));
  if (tail_.size() > 2 * kTailBytes) tail_.erase(0, tail_.size() - kTailBytes);
  if (begun_) return Feed(piece);
  const std::size_t count = std::min(piece.size(), kHeadBytes - head_.size());
  head_ += piece.substr(0, count);
  if (head_.size() < kHeadBytes) return;
  begun_ = true;
  format_ = FormatOf(head_);
  Feed(head_);
  Feed(piece.substr(count));
}

EndingVerdict DumpContent::Judge() {
  if (!begun_) {
    format_ = FormatOf(head_);
    Feed(head_);
    begun_ = true;
  }
  EndingVerdict verdict;
  if (size_ == 0)
    verdict = {Completeness::kBroken, "empty", {}};
  else if (format_ == DumpFormat::kTar)
    verdict = tar_.Judge();
  else if (format_ == DumpFormat::kPgCustom && kept_.size() == size_)
    verdict = JudgePgCustom(kept_);
  else if (format_ == DumpFormat::kText)
    scan_.Finish(), verdict = JudgeText(head_, tail_, size_, scan_);
  else
    verdict = JudgeEnds(format_, head_, tail_, size_);
  verdict.layers = {format_};
  return verdict;
}

EndingVerdict Within(DumpFormat format, EndingVerdict inside) {
  inside.detail = fmt::format("{}: {}", NameOf(format), inside.detail);
  inside.layers.insert(inside.layers.begin(), format);
  return inside;
}

EndingVerdict JudgeInside(DumpFormat format, DumpContent& content) {
  if (content.size() == 0)
    return {Completeness::kBroken,
            fmt::format("not a dump: {} with nothing inside: what was packed was empty", NameOf(format)),
            {format}};
  EndingVerdict verdict = Within(format, content.Judge());
  constexpr std::string_view kNoDump = "not a dump: ";
  // Said first, whatever it is packed in.
  if (const std::size_t at = verdict.detail.find(kNoDump); at != std::string::npos && at > 0) {
    verdict.detail.erase(at, kNoDump.size());
    verdict.detail.insert(0, kNoDump);
  }
  return verdict;
}

}  // namespace lastgood
