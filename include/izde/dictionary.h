#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "izde/export.h"

namespace izde {

namespace internal {
class UserDictionaryBuilder;
}

/// What an entry of a user dictionary says of its word.
enum class DictionaryEntryKind : std::uint8_t {
  kKeep = 0,  ///< The word, in this very form, is its own term: never stemmed.
  kNoun = 1,  ///< A root that takes the endings of nouns: nouns, adjectives, numerals, names.
  kVerb = 2,  ///< A root that takes the endings of verbs (the imperative: `оқы`, not `оқу`).
  kException = 3,  ///< The word goes where `target` goes: it has the term of that word.
};

/// One entry. `target` is of exceptions alone.
struct DictionaryEntry {
  DictionaryEntryKind kind = DictionaryEntryKind::kKeep;
  std::string word;
  std::string target = {};
};

/// Words of a user that the stemmer shall treat otherwise than it would: names, terms of a trade,
/// forms that it gets wrong. Format of the text, rules and examples: docs/dictionary.md.
///
/// Kazakh words in any of its alphabets; kept words and exceptions also in Russian, English and all
/// else that is one word. Letter case, composition and ё are as the analyzer has them.
///
/// Example: UserDictionary::parse("noun блокчейн\nkeep Балалар\nегемен -> тәуелсіз\n")
///
/// Immutable; copies are cheap and share the same entries. Any number of threads may use one.
class IZDE_EXPORT UserDictionary {
 public:
  /// Without entries: costs nothing.
  UserDictionary() noexcept = default;

  /// Throws: Error{kInvalidArgument} naming the entry (counted from 1) when a word is empty, more
  /// than one word, no UTF-8, or nothing that is ever stemmed (a number, an address); a root has
  /// other letters than those of the Kazakh alphabet, a hyphen, or less than two; two entries
  /// contradict each other; exceptions lead round in a circle. {kResourceExhausted} for more than
  /// kMaxEntries. Cost: some microseconds an entry.
  explicit UserDictionary(const std::vector<DictionaryEntry>& entries);

  /// Reads a dictionary from text, an entry a line. Throws as above, naming the line, and
  /// Error{kInvalidArgument} for a line of another form.
  static UserDictionary parse(std::string_view text);

  bool empty() const noexcept { return state_ == nullptr; }
  /// Entries, each counted once however often it was given.
  std::size_t size() const noexcept;

  /// The entries as the analyzer spells their words, sorted, in the format of parse(): parse() of
  /// it gives an equal dictionary. Empty when there are none.
  std::string_view text() const noexcept;

  /// 16 hexadecimal digits that stand for text(), the same on all machines; "none" when there are
  /// no entries.
  std::string hash() const;

  /// Whether both have the same entries.
  friend bool operator==(const UserDictionary& a, const UserDictionary& b) noexcept {
    return a.state_ == b.state_ || a.text() == b.text();
  }

  static constexpr std::size_t kMaxEntries = 1'000'000;
  static constexpr std::size_t kMaxWordBytes = 255;

  struct State;  // not part of the interface
  const State* state() const noexcept { return state_.get(); }

 private:
  friend class internal::UserDictionaryBuilder;
  explicit UserDictionary(std::shared_ptr<const State> state) noexcept;

  std::shared_ptr<const State> state_;
};

}  // namespace izde
