#include "progress.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fmt/format.h>

#include "terminal.h"

namespace izde::cli {

namespace {

using Clock = std::chrono::steady_clock;
constexpr auto kTerminalPause = std::chrono::milliseconds(100);
constexpr auto kLinePause = std::chrono::seconds(5);
constexpr std::size_t kBarWidth = 24;
constexpr double kMegabyte = 1e6;

std::uint64_t whole(double number) { return static_cast<std::uint64_t>(std::llround(number)); }

std::string minutes(double seconds) {
  const std::uint64_t all = whole(seconds);
  return fmt::format("{}:{:02}", all / 60, all % 60);
}

}  // namespace

std::string grouped(std::uint64_t number) {
  std::string text = std::to_string(number);
  for (std::size_t i = text.size(); i > 3; i -= 3) text.insert(i - 3, 1, ',');
  return text;
}

Progress::Progress(std::uint64_t total_bytes)
    : total_bytes_(total_bytes),
      terminal_(stderr_is_terminal()),
      begin_(Clock::now()),
      next_(begin_ + (terminal_ ? kTerminalPause : Clock::duration(kLinePause))) {}

double Progress::seconds() const {
  return std::max(std::chrono::duration<double>(Clock::now() - begin_).count(), 1e-6);
}

void Progress::update(std::uint64_t documents, std::uint64_t bytes) {
  const Clock::time_point now = Clock::now();
  if (now < next_) return;
  next_ = now + (terminal_ ? kTerminalPause : Clock::duration(kLinePause));
  shown_ = terminal_;
  const std::string line = status(documents, bytes);
  fmt::print(stderr, "{}{}{}", terminal_ ? "\r" : "", line, terminal_ ? "\033[K" : "\n");
}

void Progress::clear() {
  if (shown_) fmt::print(stderr, "\r\033[K");
  shown_ = false;
}

std::string Progress::bar(double share) const {
  const std::size_t done =
      std::min(kBarWidth, static_cast<std::size_t>(share * static_cast<double>(kBarWidth)));
  return fmt::format("[{}{}] {:3.0f} %  ", std::string(done, '#'),
                     std::string(kBarWidth - done, '.'), 100 * share);
}

std::string Progress::status(std::uint64_t documents, std::uint64_t bytes) const {
  const double time = seconds();
  const auto read = static_cast<double>(bytes);
  std::string text;
  const double share =
      total_bytes_ == 0 ? 0 : std::min(1.0, read / static_cast<double>(total_bytes_));
  if (total_bytes_ != 0) text += terminal_ ? bar(share) : fmt::format("{:.0f} %  ", 100 * share);
  text +=
      fmt::format("{} documents  {} documents/s  {:.1f} MB/s", grouped(documents),
                  grouped(whole(static_cast<double>(documents) / time)), read / kMegabyte / time);
  if (share > 0) text += fmt::format("  {} left", minutes(time / share - time));
  return text;
}

std::string Progress::summary(std::uint64_t documents, std::uint64_t bytes) const {
  const double time = seconds();
  const double megabytes = static_cast<double>(bytes) / kMegabyte;
  return fmt::format("{} document{}, {:.1f} MB in {:.1f} s ({} documents/s, {:.1f} MB/s)",
                     grouped(documents), documents == 1 ? "" : "s", megabytes, time,
                     grouped(whole(static_cast<double>(documents) / time)), megabytes / time);
}

}  // namespace izde::cli
