#include "base/pack.h"

#include <fmt/format.h>

#include <charconv>

namespace lastgood {
namespace {

constexpr int kDeepest = 32;

}  // namespace

void PackWriter::Text(std::string_view text) {
  out_ += fmt::format_int(text.size()).c_str();
  out_ += ':';
  out_ += text;
}

void PackWriter::Number(std::int64_t number) {
  out_ += 'i';
  out_ += fmt::format_int(number).c_str();
  out_ += 'e';
}

bool PackReader::Open(char kind) {
  if (!bytes_.starts_with(kind)) return false;
  bytes_.remove_prefix(1);
  return true;
}

bool PackReader::View(std::string_view& text) {
  std::size_t size = 0;
  const auto [end, code] = std::from_chars(bytes_.data(), bytes_.data() + bytes_.size(), size);
  if (code != std::errc() || end == bytes_.data() + bytes_.size() || *end != ':') return false;
  bytes_.remove_prefix(static_cast<std::size_t>(end - bytes_.data()) + 1);
  if (size > bytes_.size()) return false;
  text = bytes_.substr(0, size);
  bytes_.remove_prefix(size);
  return true;
}

bool PackReader::Text(std::string& text) {
  std::string_view view;
  if (!View(view)) return false;
  view = view.substr(0, limits_.text);
  if (!Spend(view.size())) return false;
  text = view;
  return true;
}

bool PackReader::Number(std::int64_t& number) {
  if (!Open('i')) return false;
  const auto [end, code] = std::from_chars(bytes_.data(), bytes_.data() + bytes_.size(), number);
  if (code != std::errc()) return false;
  bytes_.remove_prefix(static_cast<std::size_t>(end - bytes_.data()));
  return Close();
}

bool PackReader::Skip(int depth) {
  if (depth > kDeepest || bytes_.empty()) return false;
  std::int64_t number = 0;
  std::string_view text;
  if (bytes_.front() == 'i') return Number(number);
  if (bytes_.front() != 'l' && bytes_.front() != 'd') return View(text);
  bytes_.remove_prefix(1);
  while (!AtClose())
    if (!Skip(depth + 1)) return false;
  return Close();
}

bool PackReader::Spend(std::size_t bytes) {
  if (bytes > memory_) return false;
  memory_ -= bytes;
  return true;
}

bool PackReader::IsPlausible(std::int64_t milliseconds) {
  constexpr std::int64_t kMost = 253'402'300'800'000;  // the year 10000
  return milliseconds > -kMost && milliseconds < kMost;
}

}  // namespace lastgood
