#pragma once

#include <cstdint>

#include "base/doc_id.h"

namespace izde::internal {

/// What the terms of a field carry. The numbers are those of the dictionary's file.
enum class TermKind : std::uint32_t {
  kStatistics = 0,   ///< doc_freq alone, no postings: the vocabulary of forms.
  kDocs = 1,         ///< Postings without frequencies: keywords, dates.
  kPositions = 2,    ///< Postings, frequencies and positions: text.
  kFrequencies = 3,  ///< Postings and frequencies: families of a text field.
};

constexpr bool has_frequencies(TermKind kind) noexcept { return kind >= TermKind::kPositions; }
constexpr bool has_positions(TermKind kind) noexcept { return kind == TermKind::kPositions; }

/// What the dictionary knows of a term: its statistics and where its postings are.
struct TermInfo {
  std::uint32_t doc_freq = 0;  ///< Documents with the term, >= 1.
  std::uint64_t total_term_freq =
      0;  ///< Occurrences, >= doc_freq; doc_freq in fields without frequencies.
  std::uint64_t postings_offset = 0;  ///< In the postings file; unused for a singleton.
  /// In the positions file; the position itself of a term that occurs once; unused for fields
  /// without positions.
  std::uint64_t positions_offset = 0;
  DocId singleton_doc =
      kNoMoreDocs;  ///< The document itself when doc_freq is 1: no postings are written then.
};

}  // namespace izde::internal
