#include "base/date.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace izde::internal {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::months;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr std::int64_t kFirstSecond = -62'167'219'200;  // 0000-01-01T00:00:00Z
constexpr std::int64_t kLastSecond = 253'402'300'799;   // 9999-12-31T23:59:59Z

/// Takes pieces off the front of a text; once one is missing, everything fails.
class Scanner {
 public:
  explicit Scanner(std::string_view text) noexcept : rest_(text) {}

  bool ok() const noexcept { return ok_; }
  bool done() const noexcept { return ok_ && rest_.empty(); }

  bool accept(char wanted) noexcept {
    if (rest_.empty() || rest_.front() != wanted) return false;
    rest_.remove_prefix(1);
    return true;
  }
  void fail() noexcept { ok_ = false; }
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

enum class Precision { kYear, kMonth, kDay, kHour, kMinute, kSecond };

/// What a text says: the first second, in its zone, and how much was written.
struct Written {
  std::int64_t first = 0;
  std::int64_t count = 0;  ///< Seconds that it stands for.
  Precision precision = Precision::kYear;
};

std::int64_t seconds_of(sys_days day) noexcept { return seconds(day.time_since_epoch()).count(); }

Written scan_day(Scanner& in) noexcept {
  const std::chrono::year year(in.number(4, 0, 9999));
  const auto span = [](year_month_day first, year_month_day next, Precision precision) {
    const std::int64_t begin = seconds_of(sys_days(first));
    return Written{begin, seconds_of(sys_days(next)) - begin, precision};
  };
  const year_month_day new_year = year / 1 / 1;
  if (in.done()) return span(new_year, (year + std::chrono::years(1)) / 1 / 1, Precision::kYear);
  in.expect('-');
  const year_month_day first =
      year / std::chrono::month(static_cast<unsigned>(in.number(2, 1, 12))) / 1;
  if (!in.ok()) return {};
  if (in.done()) return span(first, first + months(1), Precision::kMonth);
  in.expect('-');
  const year_month_day day =
      year / first.month() / std::chrono::day(static_cast<unsigned>(in.number(2, 1, 31)));
  if (!day.ok()) in.fail();
  return {seconds_of(sys_days(day)), 86400, Precision::kDay};
}

// 24:00 is the end of a day and :60 a leap second: both are the moment that follows.
void scan_time(Scanner& in, Written& written) noexcept {
  const int hour = in.number(2, 0, 24);
  written.first += hours(hour) / seconds(1);
  written.count = 3600;
  written.precision = Precision::kHour;
  if (!in.accept(':')) return;
  written.first += minutes(in.number(2, 0, hour == 24 ? 0 : 59)) / seconds(1);
  written.count = 60;
  written.precision = Precision::kMinute;
  if (!in.accept(':')) return;
  written.first += in.number(2, 0, hour == 24 ? 0 : 60);
  written.count = 1;
  written.precision = Precision::kSecond;
  if (in.accept('.') || in.accept(',')) in.skip_digits();
}

std::int64_t scan_zone(Scanner& in) noexcept {
  if (in.done() || in.accept('Z') || in.accept('z')) return 0;
  const bool west = in.accept('-');
  if (!west) in.expect('+');
  const int hour = in.number(2, 0, 23);
  int minute = 0;
  if (in.accept(':') || in.at_digit()) minute = in.number(2, 0, 59);
  const std::int64_t offset = hour * 3600 + minute * 60;
  return west ? -offset : offset;
}

std::optional<Written> scan(std::string_view text) noexcept {
  Scanner in(text);
  Written written = scan_day(in);
  if (!in.ok()) return std::nullopt;
  if (in.done()) return written;
  if (written.precision != Precision::kDay) return std::nullopt;
  if (!in.accept('T') && !in.accept('t')) in.expect(' ');
  scan_time(in, written);
  written.first -= scan_zone(in);
  if (!in.done() || written.first < kFirstSecond || written.first > kLastSecond)
    return std::nullopt;
  return written;
}

/// A number in the form of a date, and what stands in front of it.
struct Part {
  char before;
  int digits, low, high;
};
constexpr std::array<Part, 6> kParts = {{{'\0', 4, 0, 9999},
                                         {'-', 2, 1, 12},
                                         {'-', 2, 1, 31},
                                         {'T', 2, 0, 23},
                                         {':', 2, 0, 59},
                                         {':', 2, 0, 59}}};
using Numbers = std::array<int, kParts.size()>;

int days_in(int year, int month) noexcept {
  const auto last = std::chrono::year(year) / std::chrono::month(static_cast<unsigned>(month)) /
                    std::chrono::last;
  return static_cast<int>(static_cast<unsigned>(last.day()));
}

std::int64_t seconds_of(const Numbers& n) noexcept {
  const year_month_day day = std::chrono::year(n[0]) /
                             std::chrono::month(static_cast<unsigned>(n[1])) /
                             std::chrono::day(static_cast<unsigned>(n[2]));
  return seconds_of(sys_days(day)) + n[3] * 3600 + n[4] * 60 + n[5];
}

/// The earliest and the latest date whose numbers before `part` are those of `from`, with `least`
/// and `most` in its place.
Seconds seconds_between(const Numbers& from, std::size_t part, int least, int most) noexcept {
  Numbers first = from;
  Numbers last = from;
  first[part] = least;
  last[part] = most;
  for (std::size_t i = part + 1; i < kParts.size(); ++i) {
    first[i] = kParts[i].low;
    last[i] = i == 2 ? days_in(last[0], last[1]) : kParts[i].high;
  }
  return {seconds_of(first), seconds_of(last)};
}

}  // namespace

std::optional<std::int64_t> parse_date(std::string_view text) noexcept {
  const std::optional<Written> written = scan(text);
  if (!written || written->precision < Precision::kDay || written->precision == Precision::kHour)
    return std::nullopt;
  return written->first;
}

std::optional<Seconds> parse_partial_date(std::string_view text) noexcept {
  const std::optional<Written> written = scan(text);
  if (!written) return std::nullopt;
  return Seconds{written->first, std::min(written->first + written->count - 1, kLastSecond)};
}

std::optional<Seconds> parse_date_beginning(std::string_view prefix) noexcept {
  Numbers numbers{};
  for (std::size_t i = 0; i < kParts.size(); ++i) {
    const Part& part = kParts[i];
    const int high = i == 2 ? days_in(numbers[0], numbers[1]) : part.high;
    if (i > 0 && !prefix.empty()) {
      const bool fits = prefix.front() == part.before ||
                        (part.before == 'T' && (prefix.front() == 't' || prefix.front() == ' '));
      if (!fits) return std::nullopt;
      prefix.remove_prefix(1);
    }
    int value = 0;
    int step = 1;
    for (int digit = 0; digit < part.digits; ++digit) {
      if (prefix.empty()) {
        value *= 10;
        step *= 10;
        continue;
      }
      if (prefix.front() < '0' || prefix.front() > '9') return std::nullopt;
      value = value * 10 + (prefix.front() - '0');
      prefix.remove_prefix(1);
    }
    const int least = std::max(part.low, value);
    const int most = std::min(high, value + step - 1);
    if (least > most) return Seconds{};
    if (step > 1) return seconds_between(numbers, i, least, most);
    numbers[i] = value;
  }
  if (!prefix.empty() && prefix != "Z" && prefix != "z") return std::nullopt;
  return Seconds{seconds_of(numbers), seconds_of(numbers)};
}

}  // namespace izde::internal
