#include "search/kernels.h"

#include <algorithm>
#include <bit>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "search/kernels.cc"
#include <hwy/foreach_target.h>  // must come before highway.h
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace izde::internal::kernels::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

#if HWY_TARGET == HWY_SCALAR

void score_freqs(const Bm25Figures& figures, double factor, const std::uint32_t* freqs,
                 double length_factor, const std::uint32_t* lengths, std::size_t count,
                 double* scores) {
  for (std::size_t i = 0; i < count; ++i)
    scores[i] = plain::score(figures, factor * freqs[i], length_factor * lengths[i]);
}
void score_tfs(const Bm25Figures& figures, const double* tfs, const double* lengths,
               std::size_t count, double* scores) {
  for (std::size_t i = 0; i < count; ++i) scores[i] = plain::score(figures, tfs[i], lengths[i]);
}
std::size_t keep_above(double least, const DocId* docs, const double* scores, std::size_t count,
                       DocId* out_docs, double* out_scores) {
  return plain::keep_above(least, docs, scores, count, out_docs, out_scores);
}
std::size_t count_above(double least, const double* scores, std::uint64_t words) {
  return plain::count_above(least, scores, words);
}
std::size_t drain_above(double least, double* scores, std::uint64_t words, DocId base, DocId* docs,
                        double* out) {
  return plain::drain_above(least, scores, words, base, docs, out);
}
void rank(const double* scores, std::size_t count, std::uint32_t* ranks) {
  plain::rank(scores, count, ranks);
}
std::size_t look_up(const DocId* wanted, std::size_t count, const DocId* docs, std::size_t,
                    std::uint32_t* which, std::uint32_t* at) {
  return plain::look_up(wanted, count, docs, which, at);
}
std::size_t count_bits(const std::uint64_t* words, std::size_t size) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < size; ++i) count += static_cast<std::size_t>(std::popcount(words[i]));
  return count;
}

#else

using Doubles = hn::CappedTag<double, 8>;
using Halves = hn::Rebind<std::uint32_t, Doubles>;
using Score = hn::Vec<Doubles>;

// Exact for all 32 bits: the number becomes the low bits of a double of 2^52.
HWY_INLINE Score to_double(Doubles d, const std::uint32_t* HWY_RESTRICT numbers) {
  const hn::Rebind<std::uint64_t, Doubles> wide;
  const auto bits = hn::PromoteTo(wide, hn::LoadU(Halves(), numbers));
  const auto magic = hn::Set(d, 0x1p52);
  return hn::Sub(hn::BitCast(d, hn::Or(bits, hn::BitCast(wide, magic))), magic);
}

HWY_INLINE Score score(Doubles d, const Bm25Figures& figures, Score tf, Score length) {
  const auto below =
      hn::Add(hn::Add(tf, hn::Set(d, figures.base)), hn::Mul(hn::Set(d, figures.slope), length));
  const auto exact = hn::Mul(hn::Set(d, figures.weight), hn::Div(tf, below));
  const auto shift = hn::Set(d, figures.shift);
  return hn::Sub(hn::Add(exact, shift), shift);
}

void score_freqs(const Bm25Figures& figures, double factor, const std::uint32_t* HWY_RESTRICT freqs,
                 double length_factor, const std::uint32_t* HWY_RESTRICT lengths, std::size_t count,
                 double* HWY_RESTRICT scores) {
  const Doubles d;
  std::size_t i = 0;
  for (; i + hn::Lanes(d) <= count; i += hn::Lanes(d)) {
    const auto tf = hn::Mul(hn::Set(d, factor), to_double(d, freqs + i));
    const auto length = hn::Mul(hn::Set(d, length_factor), to_double(d, lengths + i));
    hn::StoreU(score(d, figures, tf, length), d, scores + i);
  }
  for (; i < count; ++i)
    scores[i] = plain::score(figures, factor * freqs[i], length_factor * lengths[i]);
}

void score_tfs(const Bm25Figures& figures, const double* HWY_RESTRICT tfs,
               const double* HWY_RESTRICT lengths, std::size_t count, double* HWY_RESTRICT scores) {
  const Doubles d;
  std::size_t i = 0;
  for (; i + hn::Lanes(d) <= count; i += hn::Lanes(d))
    hn::StoreU(score(d, figures, hn::LoadU(d, tfs + i), hn::LoadU(d, lengths + i)), d, scores + i);
  for (; i < count; ++i) scores[i] = plain::score(figures, tfs[i], lengths[i]);
}

HWY_INLINE unsigned bits_above(Doubles d, Score scores, Score least) {
  std::uint8_t bits[8] = {};
  hn::StoreMaskBits(d, hn::Gt(scores, least), bits);
  return bits[0];
}

// Writes whole vectors; what is behind the kept ones is written over or left in the slack.
HWY_INLINE std::size_t compress(Doubles d, Score scores, hn::Vec<Halves> docs, unsigned bits,
                                DocId* out_docs, double* out_scores) {
  const std::uint8_t bytes[8] = {static_cast<std::uint8_t>(bits)};
  hn::CompressStore(docs, hn::LoadMaskBits(Halves(), bytes), Halves(), out_docs);
  return hn::CompressStore(scores, hn::LoadMaskBits(d, bytes), d, out_scores);
}

std::size_t keep_above(double least, const DocId* docs, const double* scores, std::size_t count,
                       DocId* out_docs, double* out_scores) {
  const Doubles d;
  const auto bound = hn::Set(d, least);
  std::size_t kept = 0, i = 0;
  for (; i + hn::Lanes(d) <= count; i += hn::Lanes(d)) {
    const auto found = hn::LoadU(d, scores + i);
    const unsigned bits = bits_above(d, found, bound);
    if (bits == 0) continue;
    kept +=
        compress(d, found, hn::LoadU(Halves(), docs + i), bits, out_docs + kept, out_scores + kept);
  }
  return kept + plain::keep_above(least, docs + i, scores + i, count - i, out_docs + kept,
                                  out_scores + kept);
}

std::size_t count_above(double least, const double* HWY_RESTRICT scores, std::uint64_t words) {
  const Doubles d;
  const auto bound = hn::Set(d, least);
  std::size_t count = 0;
  for (; words != 0; words &= words - 1) {
    const double* const from = scores + 64 * std::countr_zero(words);
    for (std::size_t i = 0; i < 64; i += hn::Lanes(d))
      count += hn::CountTrue(d, hn::Gt(hn::LoadU(d, from + i), bound));
  }
  return count;
}

std::size_t drain_above(double least, double* HWY_RESTRICT scores, std::uint64_t words, DocId base,
                        DocId* HWY_RESTRICT docs, double* HWY_RESTRICT out) {
  const Doubles d;
  const auto bound = hn::Set(d, least);
  std::size_t kept = 0;
  for (; words != 0; words &= words - 1) {
    const auto first = static_cast<std::uint32_t>(64 * std::countr_zero(words));
    double* const from = scores + first;
    for (std::uint32_t i = 0; i < 64; i += static_cast<std::uint32_t>(hn::Lanes(d))) {
      const auto found = hn::LoadU(d, from + i);
      hn::StoreU(hn::Zero(d), d, from + i);
      const unsigned bits = bits_above(d, found, bound);
      if (bits == 0) continue;
      kept +=
          compress(d, found, hn::Iota(Halves(), base + first + i), bits, docs + kept, out + kept);
    }
  }
  return kept;
}

// Two vectors at a time are compared with one score after the other.
void rank(const double* HWY_RESTRICT scores, std::size_t count, std::uint32_t* HWY_RESTRICT ranks) {
  const Doubles d;
  const hn::RebindToUnsigned<Doubles> wide;
  const std::size_t lanes = hn::Lanes(d);
  const auto add = [&](hn::Vec<decltype(wide)> sum, Score score, Score from) {
    return hn::Sub(sum, hn::BitCast(wide, hn::VecFromMask(d, hn::Gt(score, from))));
  };
  for (std::size_t at = 0; at < count; at += 2 * lanes) {
    const auto first = hn::LoadU(d, scores + at), second = hn::LoadU(d, scores + at + lanes);
    auto first_sum = hn::Zero(wide), second_sum = hn::Zero(wide);
    for (std::size_t i = 0; i < count; ++i) {
      const auto score = hn::Set(d, scores[i]);
      first_sum = add(first_sum, score, first);
      second_sum = add(second_sum, score, second);
    }
    hn::StoreU(hn::TruncateTo(Halves(), first_sum), Halves(), ranks + at);
    hn::StoreU(hn::TruncateTo(Halves(), second_sum), Halves(), ranks + at + lanes);
  }
}

// Each document by itself, so that no search waits for the one before: first the last documents of
// 16 parts of `docs` are compared, then those of one part.
std::size_t look_up(const DocId* HWY_RESTRICT wanted, std::size_t count,
                    const DocId* HWY_RESTRICT docs, std::size_t size,
                    std::uint32_t* HWY_RESTRICT which, std::uint32_t* HWY_RESTRICT at) {
  constexpr std::size_t kPart = 16;
  const hn::CappedTag<std::uint32_t, kPart> d;
  HWY_ALIGN DocId lasts[16];
  for (std::size_t i = 0; i < 16; ++i) lasts[i] = docs[std::min(kPart * i + kPart, size) - 1];
  std::size_t found = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto target = hn::Set(d, wanted[i]);
    std::size_t place = 0;
    for (std::size_t k = 0; k < 16; k += hn::Lanes(d))
      place += kPart * hn::CountTrue(d, hn::Lt(hn::Load(d, lasts + k), target));
    for (;;) {  // ends at the last of `docs` at the latest, before what stands behind them
      const auto reached = hn::Not(hn::Lt(hn::LoadU(d, docs + place), target));
      if (!hn::AllFalse(d, reached)) {
        place += static_cast<std::size_t>(hn::FindFirstTrue(d, reached));
        break;
      }
      place += hn::Lanes(d);
    }
    which[found] = static_cast<std::uint32_t>(i);
    at[found] = static_cast<std::uint32_t>(place);
    found += docs[place] == wanted[i] ? 1 : 0;
  }
  return found;
}

std::size_t count_bits(const std::uint64_t* words, std::size_t size) {
  const hn::CappedTag<std::uint64_t, 8> d;
  auto sum = hn::Zero(d);
  std::size_t i = 0;
  for (; i + hn::Lanes(d) <= size; i += hn::Lanes(d))
    sum = hn::Add(sum, hn::PopulationCount(hn::LoadU(d, words + i)));
  std::size_t count = hn::GetLane(hn::SumOfLanes(d, sum));
  for (; i < size; ++i) count += static_cast<std::size_t>(std::popcount(words[i]));
  return count;
}

#endif

}  // namespace izde::internal::kernels::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace izde::internal::kernels {

HWY_EXPORT(score_freqs);
HWY_EXPORT(score_tfs);
HWY_EXPORT(keep_above);
HWY_EXPORT(count_above);
HWY_EXPORT(drain_above);
HWY_EXPORT(rank);
HWY_EXPORT(look_up);
HWY_EXPORT(count_bits);

void score_freqs(const Bm25Figures& figures, double factor, const std::uint32_t* freqs,
                 double length_factor, const std::uint32_t* lengths, std::size_t count,
                 double* scores) {
  HWY_DYNAMIC_DISPATCH(score_freqs)(figures, factor, freqs, length_factor, lengths, count, scores);
}

void score_tfs(const Bm25Figures& figures, const double* tfs, const double* lengths,
               std::size_t count, double* scores) {
  HWY_DYNAMIC_DISPATCH(score_tfs)(figures, tfs, lengths, count, scores);
}

std::size_t keep_above(double least, const DocId* docs, const double* scores, std::size_t count,
                       DocId* out_docs, double* out_scores) {
  return HWY_DYNAMIC_DISPATCH(keep_above)(least, docs, scores, count, out_docs, out_scores);
}

std::size_t count_above(double least, const double* scores, std::uint64_t words) {
  return HWY_DYNAMIC_DISPATCH(count_above)(least, scores, words);
}

std::size_t drain_above(double least, double* scores, std::uint64_t words, DocId base, DocId* docs,
                        double* out) {
  return HWY_DYNAMIC_DISPATCH(drain_above)(least, scores, words, base, docs, out);
}

void rank(const double* scores, std::size_t count, std::uint32_t* ranks) {
  HWY_DYNAMIC_DISPATCH(rank)(scores, count, ranks);
}

std::size_t look_up(const DocId* wanted, std::size_t count, const DocId* docs, std::size_t size,
                    std::uint32_t* which, std::uint32_t* at) {
  return HWY_DYNAMIC_DISPATCH(look_up)(wanted, count, docs, size, which, at);
}

std::size_t count_bits(const std::uint64_t* words, std::size_t size) {
  return HWY_DYNAMIC_DISPATCH(count_bits)(words, size);
}

namespace plain {

std::size_t keep_above(double least, const DocId* docs, const double* scores, std::size_t count,
                       DocId* out_docs, double* out_scores) noexcept {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const DocId doc = docs[i];
    const double score = scores[i];
    out_docs[kept] = doc;
    out_scores[kept] = score;
    kept += score > least ? 1 : 0;
  }
  return kept;
}

std::size_t count_above(double least, const double* scores, std::uint64_t words) noexcept {
  std::size_t count = 0;
  for (; words != 0; words &= words - 1) {
    const double* const from = scores + 64 * std::countr_zero(words);
    count += static_cast<std::size_t>(
        std::count_if(from, from + 64, [&](double score) { return score > least; }));
  }
  return count;
}

std::size_t drain_above(double least, double* scores, std::uint64_t words, DocId base, DocId* docs,
                        double* out) noexcept {
  std::size_t kept = 0;
  for (; words != 0; words &= words - 1) {
    const auto first = static_cast<std::uint32_t>(64 * std::countr_zero(words));
    for (std::uint32_t i = first; i < first + 64; ++i) {
      docs[kept] = base + i;
      out[kept] = scores[i];
      kept += scores[i] > least ? 1 : 0;
      scores[i] = 0;
    }
  }
  return kept;
}

void rank(const double* scores, std::size_t count, std::uint32_t* ranks) noexcept {
  for (std::size_t i = 0; i < count; ++i)
    ranks[i] = static_cast<std::uint32_t>(
        std::count_if(scores, scores + count, [&](double score) { return score > scores[i]; }));
}

std::size_t look_up(const DocId* wanted, std::size_t count, const DocId* docs, std::uint32_t* which,
                    std::uint32_t* at) noexcept {
  std::size_t found = 0;
  std::uint32_t place = 0;
  for (std::size_t i = 0; i < count; ++i) {
    while (docs[place] < wanted[i]) ++place;
    which[found] = static_cast<std::uint32_t>(i);
    at[found] = place;
    found += docs[place] == wanted[i] ? 1 : 0;
  }
  return found;
}

}  // namespace plain

}  // namespace izde::internal::kernels
#endif
