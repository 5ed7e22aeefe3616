#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "text/repair_model.h"

namespace izde::internal {

/// What follows a place in a text.
enum class Follows { kNothing, kLower, kCapital, kPunctuation, kOther };

/// A text in which question marks and U+FFFD may stand for letters.
class TextContext {
 public:
  explicit TextContext(std::string_view text) : text_(text) {}

  /// Remembers that the question mark at `at` was a letter.
  ///
  /// \pre at is greater than in the last call
  void found_letter(std::size_t at) { letters_.push_back(at); }

  /// Whether a sentence may begin at `at`: nothing stands before but blanks, quotes and brackets,
  /// or a full stop and its like, or a line break.
  bool begins_sentence(std::size_t at) const;

  /// What stands after the blanks at `at`; kPunctuation only when it stands there at once.
  Follows what_follows(std::size_t at) const;

  /// Whether the word before the blanks at `at` begins with a capital, and not because a sentence
  /// begins there: it does not, or the word is known as a name.
  bool follows_name(std::size_t at) const;

  /// Whether an opening quotation mark stands right before `at`.
  bool follows_quote(std::size_t at) const;

  /// Whether a closing quotation mark and a blank stand before `at`.
  bool follows_closing_quote(std::size_t at) const;

  /// The letter that ends the word before the blanks at `at`, or 0.
  char32_t letter_before(std::size_t at) const;

  /// Remembers that the word that ends at `end` was restored and reads `word`.
  void found_word(std::size_t end, std::span<const LetterCode> word) {
    found_end_ = end;
    found_word_.assign(word.begin(), word.end());
  }

  /// The word before the blank or hyphen at `at`; empty when there is none, or it has holes or
  /// other letters than Kazakh ones.
  std::vector<LetterCode> word_before(std::size_t at) const;

  /// Likewise the word behind the blank or hyphen at `at`.
  std::vector<LetterCode> word_behind(std::size_t at) const;

 private:
  bool is_found_letter(std::size_t at) const;

  std::string_view text_;
  std::vector<std::size_t> letters_;
  std::size_t found_end_ = 0;
  std::vector<LetterCode> found_word_;
};

/// Whether `text` has one of ә ғ қ ң ө ұ ү һ, the letters that windows-1251 lacks.
bool has_letter_beyond_1251(std::string_view text);

/// Whether a text has the letter і, in either case; when not, how many Cyrillic letters it has.
struct DottedI {
  bool seen = false;
  std::size_t letters = 0;
};
DottedI find_dotted_i(std::string_view text);

}  // namespace izde::internal
