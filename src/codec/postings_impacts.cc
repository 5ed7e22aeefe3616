#include "codec/postings_impacts.h"

#include <bit>
#include <limits>

namespace izde::internal {
namespace {

using impact_codes::kExact;

constexpr unsigned kFreqSteps = 16;
constexpr unsigned kLengthSteps = 32;

// Codes from kExact on have `steps` of them an octave.
constexpr std::uint32_t value_of(unsigned code, unsigned steps) noexcept {
  if (code < kExact) return code;
  const unsigned octave = (code - kExact) / steps;
  return (kExact + (code - kExact) % steps * (kExact / steps)) << octave;
}

// The greatest code whose value is not above `value`. \pre value >= kExact
constexpr unsigned code_below(std::uint32_t value, unsigned steps) noexcept {
  const auto octave = static_cast<unsigned>(std::bit_width(value / kExact)) - 1;
  return kExact + octave * steps + ((value >> octave) - kExact) / (kExact / steps);
}

template <unsigned kSteps>
constexpr std::array<std::uint32_t, 256> values() noexcept {
  std::array<std::uint32_t, 256> found{};
  for (unsigned code = 0; code < 256; ++code) found[code] = value_of(code, kSteps);
  return found;
}

constexpr auto kLengths = values<kLengthSteps>();
constexpr auto kFreqs = [] {
  auto found = values<kFreqSteps>();
  found[255] = std::numeric_limits<std::uint32_t>::max();
  return found;
}();

struct Codes {
  std::uint8_t freq;
  std::uint8_t length;
};

// What BM25 makes of an impact with its usual settings, where documents are `usual` long: only to
// choose which impacts to join.
float usual_score(std::uint8_t freq, std::uint8_t length, float usual) noexcept {
  const auto tf = static_cast<float>(freq_of_code(freq));
  return tf / (tf + 0.3F + 0.9F * static_cast<float>(length_of_code(length)) / usual);
}

// How much higher the bound of two neighbours is when they are one.
float loss(const Codes& low, const Codes& high, float usual) noexcept {
  const float before = usual_score(low.freq, low.length, usual);
  const float after = usual_score(high.freq, high.length, usual);
  return usual_score(high.freq, low.length, usual) - (before < after ? after : before);
}

// \pre codes rise
std::size_t thin(std::span<Codes> codes, std::size_t most) noexcept {
  float usual = 1;
  for (const Codes& each : codes)
    usual += static_cast<float>(length_of_code(each.length)) / static_cast<float>(codes.size());
  std::size_t count = codes.size();
  for (; count > most; --count) {
    std::size_t best = 0;
    float least = std::numeric_limits<float>::infinity();
    for (std::size_t i = 0; i + 1 < count; ++i) {
      const float lost = loss(codes[i], codes[i + 1], usual);
      if (lost >= least) continue;
      best = i;
      least = lost;
    }
    codes[best].freq = codes[best + 1].freq;
    for (std::size_t i = best + 1; i + 1 < count; ++i) codes[i] = codes[i + 1];
  }
  return count;
}

}  // namespace

constexpr std::array<std::uint8_t, 4096> impact_codes::kOfLength = [] {
  std::array<std::uint8_t, 4096> codes{};
  for (std::uint32_t length = 0; length < codes.size(); ++length) {
    const unsigned code = length < kExact ? length : code_below(length, kLengthSteps);
    codes[length] = static_cast<std::uint8_t>(code < 255 ? code : 255);
  }
  return codes;
}();

std::uint8_t impact_codes::of_high_freq(std::uint32_t freq) noexcept {
  const unsigned below = code_below(freq, kFreqSteps);
  const unsigned code = below < 255 && kFreqs[below] < freq ? below + 1 : below;
  return static_cast<std::uint8_t>(code < 255 ? code : 255);
}

std::uint32_t freq_of_code(std::uint8_t code) noexcept { return kFreqs[code]; }
std::uint32_t length_of_code(std::uint8_t code) noexcept { return kLengths[code]; }

std::size_t decode_impacts(std::span<const char> codes, Impact* out) noexcept {
  std::size_t count = 0;
  for (; 2 * count < codes.size() && codes[2 * count] != 0; ++count)
    out[count] = {freq_of_code(static_cast<std::uint8_t>(codes[2 * count])),
                  length_of_code(static_cast<std::uint8_t>(codes[2 * count + 1]))};
  return count;
}

ImpactCodes ImpactSet::take(std::size_t most) noexcept {
  std::array<Codes, 256> found;  // from the back, since frequencies are met falling
  std::size_t begin = found.size();
  std::uint16_t least = kNone;
  for (unsigned freq = most_freq_; freq > 0; --freq) {
    const std::uint16_t length = least_length_[freq];
    least_length_[freq] = kNone;
    if (length >= least) continue;
    found[--begin] = {static_cast<std::uint8_t>(freq), static_cast<std::uint8_t>(length)};
    least = length;
  }
  most_freq_ = 0;
  const std::span<Codes> rising(&found[begin], found.size() - begin);
  const std::size_t count = thin(rising, most);
  ImpactCodes codes{};
  for (std::size_t i = 0; i < count; ++i) {
    codes[2 * i] = rising[i].freq;
    codes[2 * i + 1] = rising[i].length;
  }
  return codes;
}

}  // namespace izde::internal
