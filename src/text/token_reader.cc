#include "text/token_reader.h"

#include <algorithm>
#include <limits>

namespace izde::internal {

bool TokenReader::fill() noexcept {
  std::size_t filled = 0;
  if (inside_) edges_[filled++] = open_;
  while (filled < 2 && block_ < scan_.block_count()) {
    const std::size_t stop = std::min(block_ + kWindow, scan_.block_count());
    filled += scan_.edges(block_, stop, filled == 1, edges_.data() + filled);
    block_ = stop;
  }
  inside_ = filled % 2 != 0;
  if (inside_) open_ = edges_[--filled];
  at_ = 0;
  filled_ = filled;
  return filled != 0;
}

bool TokenReader::next_by_rules(std::size_t begin, std::size_t end, CutToken& token) noexcept {
  rules_.skip_to(std::max(begin, done_));
  RawToken cut;
  if (!rules_.next(cut)) {
    done_ = std::numeric_limits<std::size_t>::max();
    return false;
  }
  done_ = rules_.at();
  if (done_ < end) at_ -= 2;  // there may be more in this run
  token = {static_cast<std::uint32_t>(cut.begin), static_cast<std::uint32_t>(cut.end),
           shape_of(cut)};
  return true;
}

}  // namespace izde::internal
