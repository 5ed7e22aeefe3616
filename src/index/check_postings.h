#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "codec/lengths_reader.h"
#include "codec/postings_reader.h"
#include "codec/postings_skyband.h"
#include "codec/term_info.h"

namespace izde::internal {

/// What the documents of a field were counted to have.
struct FieldCounts {
  std::vector<std::uint32_t> occurrences;  ///< By document.
  std::vector<std::uint32_t> spans;        ///< One above the last position; of text fields.
};

/// Walks the postings of one term after the other and compares all that they say. One thread.
class PostingsCheck {
 public:
  /// `lengths` may be null: then nothing is compared with them. `counts` of all documents.
  PostingsCheck(const PostingsReader& postings, TermKind kind, const LengthsReader* lengths,
                FieldCounts& counts)
      : postings_(postings), kind_(kind), lengths_(lengths), counts_(counts) {}

  /// Returns what is wrong, nothing when all is right. Throws: Error{kCorruption}.
  std::optional<std::string> check(const TermInfo& info);

 private:
  std::optional<std::string> check_document(PostingsCursor& cursor);
  std::optional<std::string> check_positions(PostingsCursor& cursor);
  std::optional<std::string> check_impacts(DocId doc, std::uint32_t freq, std::uint32_t length);
  void read_skybands(const PostingsCursor& cursor);
  std::optional<std::string> compare_skybands(std::uint32_t doc_freq);

  /// A document of a skyband, and how often it is said to have the term.
  struct SkybandDoc {
    DocId doc;
    std::uint32_t freq;
  };

  const PostingsReader& postings_;
  TermKind kind_;
  const LengthsReader* lengths_;
  FieldCounts& counts_;

  std::optional<PostingsCursor> shallow_;
  std::vector<std::uint32_t> positions_;
  std::vector<SkybandDoc> skyband_;  ///< By rising document.
  std::size_t skyband_at_ = 0;
  bool has_skyband_ = false, has_deep_skyband_ = false;
  Skyband shallow_skyband_, deep_skyband_;
  SkybandBuilder builder_;
};

/// Counts the different positions of each document of a text field by bits, some 64 MiB of them at
/// a time, and returns what is wrong with the lengths. `for_each_term` calls what it is given with
/// a cursor over each term of the field. `spans` and `occurrences` as counted.
class LengthCount {
 public:
  /// Most positions whose bits are kept at once.
  static constexpr std::uint64_t kMostBits = std::uint64_t{1} << 29;

  LengthCount(const FieldCounts& counts)
      : counts_(counts) {}  // NOLINT(google-explicit-constructor)

  /// Takes documents from `begin` on while there is room; returns where they end, at least one
  /// behind `begin`.
  DocId begin_window(DocId begin);
  void add(DocId doc, const std::vector<std::uint32_t>& positions);
  /// Different positions of a document of the window; nothing when its positions lie too far apart
  /// to be counted.
  std::optional<std::uint32_t> count(DocId doc) const;

 private:
  const FieldCounts& counts_;
  DocId begin_ = 0;
  std::vector<std::uint64_t> words_;
  std::vector<std::uint32_t> offsets_;
  std::vector<std::uint32_t> found_;
};

}  // namespace izde::internal
