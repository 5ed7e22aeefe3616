#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "izde/analyzer.h"
#include "izde/schema.h"

#include "base/arena.h"
#include "base/doc_id.h"
#include "base/large_memory.h"
#include "codec/lengths_writer.h"
#include "codec/postings_writer.h"
#include "codec/terms_writer.h"
#include "index/manifest.h"
#include "index/term_order.h"
#include "text/term_key.h"

namespace izde::internal {

/// Positions between the last token of a value and the first of the field's next one: more than the
/// slop of any phrase.
inline constexpr std::uint32_t kValueGap = 100;

/// Longest term, in bytes.
inline constexpr std::size_t kMostTermBytes = std::size_t{32} << 10;

/// Turns documents into terms with postings, in memory: docs/design/inverter.md.
///
/// One thread at a time. After an exception only destruction is left.
class Inverter {
 public:
  Inverter();

  /// Adds the tokens of one value of a text field to the current document: their terms, their forms
  /// where they have a Kazakh letter, and their families if `families`. Several tokens at one
  /// position are readings of one word: they count once in the length, and what is the same in them
  /// counts once.
  ///
  /// `words` has for each token the number of its word (text/word_numbers.h), always of the same
  /// Analysis; it may be empty, then every token is looked up by its spelling.
  /// \pre terms are not empty and at most kMostTermBytes; positions do not fall.
  void add_text(std::uint32_t field, std::span<const Token> tokens,
                std::span<const std::uint32_t> words, bool families);
  /// Adds the words of one value of a text field to the current document: terms at positions 0, 1
  /// and so on, without forms and families.
  /// \pre words are views into `text`, not empty, at most kMostTermBytes
  void add_words(std::uint32_t field, std::string_view text,
                 std::span<const std::string_view> words);
  /// Adds one value of a keyword field to the current document.
  /// \pre term.size() <= kMostTermBytes
  void add_keyword(std::uint32_t field, std::string_view term);
  /// Ends the current document; the next one begins.
  void end_document() noexcept { ++doc_; }

  std::uint32_t doc_count() const noexcept { return doc_; }
  /// Memory held, in bytes.
  std::size_t bytes_used() const noexcept;

  /// Writes all terms, postings and lengths. Needs some 32 bytes more for each distinct term
  /// of the field with the most.
  void write(const Schema& schema, TermsWriter& terms, PostingsWriter& postings,
             LengthsWriter& lengths);
  /// Figures of the fields that have a token or value, in rising order.
  std::vector<FieldSums> sums() const;

 private:
  /// What stands in front of a term's bytes in the arena; behind them stand its postings so far.
  struct Entry;
  /// A cell of the hash table; free when address is 0.
  struct Slot {
    std::uint32_t hash = 0;
    Arena::Address address = 0;
  };
  /// Where the parts of a word stand, found by its number: no hashing, no comparing. 0: it has
  /// none.
  struct Word {
    std::uint32_t number = 0;  ///< 0: the cell is free.
    Arena::Address term = 0;
    Arena::Address family = 0;
    std::uint32_t count = 0;  ///< Of its form, not yet added there.
  };
  /// A term on its way into the dictionary.
  struct SortedTerm {
    TermLetters letters;
    Arena::Address address;
  };
  struct FieldState {
    std::uint32_t doc_count = 0;
    std::uint64_t token_count = 0;
    DocId last_doc = kNoMoreDocs;
    std::uint32_t next_position = 0;  ///< In the current document.
    /// Of text fields, up to the last document that has the field.
    std::vector<std::uint32_t> lengths;
    std::vector<Arena::Address> terms;
    std::vector<Arena::Address> families;
    // The words met, each in the cell of its number's lowest bits; a word that comes to a cell
    // drives the one before out. forms[i] is the form of words[i].
    LargeVector<Word> words;
    LargeVector<Arena::Address> forms;
    std::size_t resolved = 0;  ///< Words put into cells since these are so many.
  };
  class PostingsStream;

  FieldState& touch_field(std::uint32_t field);
  std::uint32_t begin_value(std::uint32_t field, std::uint32_t length, std::uint32_t last_position);
  Word find_word(std::uint32_t field, std::span<const Token> tokens,
                 std::span<const std::uint32_t> words, std::size_t i, bool families);
  Word resolve(std::uint32_t field, std::span<const Token> tokens, std::size_t i, bool families,
               Arena::Address& form);
  void count_form(Arena::Address form, std::uint32_t count) noexcept;
  void grow_words(FieldState& state);
  void add_occurrence(Entry& entry, std::uint32_t position);
  void add_frequency(Entry& entry);
  void ask_for_cell(std::uint32_t field, const TermKey& term) const noexcept;
  void ask_for_entry(std::uint32_t field, const TermKey& term) const noexcept;
  Arena::Address find_or_add(std::uint32_t field, const TermKey& term);
  bool is_term(Arena::Address address, std::uint32_t field, const TermKey& term) const noexcept;
  Arena::Address add_entry(std::uint32_t field, std::string_view term);
  std::vector<Arena::Address>& terms_of(std::uint32_t field);
  Entry& entry_at(Arena::Address address) noexcept;
  const Entry& entry_at(Arena::Address address) const noexcept;
  std::string_view term_at(Arena::Address address) const noexcept;
  void grow_table();
  void append(Entry& entry, std::uint64_t first, std::uint64_t second);
  void append(Entry& entry, std::uint64_t number);
  void append_short(Entry& entry, std::uint64_t bytes, std::uint32_t size);
  void append(Entry& entry, const char* bytes, const char* end);
  void add_slice(Entry& entry);

  LargeVector<SortedTerm> sorted(std::vector<Arena::Address>&& terms) const;
  void write_field(std::uint32_t field, TermKind kind, std::span<const SortedTerm> sorted,
                   TermsWriter& terms, PostingsWriter& postings) const;
  void write_forms(TermsWriter& terms);
  void write_lengths(const Schema& schema, LengthsWriter& lengths);

  Arena arena_;
  LargeVector<Slot> table_;
  std::size_t term_count_ = 0;
  std::vector<FieldState> fields_;
  std::vector<Arena::Address> forms_;  ///< The vocabulary of forms: `folded '\0' form`.
  std::string folded_;
  DocId doc_ = 0;
};

}  // namespace izde::internal
