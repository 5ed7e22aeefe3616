#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

// ISO 8601 dates as seconds since 1970-01-01T00:00:00Z, years 0000 to 9999.
namespace izde::internal {

/// Seconds from `first` to `last`, both included.
struct Seconds {
  std::int64_t first = 0;
  std::int64_t last = -1;
};

/// Taken: `YYYY-MM-DD`, and behind it, after `T` or a blank, `HH:MM`, `HH:MM:SS` or
/// `HH:MM:SS.fraction`, each with nothing, `Z`, `+HH`, `+HHMM` or `+HH:MM` (or `-`) for the zone;
/// no zone means UTC. A day is its first second; fractions are cut off.
std::optional<std::int64_t> parse_date(std::string_view text) noexcept;

/// The seconds that `text` stands for: what parse_date() takes, and also `YYYY`, `YYYY-MM` and
/// `YYYY-MM-DDTHH`. A year, a month, a day, an hour or a minute is all of it.
std::optional<Seconds> parse_partial_date(std::string_view text) noexcept;

/// The seconds whose form `YYYY-MM-DDTHH:MM:SSZ` begins with `prefix`; none (last < first) when the
/// calendar does not have them. Nothing when no date could be written so.
std::optional<Seconds> parse_date_beginning(std::string_view prefix) noexcept;

}  // namespace izde::internal
