#pragma once

#include <chrono>
#include <cstddef>

namespace izde::internal {

/// Thrown where a search runs out of time, past everything that need not know; caught where the
/// search began. What was found until then stands.
struct OutOfTime {};

/// When a search is to end. One thread at a time.
class Deadline {
 public:
  using Clock = std::chrono::steady_clock;

  /// Never.
  Deadline() = default;
  /// So long after now; 0: never.
  template <class Rep, class Period>
  explicit Deadline(std::chrono::duration<Rep, Period> limit) {
    constexpr std::chrono::hours kForEver(24 * 365);  // in no finer unit, which might not hold it
    if (limit.count() <= 0 || limit > kForEver) return;
    is_limited_ = true;
    end_ = Clock::now() + limit;
    left_ = kStep;
  }

  /// Throws OutOfTime when it has passed. With a limit, it reads the clock: some 25 ns.
  void check() {
    left_ = is_limited_ ? kStep : kMost;
    if (is_limited_ && Clock::now() >= end_) throw OutOfTime{};
  }
  /// To be called for work that is done in loops, in units of a document looked at, some
  /// nanoseconds: checks after each few thousand of them.
  void spend(std::size_t documents) {
    if (documents < left_)
      left_ -= documents;
    else
      check();
  }

 private:
  static constexpr std::size_t kStep = 4096;
  static constexpr std::size_t kMost = ~std::size_t{0};

  std::size_t left_ = kMost;
  bool is_limited_ = false;
  Clock::time_point end_;
};

}  // namespace izde::internal
