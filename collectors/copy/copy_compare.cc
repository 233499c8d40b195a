#include "collectors/copy/copy_compare.h"

#include <algorithm>

namespace lastgood {
namespace {

constexpr std::size_t kNames = 3;
constexpr std::size_t kTellEvery = 10'000;

// The MD5 of what was uploaded in one piece. Of uploads in parts it depends on the parts' sizes.
bool IsContentHash(const std::string& etag) {
  return etag.size() == 32 && etag.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
}

// One side, standing on an object or at its end. What tools make to show a folder is passed over.
class Side {
 public:
  Side(CopySide side, const Deadline& deadline) : side_(std::move(side)), deadline_(deadline) {}

  Status Step() {
    do {
      LASTGOOD_ASSIGN(more_, side_.cursor.Next(deadline_));
    } while (more_ && object().size == 0 && (key().empty() || key().ends_with('/')));
    return Ok();
  }
  bool more() const { return more_; }
  const BucketCursor::Object& object() const { return side_.cursor.object(); }
  std::string_view key() const { return std::string_view(object().key).substr(side_.prefix); }

 private:
  CopySide side_;
  const Deadline& deadline_;
  bool more_ = false;
};

void ComparePair(const Side& from, const Side& to, CopyComparison& result) {
  const BucketCursor::Object& wanted = from.object();
  const BucketCursor::Object& found = to.object();
  if (wanted.size != found.size) return result.other_size.Add(from.key(), wanted.size, wanted.modified);
  if (!IsContentHash(wanted.etag) || !IsContentHash(found.etag)) return;
  if (wanted.etag == found.etag)
    ++result.same_content;
  else
    result.other_content.Add(from.key(), wanted.size, wanted.modified);
}

}  // namespace

void CopyComparison::Lack::Add(std::string_view name, std::uint64_t size, Time modified) {
  ++objects;
  bytes += size;
  if (!oldest || modified < *oldest) oldest = modified;
  if (names.size() < kNames) names.emplace_back(name);
}

void CopyComparison::Lack::Add(const Lack& other) {
  objects += other.objects;
  bytes += other.bytes;
  if (other.oldest && (!oldest || *other.oldest < *oldest)) oldest = other.oldest;
  for (const std::string& name : other.names)
    if (names.size() < kNames) names.push_back(name);
}

CopyComparison::Lack CopyComparison::All() const {
  Lack all = missing;
  all.Add(other_size);
  if (ContentIsComparable()) all.Add(other_content);
  return all;
}

Result<CopyComparison> CompareCopies(CopySide from_side, CopySide to_side, const Deadline& deadline,
                                     const std::function<void(std::size_t)>& progress) {
  CopyComparison result;
  Side from(std::move(from_side), deadline), to(std::move(to_side), deadline);
  LASTGOOD_RETURN_IF_ERROR(from.Step().In("from"));
  LASTGOOD_RETURN_IF_ERROR(to.Step().In("to"));
  while (from.more() || to.more()) {
    const bool ahead = !to.more() || (from.more() && from.key() < to.key());
    const bool equal = from.more() && to.more() && from.key() == to.key();
    if (equal)
      ComparePair(from, to, result);
    else if (ahead)
      result.missing.Add(from.key(), from.object().size, from.object().modified);
    if (equal || ahead) {
      if (++result.compared % kTellEvery == 0 && progress) progress(result.compared);
      LASTGOOD_RETURN_IF_ERROR(from.Step().In("from"));
    }
    if (equal || !ahead) {
      ++result.in_copy;
      LASTGOOD_RETURN_IF_ERROR(to.Step().In("to"));
    }
  }
  return result;
}

}  // namespace lastgood
