#include "alias_table.h"

#include <algorithm>
#include <numeric>

namespace izde::bench {
namespace {

/// numerator / denominator with 32 bits after the point, at most 2^32 - 1. \pre denominator < 2^63
std::uint32_t fraction(std::uint64_t numerator, std::uint64_t denominator) {
  std::uint32_t result = 0;
  for (int bit = 31; bit >= 0; --bit) {
    numerator <<= 1;
    if (numerator >= denominator) {
      numerator -= denominator;
      result |= std::uint32_t{1} << bit;
    }
  }
  return result;
}

}  // namespace

AliasTable::AliasTable(std::span<const std::uint64_t> weights) : cells_(weights.size()) {
  const std::uint64_t total = std::accumulate(weights.begin(), weights.end(), std::uint64_t{0});
  std::vector<std::uint64_t> rest(weights.begin(), weights.end());
  std::vector<std::uint32_t> small;
  std::vector<std::uint32_t> large;
  for (std::uint32_t i = 0; i < rest.size(); ++i) {
    rest[i] *= weights.size();
    (rest[i] < total ? small : large).push_back(i);
  }
  while (!small.empty() && !large.empty()) {
    const std::uint32_t poor = small.back();
    const std::uint32_t rich = large.back();
    small.pop_back();
    cells_[poor] = {fraction(rest[poor], total), rich};
    rest[rich] -= total - rest[poor];
    if (rest[rich] < total) {
      large.pop_back();
      small.push_back(rich);
    }
  }
  for (const std::uint32_t i : small) cells_[i] = {0, i};
  for (const std::uint32_t i : large) cells_[i] = {0, i};
}

}  // namespace izde::bench
