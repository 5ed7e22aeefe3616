#include <algorithm>
#include <cstring>

#include "base/utf8.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "base/utf8_validate.cc"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

// The range check by three table lookups of Keiser and Lemire, "Validating UTF-8 In Less Than One
// Instruction Per Byte" (2021): each pair of neighbouring bytes is looked up by three nibbles, each
// lookup gives the set of errors that the nibble allows, and a bit left in all three is an error.

HWY_BEFORE_NAMESPACE();
namespace izde::internal::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Bytes = hn::CappedTag<std::uint8_t, 64>;
using Vector = hn::Vec<Bytes>;

constexpr std::uint8_t kTooShort = 1;     // a lead byte, then no continuation
constexpr std::uint8_t kTooLong = 2;      // ASCII, then a continuation
constexpr std::uint8_t kOverlong3 = 4;    // E0, then 80..9F
constexpr std::uint8_t kTooLarge = 8;     // F4, then 90..BF; F5..FF
constexpr std::uint8_t kSurrogate = 16;   // ED, then A0..BF
constexpr std::uint8_t kOverlong2 = 32;   // C0, C1
constexpr std::uint8_t kTooLarge80 = 64;  // F5..FF, then 80..8F
constexpr std::uint8_t kOverlong4 = 64;   // F0, then 80..8F
constexpr std::uint8_t kTwoContinuations = 128;
constexpr std::uint8_t kCarry = kTooShort | kTooLong | kTwoContinuations;

alignas(16) constexpr std::uint8_t kFirstHigh[16] = {
    kTooLong,
    kTooLong,
    kTooLong,
    kTooLong,
    kTooLong,
    kTooLong,
    kTooLong,
    kTooLong,
    kTwoContinuations,
    kTwoContinuations,
    kTwoContinuations,
    kTwoContinuations,
    kTooShort | kOverlong2,
    kTooShort,
    kTooShort | kOverlong3 | kSurrogate,
    kTooShort | kTooLarge | kTooLarge80 | kOverlong4};
alignas(16) constexpr std::uint8_t kFirstLow[16] = {kCarry | kOverlong3 | kOverlong2 | kOverlong4,
                                                    kCarry | kOverlong2,
                                                    kCarry,
                                                    kCarry,
                                                    kCarry | kTooLarge,
                                                    kCarry | kTooLarge | kTooLarge80,
                                                    kCarry | kTooLarge | kTooLarge80,
                                                    kCarry | kTooLarge | kTooLarge80,
                                                    kCarry | kTooLarge | kTooLarge80,
                                                    kCarry | kTooLarge | kTooLarge80,
                                                    kCarry | kTooLarge | kTooLarge80,
                                                    kCarry | kTooLarge | kTooLarge80,
                                                    kCarry | kTooLarge | kTooLarge80,
                                                    kCarry | kTooLarge | kTooLarge80 | kSurrogate,
                                                    kCarry | kTooLarge | kTooLarge80,
                                                    kCarry | kTooLarge | kTooLarge80};
alignas(16) constexpr std::uint8_t kSecondHigh[16] = {
    kTooShort,
    kTooShort,
    kTooShort,
    kTooShort,
    kTooShort,
    kTooShort,
    kTooShort,
    kTooShort,
    kTooLong | kOverlong2 | kTwoContinuations | kOverlong3 | kTooLarge80 | kOverlong4,
    kTooLong | kOverlong2 | kTwoContinuations | kOverlong3 | kTooLarge,
    kTooLong | kOverlong2 | kTwoContinuations | kSurrogate | kTooLarge,
    kTooLong | kOverlong2 | kTwoContinuations | kSurrogate | kTooLarge,
    kTooShort,
    kTooShort,
    kTooShort,
    kTooShort};

// Nonzero lanes mark errors in the vector at `p`; reads 3 bytes before it.
HWY_INLINE Vector errors_at(Bytes d, const std::uint8_t* HWY_RESTRICT p) {
  const auto current = hn::LoadU(d, p);
  const auto before1 = hn::LoadU(d, p - 1);
  const auto before2 = hn::LoadU(d, p - 2);
  const auto before3 = hn::LoadU(d, p - 3);
  const auto low_nibble = hn::Set(d, 0x0F);
  const auto pairs = hn::And(
      hn::And(hn::TableLookupBytes(hn::LoadDup128(d, kFirstHigh), hn::ShiftRight<4>(before1)),
              hn::TableLookupBytes(hn::LoadDup128(d, kFirstLow), hn::And(before1, low_nibble))),
      hn::TableLookupBytes(hn::LoadDup128(d, kSecondHigh), hn::ShiftRight<4>(current)));
  // A continuation after a continuation is right exactly where a 3- or 4-byte lead stands before.
  const auto third = hn::SaturatedSub(before2, hn::Set(d, 0xE0 - 0x80));
  const auto fourth = hn::SaturatedSub(before3, hn::Set(d, 0xF0 - 0x80));
  const auto expected = hn::And(hn::Or(third, fourth), hn::Set(d, 0x80));
  return hn::Xor(expected, pairs);
}

HWY_INLINE bool any(Bytes d, Vector v) { return !hn::AllTrue(d, hn::Eq(v, hn::Zero(d))); }

// Returns a position up to which all is valid and from which a scalar check has to look: near the
// first error, or the size.
std::size_t find_error(const std::uint8_t* HWY_RESTRICT text, std::size_t size) {
  const Bytes d;
  const std::size_t lanes = hn::Lanes(d);
  constexpr std::size_t kFront = 64;
  std::uint8_t buffer[kFront + 2 * 64] = {};  // zeros around the first and the last vector
  const std::size_t head = size < lanes ? size : lanes;
  std::memcpy(buffer + kFront, text, head);
  if (any(d, errors_at(d, buffer + kFront))) return 0;
  std::size_t at = lanes;
  for (; at + lanes <= size; at += lanes) {
    const auto current = hn::LoadU(d, text + at);
    if (hn::AllTrue(d, hn::Lt(hn::Or(current, hn::LoadU(d, text + at - 3)), hn::Set(d, 0x80))))
      continue;
    if (any(d, errors_at(d, text + at))) return at;
  }
  if (at < size + 3) {  // the rest and, by its zeros, a sequence that the end cuts off
    std::memset(buffer, 0, sizeof buffer);
    const std::size_t from = at < size ? at : size;
    const std::size_t front = from < 3 ? from : 3;
    std::memcpy(buffer + kFront - front, text + from - front, size - from + front);
    if (any(d, errors_at(d, buffer + kFront))) return from < size ? from : size - 1;
  }
  return size;
}

}  // namespace izde::internal::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace izde::internal {

HWY_EXPORT(find_error);

std::size_t valid_utf8_prefix(std::string_view text) noexcept {
  if (text.empty()) return 0;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text.data());
  std::size_t at = HWY_DYNAMIC_DISPATCH(find_error)(bytes, text.size());
  if (at == text.size()) return at;
  // The broken sequence may begin up to 3 bytes earlier: start from the first byte of one before
  // that.
  at -= std::min<std::size_t>(at, 3);
  while (at > 0 && (bytes[at] & 0xC0U) == 0x80U) --at;
  while (at < text.size()) {
    const CodePoint read = code_point_at(text, at);
    if (!read.valid) return at;
    at += read.length;
  }
  return at;
}

}  // namespace izde::internal
#endif
