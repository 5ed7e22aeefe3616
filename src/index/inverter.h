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
#include "codec/lengths_writer.h"
#include "codec/postings_writer.h"
#include "codec/terms_writer.h"
#include "index/manifest.h"

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

  /// Adds the tokens of one value of a text field to the current document, with their families when
  /// `families` is set. Several tokens at one position are readings of one word: they count once in
  /// the length, and what is the same in them counts once.
  /// \pre terms are not empty and at most kMostTermBytes; positions do not fall.
  void add_text(std::uint32_t field, std::span<const Token> tokens, bool families);
  /// Adds one value of a keyword or date field to the current document.
  /// \pre term.size() <= kMostTermBytes
  void add_keyword(std::uint32_t field, std::string_view term);
  /// Ends the current document; the next one begins.
  void end_document() noexcept { ++doc_; }

  std::uint32_t doc_count() const noexcept { return doc_; }
  /// Memory held, in bytes.
  std::size_t bytes_used() const noexcept;

  /// Writes all terms, postings and lengths. Needs some 16 bytes more for each distinct term.
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
  /// A term on its way into the dictionary: in the order of prefixes first, so that few terms are
  /// touched.
  struct SortedTerm {
    std::uint64_t prefix;
    Arena::Address address;
    std::uint32_t field;
  };
  struct FieldState {
    std::uint32_t doc_count = 0;
    std::uint64_t token_count = 0;
    DocId last_doc = kNoMoreDocs;
    std::uint32_t next_position = 0;  ///< In the current document.
    std::vector<std::uint32_t>
        lengths;  ///< Of text fields, up to the last document that has the field.
  };
  /// A term to be found, or a family or a form, which have no position.
  struct Lookup {
    std::uint32_t field;
    std::uint32_t hash;
    std::string_view term;
    std::uint32_t position;
  };
  class PostingsStream;

  FieldState& touch_field(std::uint32_t field);
  void add_batch(std::uint32_t field, std::uint32_t first_position, std::span<const Token> tokens,
                 std::size_t begin, bool families);
  void add(const Lookup& lookup);
  void add_occurrence(Entry& entry, std::uint32_t position);
  void add_frequency(Entry& entry);
  Entry& find_or_add(std::uint32_t field, std::string_view term, std::uint32_t hash);
  Arena::Address add_entry(std::uint32_t field, std::string_view term);
  Entry& entry_at(Arena::Address address) noexcept;
  const Entry& entry_at(Arena::Address address) const noexcept;
  std::string_view term_at(Arena::Address address) const noexcept;
  void grow_table();
  void append(Entry& entry, const char* bytes, const char* end);
  void add_slice(Entry& entry);

  std::vector<SortedTerm> sorted_terms() const;
  void write_field(std::uint32_t field, TermKind kind, std::span<const SortedTerm> sorted,
                   TermsWriter& terms, PostingsWriter& postings) const;
  void write_forms(std::span<const SortedTerm> forms, TermsWriter& terms) const;
  void write_lengths(const Schema& schema, LengthsWriter& lengths);

  Arena arena_;
  std::vector<Slot> table_;
  std::size_t term_count_ = 0;
  std::vector<FieldState> fields_;
  DocId doc_ = 0;
};

}  // namespace izde::internal
