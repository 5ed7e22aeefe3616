#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

#include "text/repair_model.h"

namespace izde::internal {

/// What follows a place in a text.
enum class Follows { kNothing, kLower, kCapital, kPunctuation, kOther };

/// What stands before a place in a text.
struct Before {
  bool begins_sentence = false;  ///< As begins_sentence() says.
  bool abbreviation = false;  ///< So it is for a full stop that is likely that of an abbreviation.
  bool quote = false;         ///< An opening quotation mark, at once.
  bool hyphen = false;        ///< At once.
  bool dash = false;          ///< A dash and a blank.
  bool comma = false;         ///< A comma and a blank.
};

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

  Before what_precedes(std::size_t at) const;

  /// How often words behind a comma begin with a capital, of those whose first letter is there: 0
  /// to 1; 0 when there are few. Verse without its line breaks has many.
  float capitals_behind_commas() const;

  /// What stands after the blanks at `at`; kPunctuation only when it stands there at once.
  Follows what_follows(std::size_t at) const;

  /// Whether the word before the blanks at `at` begins with a capital, and not because a sentence
  /// begins there: it does not, or the word is known as a name.
  bool follows_name(std::size_t at) const;

  /// Whether an opening quotation mark stands right before `at`.
  bool follows_quote(std::size_t at) const;

  /// Whether a closing quotation mark and a blank stand before `at`.
  bool follows_closing_quote(std::size_t at) const;

  /// Returns ln of how much likelier the word in bytes [begin, end) ends in -ың (of the ...) than
  /// in -ық, by its neighbours.
  float log_genitive_at(std::size_t begin, std::size_t end) const;

  /// The first four letters of the word behind the blank at `at`, as signs of neighbours know them.
  std::vector<LetterCode> next_letters(std::size_t at) const;

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
  mutable float capitals_behind_commas_ = -1;  // not asked for yet
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
