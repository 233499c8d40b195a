#include "exporter/serve/state_keeper.h"

#include <fmt/format.h>

#include <algorithm>

#include "exporter/state/state_file.h"

namespace lastgood {
namespace {

constexpr Duration kBetweenWrites = std::chrono::minutes(1);

bool IsSame(const std::weak_ptr<const Part>& kept, const PublishedPart& published) {
  return !kept.owner_before(published.part) && !published.part.owner_before(kept);
}

Result<UnpackedParts> Unpack(const std::string& folder, Time now) {
  LASTGOOD_ASSIGN(const std::string content, ReadStateFile(folder));
  return UnpackParts(content, now).In(StatePathIn(folder));
}

}  // namespace

std::vector<FormerPart> StateKeeper::Read() {
  Result<UnpackedParts> unpacked = Unpack(folder_, clock_.Now());
  if (unpacked.ok() && unpacked->unread == 0) return std::move(unpacked->parts);
  if (!unpacked.ok() && unpacked.error().code == ErrorCode::kNotFound) return {};
  state_.read = false;
  const std::string why =
      unpacked.ok() ? fmt::format("{}: {} parts of it cannot be read", StatePathIn(folder_), unpacked->unread)
                    : unpacked.error().message;
  log_.Log(LogLevel::kWarn, "what was known before this start is ignored", {{"error", why}});
  return unpacked.ok() ? std::move(unpacked->parts) : std::vector<FormerPart>();
}

bool StateKeeper::HasNews(const View& view) const { return !std::ranges::equal(kept_, view.parts, IsSame); }

bool StateKeeper::IsDue(const View& view, bool ready) const {
  const bool first = kept_.empty() && state_.written && ready;
  return (first || clock_.Steady() - tried_ >= kBetweenWrites) && HasNews(view);
}

void StateKeeper::Write(const View& view) {
  if (!HasNews(view)) return;
  tried_ = clock_.Steady();
  std::vector<std::shared_ptr<const Part>> parts;
  parts.reserve(view.parts.size());
  for (const PublishedPart& published : view.parts) parts.push_back(published.part);
  const std::string content = PackParts(parts);
  const Status status = WriteStateFile(folder_, content);
  state_.written = status.ok();
  log_.Failures("state", status.ok() ? std::vector<Error>() : std::vector<Error>{status.error()});
  if (!status.ok()) return;
  state_.last_written = clock_.Now();
  state_.bytes = content.size();
  kept_.assign(parts.begin(), parts.end());
}

}  // namespace lastgood
