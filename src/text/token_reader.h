#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "text/letter_scan.h"
#include "text/tokenizer.h"

namespace izde::internal {

/// A token as the analyzer needs it.
struct CutToken {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::uint32_t shape = 0;  ///< See shape_of().
};

/// All that a token's form and term depend on besides its bytes: its kind, whether it begins with
/// the sign of a tag, how many bytes follow its core. 0: a word that is its own core.
constexpr std::uint32_t shape_of(const RawToken& token) noexcept {
  const auto kind = static_cast<std::uint32_t>(token.kind);
  const std::size_t sign = token.core_begin - token.begin;
  const std::size_t behind = token.end - token.core_end;
  return kind | (sign != 0 ? 8U : 0U) | (static_cast<std::uint32_t>(behind) << 4U);
}
constexpr TokenKind kind_of_shape(std::uint32_t shape) noexcept {
  return static_cast<TokenKind>(shape & 7U);
}
/// Returns the core of a token of `shape` that is written `spelling`.
constexpr std::string_view core_of_shape(std::uint32_t shape, std::string_view spelling) noexcept {
  const std::size_t sign = (shape & 8U) != 0 ? 1 : 0;
  const std::size_t behind = shape >> 4U;
  const std::size_t around = sign + behind;
  return spelling.substr(sign, spelling.size() > around ? spelling.size() - around : 1);
}

/// Gives the tokens of a text that was scanned, the same as a Tokenizer gives: plain runs as they
/// stand, odd ones by the Tokenizer's rules.
///
/// The text and its scan must outlive it. One thread at a time.
class TokenReader {
 public:
  TokenReader(std::string_view text, const LetterScan& scan) noexcept : rules_(text), scan_(scan) {}

  /// Moves to the next token. Returns false at the end of the text.
  bool next(CutToken& token) noexcept {
    for (;;) {
      if (at_ == filled_ && !fill()) return false;
      const std::uint32_t begin = edges_[at_];
      const std::uint32_t end = edges_[at_ + 1];
      at_ += 2;
      if (begin >= done_ && !scan_.is_odd(end)) {
        token = {begin, end, 0};
        done_ = end;
        return true;
      }
      if (end <= done_) continue;  // the rules went on past it
      if (next_by_rules(begin, end, token)) return true;
    }
  }

 private:
  static constexpr std::size_t kWindow = 16;  // blocks that are taken apart at once

  bool fill() noexcept;
  bool next_by_rules(std::size_t begin, std::size_t end, CutToken& token) noexcept;

  Tokenizer rules_;
  const LetterScan& scan_;
  std::size_t done_ = 0;   // the text before it
  std::size_t block_ = 0;  // the next one to take apart
  bool inside_ = false;    // whether the last one ended inside a run, which then begins at open_
  std::uint32_t open_ = 0;
  std::size_t at_ = 0;  // of edges_, the next pair
  std::size_t filled_ = 0;
  // Where runs begin and end, in turn.
  std::array<std::uint32_t, 1 + kWindow * LetterScan::kBlockBytes + LetterScan::kSpareEdges> edges_;
};

}  // namespace izde::internal
