#pragma once

#include <cstddef>
#include <string_view>

#include "izde/analyzer.h"

#include "text/word_class.h"

namespace izde::internal {

/// A token as bytes of the text that was cut.
struct RawToken {
  std::size_t begin = 0;
  std::size_t end = 0;         ///< One past the last byte; begin < end.
  std::size_t core_begin = 0;  ///< The part that names what is searched: without the sign of a tag,
  std::size_t core_end = 0;  ///< percent sign, or ending that was written with a hyphen. Not empty.
  TokenKind kind = TokenKind::kWord;
};

/// Cuts text into words: UAX #29 with the departures of docs/design/tokenizer.md. What holds
/// neither letter nor digit is no token.
///
/// Any bytes are accepted; those that are no UTF-8 separate words. Tokens come in order and never
/// overlap, and begin and end between characters. Allocates nothing. The text must outlive it.
class Tokenizer {
 public:
  explicit Tokenizer(std::string_view text) noexcept : text_(text) {}

  /// Moves to the next token. Returns false at the end of the text. Cost: O(token + gap before it).
  bool next(RawToken& token) noexcept;

  /// One past what was read.
  std::size_t at() const noexcept { return at_; }

  /// Leaves out the text up to `at`, where no word goes on.
  ///
  /// \pre at >= at()
  void skip_to(std::size_t at) noexcept { at_ = at; }

 private:
  struct Run;

  bool find_start() noexcept;
  Run read_word(std::size_t begin) const noexcept;
  bool is_plain(const Run& run) const noexcept;
  bool finish(Run run, RawToken& token) noexcept;
  bool take_link(RawToken& token) noexcept;
  void take_number(RawToken& token) noexcept;
  void take_word(const Run& run, RawToken& token) noexcept;
  void split_glued_number(const Run& run, RawToken& token) noexcept;
  void split_glued_ending(const Run& run, RawToken& token) noexcept;
  void take_ending(RawToken& token, bool has_lower) noexcept;
  void take_tag_sign(RawToken& token) const noexcept;

  std::string_view text_;
  std::size_t at_ = 0;        // no token begins before it, except the sign of a tag
  std::size_t last_end_ = 0;  // of the token before
};

}  // namespace izde::internal
