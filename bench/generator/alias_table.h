#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "random.h"

namespace izde::bench {

/// Draws an index with a probability in proportion to its weight, in O(1) (Walker 1977, Vose 1991),
/// by integers alone.
class AliasTable {
 public:
  AliasTable() = default;

  /// \pre not empty; the sum of weights times their number is under 2^63 and over 0.
  explicit AliasTable(std::span<const std::uint64_t> weights);

  std::uint32_t draw(Random& random) const noexcept {
    const std::uint64_t bits = random.next();
    const auto own = static_cast<std::uint32_t>(((bits >> 32) * cells_.size()) >> 32);
    const Cell& cell = cells_[own];
    return static_cast<std::uint32_t>(bits) < cell.threshold ? own : cell.alias;
  }

  std::size_t size() const noexcept { return cells_.size(); }

 private:
  struct Cell {
    std::uint32_t threshold = 0;  ///< Below it the cell's own index, else `alias`.
    std::uint32_t alias = 0;
  };
  std::vector<Cell> cells_;
};

}  // namespace izde::bench
