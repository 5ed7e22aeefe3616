#pragma once

#include <cstdint>
#include <hwy/highway.h>
#include <vector>

namespace izde::internal {

/// Runs what follows with one of the processor's instruction sets, then with all of them again.
class OneTarget {
 public:
  explicit OneTarget(std::int64_t target) { choose(target); }
  ~OneTarget() { choose(0); }
  OneTarget(const OneTarget&) = delete;
  OneTarget& operator=(const OneTarget&) = delete;

 private:
  static void choose(std::int64_t target) {
    hwy::SetSupportedTargetsForTest(target);
    hwy::GetChosenTarget().Update(hwy::SupportedTargets());
  }
};

/// Those that the library is compiled for and the processor has.
inline std::vector<std::int64_t> targets() {
  std::vector<std::int64_t> found;
  for (std::int64_t left = hwy::SupportedTargets() & HWY_TARGETS; left != 0; left &= left - 1)
    found.push_back(left & -left);
  return found;
}

}  // namespace izde::internal
