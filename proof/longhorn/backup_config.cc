#include "proof/longhorn/backup_config.h"

#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/text.h"
#include "base/time.h"

namespace lastgood::proof::longhorn {
namespace {

constexpr std::size_t kMostDepth = 64;
constexpr std::size_t kKeysKept = 4;  // what we look for lies no deeper
constexpr std::size_t kLongestText = 64 * 1024;

// What is due at a place of the document; anything is where nothing of ours is.
enum class Due { kAnything, kText, kSize, kBlocks, kBlock, kOffset, kChecksum };

// What nlohmann calls for each thing that it meets. A call that returns false ends the reading.
class Reader {
 public:
  explicit Reader(BackupConfig& config) : config_(config) {}

  bool null() { return depth_ > 0 && NowDue() != Due::kBlock; }
  bool boolean(bool) { return Only(Due::kAnything, "true or false"); }
  bool number_integer(std::int64_t number) { return Number(number); }
  bool number_unsigned(std::uint64_t number) {
    if (number > INT64_MAX) return Only(Due::kAnything, "a number that is too large");
    return Number(static_cast<std::int64_t>(number));
  }
  bool number_float(double, const std::string&) { return Only(Due::kAnything, "a fraction"); }
  bool binary(std::vector<std::uint8_t>&) { return false; }
  bool string(std::string& text);
  bool key(std::string& name);
  bool start_object(std::size_t);
  bool end_object();
  bool start_array(std::size_t);
  bool end_array();
  template <typename Exception>
  bool parse_error(std::size_t at, const std::string&, const Exception&) {
    return Fail(fmt::format("is no JSON from byte {} on", at));
  }

  const std::string& fault() const { return fault_; }

 private:
  bool Fail(std::string fault) {
    if (fault_.empty()) fault_ = std::move(fault);
    return false;
  }
  Due NowDue();
  bool Only(Due due, std::string_view found);
  bool Deeper();
  bool Number(std::int64_t number);
  bool Size(const std::string& text);
  bool BlockName(const std::string& digits);
  std::string* TextField();

  BackupConfig& config_;
  std::size_t depth_ = 0;
  std::array<std::string, kKeysKept> keys_;  // by the depth of the object that they are in
  bool in_blocks_ = false;
  BlockMapping block_;
  bool has_checksum_ = false;
  std::string fault_;
};

std::string* Reader::TextField() {
  const std::string &outer = keys_[1], &inner = keys_[2];
  if (depth_ == 1) {
    if (outer == "VolumeName") return &config_.volume;
    if (outer == "CreatedTime") return &config_.created;
    if (outer == "SnapshotCreatedAt") return &config_.snapshot_created;
    return outer == "CompressionMethod" ? &config_.compression : nullptr;
  }
  if (depth_ != 2) return nullptr;
  if (outer == "Labels" && inner == "RecurringJob") return &config_.job;
  if (outer == "Labels" && inner == "KubernetesStatus") return &config_.kubernetes_status;
  if (outer == "Parameters" && inner == "backup-block-size") return &config_.block_size;
  return outer == "SingleFile" && inner == "FilePath" ? &config_.single_file : nullptr;
}

Due Reader::NowDue() {
  if (TextField() != nullptr) return Due::kText;
  if (depth_ == 1 && keys_[1] == "Size") return Due::kSize;
  if (depth_ == 1 && keys_[1] == "Blocks") return Due::kBlocks;
  if (depth_ == 2 && in_blocks_) return Due::kBlock;
  if (depth_ != 3 || !in_blocks_) return Due::kAnything;
  if (keys_[3] == "Offset") return Due::kOffset;
  return keys_[3] == "BlockChecksum" ? Due::kChecksum : Due::kAnything;
}

// Go refuses a value of another type than what is due.
bool Reader::Only(Due due, std::string_view found) {
  if (depth_ == 0) return Fail("is no JSON object");
  const Due now = NowDue();
  if (now == due || now == Due::kAnything) return true;
  return Fail(fmt::format("has {} as its {}", found, keys_[now == Due::kBlock ? 1 : depth_]));
}

bool Reader::Deeper() {
  if (++depth_ > kMostDepth) return Fail("is nested too deeply");
  if (depth_ < kKeysKept) keys_[depth_].clear();
  return true;
}

bool Reader::key(std::string& name) {
  if (depth_ < kKeysKept) keys_[depth_] = Cut(name, 200);
  return true;
}

bool Reader::start_object(std::size_t) {
  if (depth_ > 0 && !Only(Due::kBlock, "an object")) return false;
  if (depth_ == 2) {
    block_ = {};
    has_checksum_ = false;
  }
  return Deeper();
}

bool Reader::end_object() {
  if (depth_-- != 3 || !in_blocks_) return true;
  if (!has_checksum_) return Fail("lists a block without its checksum");
  config_.blocks.push_back(block_);
  return true;
}

// Of a list that stands there twice, Go keeps the last one.
bool Reader::start_array(std::size_t) {
  if (!Only(Due::kBlocks, "a list")) return false;
  if (NowDue() == Due::kBlocks) {
    in_blocks_ = true;
    config_.blocks.clear();
  }
  return Deeper();
}

bool Reader::end_array() {
  if (--depth_ == 1) in_blocks_ = false;
  return true;
}

bool Reader::string(std::string& text) {
  if (depth_ == 0) return Fail("is no JSON object");
  const Due due = NowDue();
  if (due == Due::kSize) return Size(text);
  if (due == Due::kChecksum) return BlockName(text);
  if (std::string* field = TextField(); field != nullptr && text.size() <= kLongestText)
    *field = std::move(text);
  return Only(Due::kText, "a text");
}

bool Reader::Size(const std::string& text) {
  const Result<std::optional<std::uint64_t>> size = ParseDecimal(text);
  if (!size.ok()) return Fail("has a Size that is no number");
  config_.size = size->value_or(0);
  return true;
}

bool Reader::BlockName(const std::string& digits) {
  const std::optional<Checksum> checksum = ParseChecksum(digits);
  if (!checksum) return Fail(fmt::format("lists a block \"{}\", which is no checksum", OneLine(digits, 80)));
  block_.checksum = *checksum;
  return has_checksum_ = true;
}

bool Reader::Number(std::int64_t number) {
  if (!Only(Due::kOffset, "a number")) return false;
  if (NowDue() == Due::kOffset) block_.offset = number;
  return true;
}

}  // namespace

std::optional<Time> BackupConfig::Moment() const {
  for (const std::string& text : {snapshot_created, created})
    if (const Result<Time> time = ParseRfc3339(text); time.ok()) return *time;
  return std::nullopt;
}

Result<std::uint64_t> BackupConfig::BlockSize() const {
  constexpr std::uint64_t kDefault = 2 * 1024 * 1024, kMost = 256 * 1024 * 1024;
  if (block_size.empty() || block_size == "0") return kDefault;
  const Result<std::uint64_t> size = ParseSize(block_size);
  if (size.ok() && *size > 0 && *size <= kMost) return *size;
  return Error{ErrorCode::kMalformed,
               fmt::format("its block size \"{}\" is not understood", OneLine(block_size, 40))};
}

// Go's decoder reads one value and leaves alone what follows it.
Result<BackupConfig> ParseBackupConfig(std::string_view json) {
  if (json.empty()) return Error{ErrorCode::kTruncated, "is empty"};
  BackupConfig config;
  Reader reader(config);
  const bool read =
      nlohmann::json::sax_parse(json, &reader, nlohmann::json::input_format_t::json, /*strict=*/false);
  if (read && reader.fault().empty()) return config;
  return Error{ErrorCode::kMalformed, reader.fault().empty() ? "is no JSON object" : reader.fault()};
}

}  // namespace lastgood::proof::longhorn
