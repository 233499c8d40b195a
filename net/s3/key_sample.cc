#include "net/s3/key_sample.h"

namespace lastgood {
namespace {

constexpr std::size_t kMostOfRange = 128, kMostOfAll = 1024;

}  // namespace

void KeySample::Keep(std::string_view key) {
  since_ = 0;
  keys_.emplace_back(key);
  if (keys_.size() < kMostOfRange) return;
  // Every other one stays: the second, the fourth...
  for (std::size_t i = 0; i < keys_.size() / 2; ++i) keys_[i] = std::move(keys_[2 * i + 1]);
  keys_.resize(keys_.size() / 2);
  stride_ *= 2;
}

void KeyHistogram::Add(const KeySample& sample) {
  for (const std::string& key : sample.keys()) {
    objects_ += sample.stride();
    marks_.push_back({key, objects_});
    if (marks_.size() == 2 * kMostOfAll) Thin();
  }
}

void KeyHistogram::Thin() {
  for (std::size_t i = 0; i < marks_.size() / 2; ++i) marks_[i] = std::move(marks_[2 * i + 1]);
  marks_.resize(marks_.size() / 2);
}

std::vector<std::string> KeyHistogram::Cuts(std::size_t parts) const {
  std::vector<std::string> cuts;
  for (const Mark& mark : marks_) {
    if (cuts.size() + 1 >= parts) break;
    if (mark.objects * parts >= objects_ * (cuts.size() + 1)) cuts.push_back(mark.key);
  }
  return cuts;
}

}  // namespace lastgood
