#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace izde::internal {

/// No document of a range scores above the best of the range's impacts, whatever k1 and b: each
/// document has one of at least its frequency and at most its length.
struct Impact {
  std::uint32_t freq = 0;
  std::uint32_t length = 0;
};

inline constexpr std::size_t kMostImpacts = 4;

/// The impacts of a range as they stand in a file: for each the code of its frequency, then that of
/// its length, both rising; zeros behind the last.
using ImpactCodes = std::array<std::uint8_t, 2 * kMostImpacts>;

/// Frequencies are exact below 64, then rounded up to one of 16 steps an octave, at last to 2^32-1;
/// lengths are exact below 64, then rounded down to one of 32 steps, at most to 4032.
namespace impact_codes {

inline constexpr std::uint32_t kExact = 64;

/// Of lengths that are not coded as the highest.
extern const std::array<std::uint8_t, 4096> kOfLength;
std::uint8_t of_high_freq(std::uint32_t freq) noexcept;

}  // namespace impact_codes

inline std::uint8_t freq_code(std::uint32_t freq) noexcept {
  if (freq >= impact_codes::kExact) [[unlikely]]
    return impact_codes::of_high_freq(freq);
  return static_cast<std::uint8_t>(freq);
}
/// By a table: where lengths are about the last exact one, a branch is seldom foretold.
inline std::uint8_t length_code(std::uint32_t length) noexcept {
  const std::size_t last = impact_codes::kOfLength.size() - 1;
  return impact_codes::kOfLength[length < last ? length : last];
}
std::uint32_t freq_of_code(std::uint8_t code) noexcept;
std::uint32_t length_of_code(std::uint8_t code) noexcept;

/// Writes the impacts of `codes` to `out`, and returns how many there are.
std::size_t decode_impacts(std::span<const char> codes, Impact* out) noexcept;

/// Gathers the impacts of a range: those that no other one dominates, thinned where they are many
/// by joining neighbours into one that dominates both.
class ImpactSet {
 public:
  ImpactSet() noexcept { least_length_.fill(kNone); }

  /// Adds a document.
  void add(std::uint32_t freq, std::uint32_t length) noexcept {
    add_codes(freq_code(freq), length_code(length));
  }
  /// Adds all documents of a range.
  void add(const ImpactCodes& codes) noexcept {
    for (std::size_t i = 0; i < codes.size() && codes[i] != 0; i += 2)
      add_codes(codes[i], codes[i + 1]);
  }
  /// Returns at most `most` impacts of what was added, and begins anew.
  ImpactCodes take(std::size_t most) noexcept;

 private:
  static constexpr std::uint16_t kNone = 256;

  void add_codes(std::uint8_t freq, std::uint8_t length) noexcept {
    if (length < least_length_[freq]) least_length_[freq] = length;
    if (freq > most_freq_) most_freq_ = freq;
  }

  std::array<std::uint16_t, 256> least_length_;  ///< By code of the frequency.
  std::uint8_t most_freq_ = 0;
};

}  // namespace izde::internal
