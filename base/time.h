// Reading and writing of moments, durations and sizes as the formats around us spell them. Pure; every
// parser takes the whole input or returns kMalformed with the text it did not understand (cut to 80 bytes).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"

namespace lastgood {

// RFC 3339 with `T` or a space, an optional fraction of any length (cut to milliseconds), and `Z` or an
// offset. Years 1970 to 9999.
Result<Time> ParseRfc3339(std::string_view text);

// "2026-08-20T00:01:10Z"; milliseconds are dropped.
std::string FormatRfc3339(Time time);

// A Go duration (time.ParseDuration: "5m0s", "1h30m", "250ms", "0s"), or in our config a Prometheus one
// ("26h", "7d", "1w"): units ns us ms s m h, and d, w, y (365 days) when `days` is true. Not negative; at
// most 100 years.
Result<Duration> ParseDuration(std::string_view text, bool days = true);

// "20GiB", "500MB", "1024", with units B kB KB MB GB TB PB KiB MiB GiB TiB PiB. Bytes.
Result<std::uint64_t> ParseSize(std::string_view text);

// "3d 4h", "26h 5m", "45m", "12s": two units at most, for people.
std::string FormatDuration(Duration duration);
// "1.2 GiB", "512 B".
std::string FormatSize(std::uint64_t bytes);

// A decimal string of digits only ("6291456"), as Longhorn writes sizes. "" is absent, not an error.
Result<std::optional<std::uint64_t>> ParseDecimal(std::string_view text);

// Seconds since 1970, with the milliseconds as a fraction.
double ToSeconds(Time time);

// The text cut to `limit` bytes at a UTF-8 boundary, with "..." when something was cut.
std::string Cut(std::string_view text, std::size_t limit = 80);

}  // namespace lastgood
