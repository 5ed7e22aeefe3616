#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "text/repair_model.h"

namespace izde::internal {

/// Letters that may stand at one place of a word, with what each costs beside the model.
struct LetterChoice {
  struct Option {
    LetterCode code = kNotALetter;
    float log_prior = 0;
  };
  static constexpr std::size_t kMost = 10;

  void add(LetterCode code, float log_prior = 0) { options[count++] = {code, log_prior}; }

  std::array<Option, kMost> options{};
  std::size_t count = 0;
};

/// The likeliest word of a pattern.
struct FoundWord {
  static constexpr std::size_t kLongest = 48;

  std::span<const LetterCode> letters() const noexcept { return {codes.data(), size}; }

  std::array<LetterCode, kLongest> codes{};
  std::size_t size = 0;
  bool has_root = false;  ///< It is known or its root is; not looked at when it is the only word.
  float log_probability = 0;  ///< Letter model, vocabulary, and the priors of the letters chosen.
  float share = 1;  ///< Of its probability among the words that were found for the pattern.
};

/// How much likelier a word is when its root is known: it orders words that fit, and says nothing
/// of whether there was damage.
inline constexpr float kKnownRoot = 2.0F;

/// What the letters of a word that are there say of its capitals.
enum class SeenCase {
  kUnclear,
  kLower,  ///< It has letters in lower case: words known in capitals alone (ҚР) count as unknown.
  kCapitals  ///< It is all in capitals: words known in lower case alone count as unknown.
};

/// Returns likely words that take one letter of each choice, by beam search, the likeliest first:
/// at least one and at most 16.
///
/// \pre 1 <= pattern.size() <= FoundWord::kLongest, every choice has an option
std::vector<FoundWord> find_likely_words(std::span<const LetterChoice> pattern, SeenCase seen);

/// Returns the likeliest word of the pattern that is known in capitals, acronyms that is, or
/// nothing.
///
/// Cost: a look-up for each word of the pattern, of which there may be 1,000; longer patterns find
/// nothing.
std::optional<FoundWord> find_acronym(std::span<const LetterChoice> pattern);

}  // namespace izde::internal
