// The schedules of both systems, said in the dialect that Cron knows, where they mean the same there.
// OpenSearch's are five-field Unix crons of cron-utils with a time zone; Elasticsearch's are Quartz-like with
// seconds first, in UTC, or an interval ("30m"). Pure.
#pragma once

#include <string_view>

#include "base/cron.h"

namespace lastgood::opensearch {

// kMalformed says what could not be carried over.
Result<Cron> UnixSchedule(std::string_view expression, std::string_view time_zone);
Result<Cron> SlmSchedule(std::string_view schedule);

// "30m", "7d", "1.5h" as both systems write lengths; kMalformed when it is none.
Result<Duration> ParseTimeValue(std::string_view text);

}  // namespace lastgood::opensearch
