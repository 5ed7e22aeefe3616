#include "index/date.h"

#include <chrono>
#include <fmt/format.h>

namespace izde::internal {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::sys_seconds;
using std::chrono::year_month_day;

/// Takes pieces off the front of a text; once one is missing, everything fails.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  bool ok() const noexcept { return ok_; }
  bool done() const noexcept { return ok_ && rest_.empty(); }

  bool accept(char wanted) noexcept {
    if (rest_.empty() || rest_.front() != wanted) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void expect(char wanted) noexcept { ok_ = accept(wanted) && ok_; }

  bool at_digit() const noexcept {
    return !rest_.empty() && rest_.front() >= '0' && rest_.front() <= '9';
  }
  /// A number of exactly `digits` digits, in [low, high].
  int number(int digits, int low, int high) noexcept {
    int value = 0;
    for (int i = 0; i < digits; ++i) {
      if (!at_digit()) {
        ok_ = false;
        return low;
      }
      value = value * 10 + (rest_.front() - '0');
      rest_.remove_prefix(1);
    }
    if (value < low || value > high) ok_ = false;
    return value;
  }
  void skip_digits() noexcept {
    if (!at_digit()) ok_ = false;
    while (at_digit()) rest_.remove_prefix(1);
  }

 private:
  std::string_view rest_;
  bool ok_ = true;
};

year_month_day scan_day(Scanner& in) {
  const int year = in.number(4, 0, 9999);
  in.expect('-');
  const int month = in.number(2, 1, 12);
  in.expect('-');
  const int day = in.number(2, 1, 31);
  return {std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
          std::chrono::day(static_cast<unsigned>(day))};
}

// 24:00 is the end of a day and :60 a leap second: both are the moment that follows.
seconds scan_time(Scanner& in) {
  const int hour = in.number(2, 0, 24);
  in.expect(':');
  const int minute = in.number(2, 0, hour == 24 ? 0 : 59);
  int second = 0;
  if (in.accept(':')) {
    second = in.number(2, 0, hour == 24 ? 0 : 60);
    if (in.accept('.') || in.accept(',')) in.skip_digits();
  }
  return hours(hour) + minutes(minute) + seconds(second);
}

seconds scan_zone(Scanner& in) {
  if (in.done() || in.accept('Z') || in.accept('z')) return seconds(0);
  const bool west = in.accept('-');
  if (!west) in.expect('+');
  const int hour = in.number(2, 0, 23);
  int minute = 0;
  if (in.accept(':') || in.at_digit()) minute = in.number(2, 0, 59);
  const seconds offset = hours(hour) + minutes(minute);
  return west ? -offset : offset;
}

std::string shown(const year_month_day& day) {
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()),
                     static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
}

}  // namespace

std::optional<std::string> canonical_date(std::string_view value) {
  Scanner in(value);
  const year_month_day day = scan_day(in);
  if (!in.ok() || !day.ok()) return std::nullopt;
  if (in.done()) return shown(day);
  if (!in.accept('T') && !in.accept('t')) in.expect(' ');
  const seconds time = scan_time(in);
  const seconds zone = scan_zone(in);
  if (!in.done()) return std::nullopt;

  const sys_seconds moment = sys_days(day) + time - zone;
  const sys_days utc_day = std::chrono::floor<days>(moment);
  const year_month_day utc(utc_day);
  if (static_cast<int>(utc.year()) < 0 || static_cast<int>(utc.year()) > 9999) return std::nullopt;
  const std::chrono::hh_mm_ss clock(moment - utc_day);
  return fmt::format("{}T{:02}:{:02}:{:02}Z", shown(utc), clock.hours().count(),
                     clock.minutes().count(), clock.seconds().count());
}

}  // namespace izde::internal
