#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace izde::internal {

/// Returns an ISO 8601 date as it is indexed, nothing when `value` is none.
///
/// Taken: `YYYY-MM-DD`, and behind it, after `T` or a blank, `HH:MM`, `HH:MM:SS` or
/// `HH:MM:SS.fraction`, each with nothing, `Z`, `+HH`, `+HHMM` or `+HH:MM` (or `-`) for the zone;
/// no zone means UTC. Given: `YYYY-MM-DD` for a day, `YYYY-MM-DDTHH:MM:SSZ` in UTC for a moment,
/// fractions cut off; years 0000 to 9999. So the bytes of dates order as the dates do, and a prefix
/// of one is a year, a month, a day, an hour.
std::optional<std::string> canonical_date(std::string_view value);

}  // namespace izde::internal
