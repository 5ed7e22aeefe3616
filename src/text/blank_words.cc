#include "text/blank_words.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstring>

#include "base/utf8.h"
#include "text/term_builder.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "text/blank_words.cc"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

#ifndef IZDE_TEXT_BLANK_WORDS_BLOCK
#define IZDE_TEXT_BLANK_WORDS_BLOCK
namespace izde::internal::blank_words {

constexpr std::size_t kBlock = 64;
constexpr std::size_t kGroup = 8;  ///< Edges written at once; so many places are spare.
constexpr std::uint8_t kLastBlank = 0x20;

}  // namespace izde::internal::blank_words
#endif

HWY_BEFORE_NAMESPACE();
namespace izde::internal::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

// A bit for each of the bytes at `p` that is of a word.
HWY_INLINE std::uint64_t bytes_of_words(const std::uint8_t* HWY_RESTRICT p) {
  std::uint64_t bits = 0;
#if HWY_TARGET == HWY_SCALAR
  for (std::size_t i = 0; i < blank_words::kBlock; ++i)
    bits |= std::uint64_t{p[i] > blank_words::kLastBlank} << i;
#else
  const hn::CappedTag<std::uint8_t, blank_words::kBlock> d;
  const auto last_blank = hn::Set(d, blank_words::kLastBlank);
  for (std::size_t at = 0; at < blank_words::kBlock; at += hn::Lanes(d))
    hn::StoreMaskBits(d, hn::Gt(hn::LoadU(d, p + at), last_blank),
                      reinterpret_cast<std::uint8_t*>(&bits) + at / 8);
#endif
  return bits;
}

// Writes to `out` where words begin and end, in turn, and returns the number of places. By groups
// that write past the last place: idle writes cost less than a branch that cannot be foretold.
std::size_t find_word_edges(const std::uint8_t* HWY_RESTRICT text, std::size_t size,
                            std::uint32_t* HWY_RESTRICT out) {
  constexpr std::size_t kBlock = blank_words::kBlock;
  std::uint64_t inside = 0;
  std::uint32_t* to = out;
  for (std::size_t at = 0; at <= size; at += kBlock) {
    std::uint8_t end[kBlock];
    const std::uint8_t* p = text + at;
    if (size - at < kBlock) {  // work on a copy with blanks behind
      std::memset(end, blank_words::kLastBlank, kBlock);
      std::copy_n(p, size - at, end);
      p = end;
    }
    const std::uint64_t words = bytes_of_words(p);
    std::uint64_t edges = words ^ (words << 1U | inside);
    inside = words >> 63U;
    std::uint32_t* const next = to + std::popcount(edges);
    while (edges != 0)
      for (std::size_t k = 0; k < blank_words::kGroup; ++k) {
        *to++ =
            static_cast<std::uint32_t>(at) + static_cast<std::uint32_t>(std::countr_zero(edges));
        edges &= edges - 1;
      }
    to = next;
  }
  return static_cast<std::size_t>(to - out);
}

}  // namespace izde::internal::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace izde::internal {
namespace {

std::string_view shortened(std::string_view word) noexcept {
  std::size_t size = TermBuilder::kMaxTermBytes;
  while ((static_cast<unsigned char>(word[size]) & 0xC0U) == 0x80U) --size;
  return word.substr(0, size);
}

}  // namespace

HWY_EXPORT(find_word_edges);

std::span<const std::string_view> BlankWords::cut(std::string_view text) {
  if (!is_valid_utf8(text)) {
    valid_.clear();
    append_valid_utf8(text, valid_);
    text = valid_;
  }
  text_ = text;
  if (edges_.size() < text.size() + 1 + blank_words::kGroup)
    edges_.resize(2 * text.size() + 1 + blank_words::kGroup);
  const std::size_t count = HWY_DYNAMIC_DISPATCH(find_word_edges)(
      reinterpret_cast<const std::uint8_t*>(text.data()), text.size(), edges_.data());
  if (words_.size() < count / 2) words_.resize(count);
  for (std::size_t i = 0; i < count / 2; ++i) {
    const std::uint32_t begin = edges_[2 * i];
    words_[i] = {text.data() + begin, edges_[2 * i + 1] - begin};
    if (words_[i].size() > TermBuilder::kMaxTermBytes) words_[i] = shortened(words_[i]);
  }
  return {words_.data(), count / 2};
}

}  // namespace izde::internal
#endif
