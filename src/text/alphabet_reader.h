#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "text/alphabet_readings.h"

namespace izde::internal {

/// A letter of a reading, and the place in the word that it was read from.
struct ReadLetter {
  LetterCode code = 0;
  std::uint8_t source = 0;
};

/// Reads words of a Latin or Arabic alphabet as Cyrillic ones. Reuse one for many words: it keeps
/// its memory. One thread at a time.
class WordReader {
 public:
  static constexpr std::size_t kMaxLetters = 48;

  explicit WordReader(const ReadingTable& table) : table_(&table) {}

  /// How much is looked at.
  enum class Effort : std::uint8_t {
    kFirst,     ///< The usual reading of each letter.
    kAsNeeded,  ///< The same if it is a word that the vocabulary or the lexicon knows; otherwise
                ///< the best one.
    kThorough,  ///< The best of all readings under the model.
  };

  /// Reads `word`, none of whose letters is foreign to the table, and returns the letters until the
  /// next call; none if the table has no reading for it.
  ///
  /// \pre word.size() <= kMaxLetters
  std::span<const ReadLetter> read(std::span<const SourceLetter> word, Effort effort);

  /// What the last read(), with kThorough, was decided by: ln P(word) under the model, less the
  /// costs of its readings.
  float score() const noexcept { return score_; }
  /// Whether the vocabulary has the word that was read last.
  bool is_known() const noexcept { return known_; }
  /// Whether the stem of that word is a root of the lexicon.
  bool has_root() const;

 private:
  struct Node {  // a letter read, and the letter before it
    std::uint32_t previous;
    ReadLetter letter;
  };
  struct Path {  // all letters up to some place
    float by_letters;
    float cost;
    LetterContext context;
    std::uint32_t node;
    std::uint32_t length;

    float score() const noexcept { return by_letters - cost; }
  };

  bool fits(const Reading& reading, std::size_t at, LetterCode before) const noexcept;
  bool splits_pair(const Reading& reading, std::size_t at) const noexcept;
  bool read_first();
  void read_best();
  bool read_loan(float bonus);
  void extend(const Path& path, std::size_t at);
  bool append(const Reading& reading, std::size_t at, Path& path);
  void keep(std::vector<Path>& paths, const Path& path);
  void choose(std::vector<Path>& complete);
  void trace(std::uint32_t node);
  std::span<const LetterCode> codes();

  const ReadingTable* table_;
  std::span<const SourceLetter> word_;
  bool front_ = false;
  std::span<const LetterCode> begins_;  // what every reading has to begin with
  float score_ = 0;
  bool known_ = false;
  std::vector<ReadLetter> letters_;
  std::vector<LetterCode> codes_;
  std::vector<Node> nodes_;
  std::vector<std::vector<Path>> paths_;  // by the number of letters read
};

}  // namespace izde::internal
