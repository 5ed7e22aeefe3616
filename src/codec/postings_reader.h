#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bitpack_kernels.h"
#include "base/doc_id.h"
#include "codec/positions_reader.h"
#include "codec/postings_block.h"
#include "codec/postings_format.h"
#include "codec/postings_impacts.h"
#include "codec/postings_skyband.h"
#include "codec/term_info.h"
#include "store/file_format.h"

namespace izde::internal {

/// The postings and positions files of a segment. Opening reads their frames. Any thread.
class PostingsReader {
 public:
  /// Throws: Error{kCorruption}, {kNotFound}, {kVersionTooOld}, {kVersionTooNew}, {kIoError}.
  PostingsReader(const Directory& directory, const std::string& postings_name,
                 const std::string& positions_name, const FileId& id, std::uint32_t doc_count);

  const FramedInput& postings_file() const noexcept { return postings_; }
  const FramedInput& positions_file() const noexcept { return positions_; }
  const BlockKernels& kernels() const noexcept { return *kernels_; }
  std::uint32_t doc_count() const noexcept { return doc_count_; }

 private:
  FramedInput postings_;
  FramedInput positions_;
  const BlockKernels* kernels_;
  std::uint32_t doc_count_;
};

/// Walks the documents of one term in rising order. Stands before the first document at first.
///
/// Copies freely; before the first move that is cheap, as making one is. The reader must outlive
/// it. One thread at a time. Throws Error{kCorruption} from any call when the bytes break their
/// bounds or their order.
class PostingsCursor {
 public:
  /// \pre `kind` is that of the term's field, and not kStatistics
  PostingsCursor(const PostingsReader& reader, const TermInfo& info, TermKind kind);

  /// The document stood on; kNoMoreDocs after the last. Undefined before the first move.
  DocId doc() const noexcept { return doc_; }
  /// Moves to the next document and returns it, or kNoMoreDocs.
  DocId next() {
    if (++index_ < docs_.size()) return doc_ = docs_[index_];
    return next_block();
  }
  /// Moves to the first document >= `target` and returns it, or kNoMoreDocs.
  /// \pre target > doc(), or nothing moved yet.
  /// Cost: O(log blocks stepped over) + one block decode.
  DocId advance(DocId target) {
    if (index_ + 1 < docs_.size() && docs_[index_ + 1] >= target) return doc_ = docs_[++index_];
    return advance_far(target);
  }
  /// Occurrences in the document stood on, >= 1; 1 in a field without frequencies. Decoded lazily,
  /// a block at a time.
  std::uint32_t freq() {
    if (!freqs_decoded_) decode_freqs();
    return freqs_[index_];
  }
  /// Writes the positions in the document stood on, rising, freq() of them, to `out`, replacing
  /// what it held. \pre the field has positions.
  void positions(std::vector<std::uint32_t>& out);
  /// The same for several of block_docs(), at `places`, which rise. \pre the field has positions
  void positions(std::span<const std::uint32_t> places, DocPositions& out);

  /// doc() and the documents after it in its block. Empty after the last. They live until the
  /// cursor moves. \pre moved
  std::span<const DocId> block_docs() {
    if (in_bits_) advance_far(doc_);
    return {docs_.data() + index_, docs_.size() - index_};
  }
  /// The frequencies of block_docs().
  std::span<const std::uint32_t> block_freqs() {
    if (!freqs_decoded_) decode_freqs();
    return {freqs_.data() + index_, docs_.size() - index_};
  }
  /// What look_up_bits() looked up, and found.
  struct LookedUp {
    std::size_t passed = 0;
    std::size_t found = 0;
  };
  /// Where the block that has the first document >= wanted[0] is one of bits: looks up those of
  /// `wanted`, `count` of them, rising, that are in its range. It is not decoded. Writes the places
  /// of those that are documents of the term to `which`, and with `freqs` their frequencies.
  /// Nothing is looked up in another block. Moves to the first document >= wanted[0], or not at
  /// all. \pre wanted[0] > doc(), or is_in_bits(); `which` and `freqs` have room for all. Before
  /// next(), freq() or positions() the cursor must be moved by advance(), or be asked for
  /// block_docs().
  LookedUp look_up_bits(const DocId* wanted, std::size_t count, std::uint32_t* which,
                        std::uint32_t* freqs);
  /// Whether look_up_bits() moved here, and may look up more of the block.
  bool is_in_bits() const noexcept { return in_bits_; }
  /// Moves to the first document of the next block and returns it, or kNoMoreDocs.
  DocId next_block();
  /// Moves by `count` documents: within the block, or to the first one of the next block. Returns
  /// doc(). \pre count <= block_docs().size()
  DocId skip(std::uint32_t count) {
    index_ += count;
    if (index_ < docs_.size()) return doc_ = docs_[index_];
    return next_block();
  }

  /// Ranges of documents about a target: a block, kBlockGroup blocks, the whole list.
  static constexpr unsigned kLevels = 3;
  /// Makes the levels describe the ranges that hold the first document >= `target`, without
  /// decoding one, and returns level_last(0): kNoMoreDocs when it is known that there is no such
  /// document. It may be that none is there all the same, where it is not known where the list
  /// ends. It does not move the cursor; a later advance() begins its search here. \pre target is
  /// not below that of an earlier call, nor below doc()
  DocId advance_shallow(DocId target);
  /// Last document of the range of the level; kNoMoreDocs - 1 for a list of one block, which does
  /// not say where it ends. \pre advance_shallow() gave a range
  DocId level_last(unsigned level) const noexcept;
  /// At most kMostImpacts, rising in frequency and in length; lengths are 0 where they do not count
  /// and in lists of fewer than kLeastWithImpacts documents. They live until the next call.
  /// \pre advance_shallow() gave a range
  std::span<const Impact> impacts(unsigned level);

  /// Writes the documents among which the best `limit` are, whatever k1 and b, in no order. Returns
  /// false when the list does not know them. Moves nothing. Cost: some 100 documents, 500 when
  /// `limit` is above kSkybandDepth.
  bool skyband(std::size_t limit, Skyband& out) const;

  /// Sets bit `document - base` of `words` for each document in [doc(), end), and moves to the
  /// first document >= `end`, which it returns. Blocks of bits and runs go there without being
  /// decoded. \pre moved; doc() >= base; words reach to end - base
  DocId to_bits(DocId base, DocId end, std::uint64_t* words);

  /// The blocks between the first and the last one of a list, as they stand in the files: what a
  /// merge copies. Ends are counted from the beginning of `docs` and `positions`.
  struct MiddleBlocks {
    std::string_view docs;
    std::string_view positions;
    std::vector<DocId> last_docs;
    std::vector<std::uint32_t> docs_ends;
    std::vector<std::uint32_t> positions_ends;
    std::vector<ImpactCodes> impacts;
  };
  /// Empty when there are none. Throws Error{kCorruption} when the ends or the documents do not
  /// rise; what stands between them is not looked at.
  MiddleBlocks middle_blocks() const;
  /// Moves to the first document of the last block. \pre it is not behind
  DocId last_block();

  /// Documents of the term, from its statistics.
  std::uint32_t doc_freq() const noexcept { return doc_freq_; }

 private:
  void open_singleton(const TermInfo& info);
  void open_list(const TermInfo& info);
  DocId advance_far(DocId target);
  bool enter_bits(DocId target);
  void read_bits(std::uint32_t block, const BlockDocs& docs);
  DocId finish() noexcept;

  std::uint32_t skip_number(std::size_t array, std::uint32_t block) const noexcept;
  bool has_skips() const noexcept { return skips_.size > 0; }
  DocId block_last_doc(std::uint32_t block) const noexcept {
    return skip_number(skips_.last_docs, block);
  }
  /// Distances count from here.
  DocId block_base(std::uint32_t block) const noexcept {
    return block == 0 ? 0 : block_last_doc(block - 1) + 1;
  }
  /// The first block from `from` on that ends at or behind `target`; blocks_ when there is none.
  std::uint32_t find_block(std::uint32_t from, DocId target) const noexcept;
  std::uint32_t find_next(DocId target) const noexcept;
  ByteReader block_bytes(std::uint32_t block) const;
  BlockDocs read_block(std::uint32_t block);
  void decode_block(std::uint32_t block);
  void decode_freqs();
  bool block_to_bits(std::uint32_t block, DocId base, std::uint64_t* words);
  void set_some_bits(const BlockDocs& block, DocId first, DocId from, DocId to, DocId base,
                     std::uint64_t* words) const noexcept;
  void begin_positions();
  const std::uint32_t* freq_sums();
  std::uint32_t only_position() const;
  std::uint64_t total_freq(std::uint32_t begin, std::uint32_t end) const noexcept;

  const PostingsReader* reader_;
  DocId doc_ = kNoMoreDocs;
  std::uint32_t index_ = kNoMoreDocs;  ///< In the decoded block; the first next() makes it 0.
  std::uint32_t next_block_ = 0;       ///< Block that next_block() decodes.
  std::uint32_t blocks_ = 1;
  std::uint32_t shallow_block_ = 0;  ///< Block that the levels describe.
  std::uint32_t doc_freq_ = 0;
  std::uint64_t total_term_freq_ = 0;
  std::uint64_t positions_at_ = 0;
  DocId singleton_ = kNoMoreDocs;  ///< The one document of a term in one.
  std::size_t list_at_ = 0;        ///< Offset of the list in the postings file.
  SkipLayout skips_;               ///< All 0 in a list of one block.
  TermKind kind_ = TermKind::kDocs;
  bool in_bits_ = false;  ///< Stands in block next_block_, which is not decoded; its ranks: sums_.
  bool freqs_decoded_ = false;
  bool positions_begun_ = false;
  DocId block_first_ = 0;  ///< Distances or bits of the decoded block count from here.
  BlockDocs block_docs_;
  Patched block_freqs_;

  bool sums_known_ = false;
  std::uint32_t position_doc_ = 0;     ///< Where positions() was asked for in the block.
  std::uint64_t position_number_ = 0;  ///< Positions of the block before those.

  std::array<Impact, kMostImpacts> impacts_;
  BlockNumbers docs_;
  BlockNumbers freqs_;
  BlockNumbers sums_;  ///< i + the frequencies up to that of document i.
  BlockPositions positions_;
};

}  // namespace izde::internal
