#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

#include "izde/decode.h"

#include "base/utf8.h"
#include "text/encoding_cost.h"

namespace izde {

namespace {

using internal::ByteEncoding;
using internal::kByteEncodingCount;

struct Candidate {
  ByteEncoding encoding;
  std::string_view name;
  double prior;  // how common it is among files of unknown encoding
};

constexpr std::array<Candidate, kByteEncodingCount> kCandidates{{
    {ByteEncoding::kUtf8, "UTF-8", 0.42},
    {ByteEncoding::kWindows1251, "windows-1251", 0.15},
    {ByteEncoding::kKz1048, "KZ-1048", 0.12},
    {ByteEncoding::kPt154, "PT154", 0.06},
    {ByteEncoding::kUtf16Le, "UTF-16LE", 0.05},
    {ByteEncoding::kUtf16Be, "UTF-16BE", 0.05},
    {ByteEncoding::kCp866, "CP866", 0.07},
    {ByteEncoding::kKoi8R, "KOI8-R", 0.06},
}};
constexpr double kPriorOfUnknown = 0.02;

// The model takes letters for independent but for neighbours, so it is surer than it should be:
// measured, what it says in ln counts about this much.
constexpr double kTrust = 0.5;

constexpr std::size_t kWholeBytes = std::size_t{32} << 10U;  // up to here all is looked at
constexpr std::size_t kWindowBytes = 1024;
constexpr std::size_t kWindows = 24;
constexpr std::size_t kPlaceBytes = 128;  // looked at around the first of each byte value

/// Where byte values first occur.
struct FirstPlaces {
  explicit FirstPlaces(std::string_view bytes) noexcept {
    at.fill(kNone);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      std::size_t& place = at[static_cast<unsigned char>(bytes[i])];
      if (place == kNone) place = i;
    }
  }
  bool has(std::size_t byte) const noexcept { return at[byte] != kNone; }

  static constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();
  std::array<std::size_t, 256> at;
};

/// Costs of the candidates, and of bytes that are none of them.
struct Costs {
  std::array<double, kByteEncodingCount> of{};
  double unknown = 0;
};

bool is_utf16(ByteEncoding encoding) {
  return encoding == ByteEncoding::kUtf16Le || encoding == ByteEncoding::kUtf16Be;
}

bool has_utf16_mark(std::string_view bytes) {
  return bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF");
}

void add_costs(std::string_view piece, bool maybe_utf16, Costs& costs) {
  for (std::size_t i = 0; i < kByteEncodingCount; ++i) {
    const bool skipped = is_utf16(kCandidates[i].encoding) && !maybe_utf16;
    costs.of[i] += skipped ? std::numeric_limits<double>::infinity()
                           : cost_of_bytes(piece, kCandidates[i].encoding);
  }
  costs.unknown += internal::cost_of_unknown_bytes(piece);
}

/// Costs of a text too long to look at all of it: windows spread evenly, and places that make sure
/// that no letter goes unseen.
Costs costs_of_sample(std::string_view bytes, const FirstPlaces& first, bool maybe_utf16) {
  Costs costs;
  const std::size_t step = (bytes.size() - kWindowBytes) / (kWindows - 1);
  for (std::size_t i = 0; i < kWindows; ++i)
    add_costs(bytes.substr((i * step) & ~std::size_t{1}, kWindowBytes), maybe_utf16, costs);
  std::size_t seen = 0;
  std::array<std::size_t, 128> places{};
  std::copy(first.at.begin() + 128, first.at.end(), places.begin());
  std::sort(places.begin(), places.end());
  for (const std::size_t place : places) {
    if (place == FirstPlaces::kNone) break;
    if (place < seen) continue;
    const std::size_t begin =
        (place < kPlaceBytes / 2 ? 0 : place - kPlaceBytes / 2) & ~std::size_t{1};
    add_costs(bytes.substr(begin, kPlaceBytes), maybe_utf16, costs);
    seen = begin + kPlaceBytes;
  }
  return costs;
}

/// Whether both encodings give the same text of the bytes that occur.
bool gives_same_text(ByteEncoding one, ByteEncoding other, const FirstPlaces& first) {
  const char16_t* const upper = internal::upper_half_of(one);
  const char16_t* const other_upper = internal::upper_half_of(other);
  if (one == other) return true;
  if (is_utf16(one) || is_utf16(other)) return false;
  for (std::size_t byte = 0x80; byte < 0x100; ++byte) {
    if (!first.has(byte)) continue;
    if (upper == nullptr || other_upper == nullptr) return false;  // UTF-8
    if (upper[byte - 0x80] != other_upper[byte - 0x80]) return false;
  }
  return true;
}

bool is_ascii(const FirstPlaces& first) {
  return std::all_of(first.at.begin() + 0x80, first.at.end(),
                     [](std::size_t place) { return place == FirstPlaces::kNone; });
}

/// Whether `bytes` are valid UTF-8, but for characters cut at their ends, with so many letters of
/// Cyrillic that it cannot be by chance: in no other encoding do their leading bytes, a letter
/// each, often stand before signs alone.
bool is_clearly_utf8(std::string_view bytes) {
  constexpr std::ptrdiff_t kEnough = 32;
  constexpr std::size_t kMostCut = 3;
  const std::string_view piece = bytes.substr(0, kWholeBytes);
  const auto is_lead = [](char c) { return (static_cast<unsigned char>(c) & 0xFCU) == 0xD0U; };
  const auto is_continuation = [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
  };
  if (std::count_if(piece.begin(), piece.end(), is_lead) < kEnough) return false;
  for (std::size_t i = 0; i < kMostCut && is_continuation(bytes.front()); ++i)
    bytes.remove_prefix(1);
  bytes.remove_prefix(internal::valid_utf8_prefix(bytes));
  return bytes.empty() ||
         (bytes.size() <= kMostCut && static_cast<unsigned char>(bytes.front()) >= 0xC2U &&
          std::all_of(bytes.begin() + 1, bytes.end(), is_continuation));
}

}  // namespace

DetectedEncoding detect_encoding(std::string_view bytes) noexcept {
  const FirstPlaces first(bytes);
  // Text in UTF-16 has spaces, ASCII or Cyrillic letters: bytes below 0x09 all of them.
  bool maybe_utf16 = has_utf16_mark(bytes);
  for (std::size_t byte = 0; byte < 9; ++byte) maybe_utf16 = maybe_utf16 || first.has(byte);
  if (!maybe_utf16 && (is_ascii(first) || is_clearly_utf8(bytes))) return {"UTF-8", 1.0F};
  Costs costs;
  if (bytes.size() <= kWholeBytes)
    add_costs(bytes, maybe_utf16, costs);
  else
    costs = costs_of_sample(bytes, first, maybe_utf16);

  std::array<double, kByteEncodingCount> weights{};
  const double least = std::min(costs.unknown, *std::min_element(costs.of.begin(), costs.of.end()));
  const double weight_of_unknown = kPriorOfUnknown * std::exp(kTrust * (least - costs.unknown));
  double sum = weight_of_unknown;
  for (std::size_t i = 0; i < kByteEncodingCount; ++i) {
    weights[i] = kCandidates[i].prior * std::exp(kTrust * (least - costs.of[i]));
    sum += weights[i];
  }
  const auto best =
      static_cast<std::size_t>(std::max_element(weights.begin(), weights.end()) - weights.begin());
  double same = is_ascii(first) ? weight_of_unknown : 0;
  for (std::size_t i = 0; i < kByteEncodingCount; ++i)
    if (gives_same_text(kCandidates[best].encoding, kCandidates[i].encoding, first))
      same += weights[i];
  return {kCandidates[best].name, static_cast<float>(same / sum)};
}

}  // namespace izde
