#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <regex>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

// What words are like each other and how near phrases stand, in the fewest lines.
namespace izde::testing {

/// Optimal string alignment by its definition.
inline std::size_t distance(std::u32string_view a, std::u32string_view b) {
  std::vector<std::vector<std::size_t>> table(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      std::size_t best = i + j == 0 ? 0 : 1000;
      if (i > 0) best = std::min(best, table[i - 1][j] + 1);
      if (j > 0) best = std::min(best, table[i][j - 1] + 1);
      if (i > 0 && j > 0)
        best = std::min(best, table[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        best = std::min(best, table[i - 2][j - 2] + 1);
      table[i][j] = best;
    }
  }
  return table[a.size()][b.size()];
}

inline bool wildcard_matches(std::u32string_view pattern, std::u32string_view text) {
  if (pattern.empty()) return text.empty();
  if (pattern[0] == U'*') {
    return wildcard_matches(pattern.substr(1), text) ||
           (!text.empty() && wildcard_matches(pattern, text.substr(1)));
  }
  return !text.empty() && (pattern[0] == U'?' || pattern[0] == text[0]) &&
         wildcard_matches(pattern.substr(1), text.substr(1));
}

inline bool regexp_matches(std::u32string_view pattern, std::u32string_view text) {
  const std::wregex regexp(std::wstring(pattern.begin(), pattern.end()));
  return std::regex_match(std::wstring(text.begin(), text.end()), regexp);
}

/// Whether the slots from `slot` on can be given places of [low, high], no position twice.
template <class Place>
bool holds_phrase(const std::vector<std::vector<Place>>& slots, std::int64_t low, std::int64_t high,
                  std::size_t slot, std::set<std::size_t>& taken) {
  if (slot == slots.size()) return true;
  for (const Place& place : slots[slot]) {
    if (place.place < low || place.place > high || !taken.insert(place.position).second) continue;
    if (holds_phrase(slots, low, high, slot + 1, taken)) return true;
    taken.erase(place.position);
  }
  return false;
}

/// The sum over the windows of places that hold the phrase, and none inside them does.
template <class Place>
double near_phrase_frequency(const std::vector<std::vector<Place>>& slots, std::uint32_t slop) {
  std::set<std::int64_t> places;
  for (const auto& slot : slots)
    for (const Place& place : slot) places.insert(place.place);
  std::vector<std::pair<std::int64_t, std::int64_t>> windows;
  for (const std::int64_t low : places) {
    for (const std::int64_t high : places) {
      std::set<std::size_t> taken;
      if (high < low || high - low > std::int64_t{slop}) continue;
      if (holds_phrase(slots, low, high, 0, taken)) windows.emplace_back(low, high);
    }
  }
  double sum = 0;
  for (const auto& [low, high] : windows) {
    const bool least = std::none_of(windows.begin(), windows.end(), [&](const auto& other) {
      return other.first >= low && other.second <= high && other != std::pair(low, high);
    });
    if (!least) continue;
    double weight = 1;
    for (const auto& slot : slots) {
      double best = 0;
      for (const Place& place : slot)
        if (place.place >= low && place.place <= high) best = std::max(best, place.weight);
      weight = std::min(weight, best);
    }
    sum += weight / (1.0 + static_cast<double>(high - low));
  }
  return sum;
}

}  // namespace izde::testing
