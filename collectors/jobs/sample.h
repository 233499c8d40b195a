// A sample that says something about a job or a bucket, with what is known of its origin. Values.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "collectors/jobs/mapping.h"
#include "collectors/jobs/push_times.h"
#include "collectors/jobs/report.h"

namespace lastgood::jobs {

struct Sample {
  Fact fact = Fact::kSuccess;
  std::string metric;
  JobPlace place;
  LabelList labels;  // besides those of the place
  double value = 0;
  std::optional<Time> written;  // when it was pushed, or its file was written

  // "pg_dump_success{database="a"}"
  std::string Series() const { return metric + "{" + ToText(labels) + "}"; }
  std::string Label(std::string_view name) const {
    const auto found = std::ranges::find(labels, name, &LabelList::value_type::first);
    return found == labels.end() ? std::string() : found->second;
  }
};

// What several samples of one thing say together.
template <typename T>
void KeepLess(std::optional<T>& known, const std::optional<T>& value) {
  if (value) known = known ? std::min(*known, *value) : *value;
}
template <typename T>
void KeepMore(std::optional<T>& known, const std::optional<T>& value) {
  if (value) known = known ? std::max(*known, *value) : *value;
}
inline void Sum(std::optional<std::uint64_t>& known, const std::optional<std::uint64_t>& value) {
  constexpr std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  if (value) known = *value > most - known.value_or(0) ? most : known.value_or(0) + *value;
}

}  // namespace lastgood::jobs
