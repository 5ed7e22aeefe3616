#include "codec/postings_reader.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/bytes.h"

namespace izde::internal {
namespace {

constexpr std::size_t kListsAt = kFileHeaderBytes + 4;

// Numbers of the skip arrays; the first is that of the last documents.
constexpr std::uint32_t kBlockEnds = 1;
constexpr std::uint32_t kPositionsEnds = 2;

}  // namespace

PostingsReader::PostingsReader(const Directory& directory, const std::string& postings_name,
                               const std::string& positions_name, const FileId& id,
                               std::uint32_t doc_count)
    : postings_(open_framed(directory, postings_name, kPostingsFormat, kPostingsVersion,
                            kPostingsVersion, &id)),
      positions_(open_framed(directory, positions_name, kPositionsFormat, kPositionsVersion,
                             kPositionsVersion, &id)),
      doc_count_(doc_count) {
  ByteReader in(postings_.bytes, kFileHeaderBytes, postings_.content_end, postings_.file->name());
  const std::uint32_t found = in.u32();
  if (found != doc_count)
    in.fail(fmt::format("postings of {} documents found, of {} wanted", found, doc_count));
}

PostingsCursor::PostingsCursor(const PostingsReader& reader, const TermInfo& info, TermKind kind)
    : reader_(&reader),
      doc_freq_(info.doc_freq),
      total_term_freq_(info.total_term_freq),
      kind_(kind),
      positions_at_(info.positions_offset) {
  const std::string& name = reader.postings_file().file->name();
  if (doc_freq_ == 0 || doc_freq_ > reader.doc_count() || total_term_freq_ < doc_freq_)
    throw_corruption(name, info.postings_offset,
                     fmt::format("a term in {} of {} documents, {} times", doc_freq_,
                                 reader.doc_count(), total_term_freq_));
  if (doc_freq_ == 1)
    open_singleton(info);
  else
    open_list(info);
}

// The one document is laid out as a tail block that is already decoded.
void PostingsCursor::open_singleton(const TermInfo& info) {
  if (info.singleton_doc >= reader_->doc_count() || total_term_freq_ >= kNoMoreDocs)
    throw_corruption(reader_->postings_file().file->name(), kFileHeaderBytes,
                     fmt::format("document {} of {} in the dictionary", info.singleton_doc,
                                 reader_->doc_count()));
  docs_[0] = info.singleton_doc;
  freqs_[0] = static_cast<std::uint32_t>(total_term_freq_);
  freqs_decoded_ = true;
  in_block_ = 1;
  next_block_ = 1;
}

void PostingsCursor::open_list(const TermInfo& info) {
  const FramedInput& file = reader_->postings_file();
  full_blocks_ = doc_freq_ / kPostingsBlock;
  if (info.postings_offset < kListsAt || info.postings_offset > file.content_end)
    throw_corruption(file.file->name(), info.postings_offset, "no list of postings can stand here");
  skips_at_ = static_cast<std::size_t>(info.postings_offset);
  if (skip_bytes(full_blocks_, has_positions(kind_)) > file.content_end - skips_at_)
    throw_corruption(file.file->name(), skips_at_,
                     fmt::format("{} blocks of postings do not fit", full_blocks_));
  blocks_at_ = skips_at_ + skip_bytes(full_blocks_, has_positions(kind_));
}

std::uint32_t PostingsCursor::skip_entry(std::uint32_t array, std::uint32_t block) const noexcept {
  return load_le<std::uint32_t>(reader_->postings_file().bytes.data() + skips_at_ +
                                4 * (std::size_t{array} * full_blocks_ + block));
}

DocId PostingsCursor::finish() noexcept {
  in_block_ = 0;
  index_ = 0;
  next_block_ = full_blocks_ + 1;
  return doc_ = kNoMoreDocs;
}

DocId PostingsCursor::next_block() {
  const bool has_tail = doc_freq_ % kPostingsBlock != 0;
  if (next_block_ >= full_blocks_ + (has_tail ? 1 : 0)) return finish();
  decode_block(next_block_);
  index_ = 0;
  return doc_ = docs_[0];
}

DocId PostingsCursor::advance(DocId target) {
  if (in_block_ == 0 || docs_[in_block_ - 1] < target) {
    std::uint32_t low = next_block_;
    for (std::uint32_t high = full_blocks_; low < high;) {
      const std::uint32_t middle = low + (high - low) / 2;
      if (block_last_doc(middle) < target)
        low = middle + 1;
      else
        high = middle;
    }
    next_block_ = low;
    if (next_block() == kNoMoreDocs) return doc_;
  }
  const auto* const begin = docs_.data();
  const std::uint32_t first = index_ < in_block_ ? index_ : 0;
  index_ = static_cast<std::uint32_t>(std::lower_bound(begin + first, begin + in_block_, target) -
                                      begin);
  return index_ < in_block_ ? doc_ = docs_[index_] : finish();
}

void PostingsCursor::decode_block(std::uint32_t block) {
  // Distances are kept less one, so that of the first document counts from -1.
  const DocId base = block == 0 ? 0 : block_last_doc(block - 1) + 1;
  const FramedInput& file = reader_->postings_file();
  ByteReader in(file.bytes, blocks_at_, file.content_end, file.file->name());
  in.skip(block_begin(kBlockEnds, block));
  positions_begun_ = false;
  if (block < full_blocks_)
    decode_full_block(in, block, base);
  else
    decode_tail(in, base);
  next_block_ = block + 1;
}

void PostingsCursor::decode_full_block(ByteReader& in, std::uint32_t block, DocId base) {
  const unsigned doc_width = in.u8();
  freq_width_ = has_frequencies(kind_) ? in.u8() : 0;
  if (doc_width > 32 || freq_width_ > 32)
    in.fail(fmt::format("widths {} and {} of a block of postings", doc_width, freq_width_));
  const std::size_t at = in.offset();
  unpack_block(in.bytes(packed_block_bytes(doc_width)).data(), doc_width, docs_.data());
  freqs_at_ = in.offset();
  in.skip(packed_block_bytes(freq_width_));
  freqs_decoded_ = false;
  in_block_ = kPostingsBlock;
  accumulate(base, doc_width, at);
  if (docs_[kPostingsBlock - 1] != block_last_doc(block))
    throw_corruption(reader_->postings_file().file->name(), at,
                     fmt::format("the block ends with document {}, its skip entry says {}",
                                 docs_[kPostingsBlock - 1], block_last_doc(block)));
}

void PostingsCursor::decode_tail(ByteReader& in, DocId base) {
  const std::size_t at = in.offset();
  const bool all_once = total_term_freq_ == doc_freq_;
  in_block_ = doc_freq_ % kPostingsBlock;
  for (std::uint32_t i = 0; i < in_block_; ++i) {
    if (all_once) {
      docs_[i] = in.varint32();
      freqs_[i] = 1;
      continue;
    }
    const std::uint64_t code = in.varint64();
    if (code >> 33 != 0) in.fail("a distance of documents over 32 bits");
    docs_[i] = static_cast<std::uint32_t>(code >> 1);
    freqs_[i] = (code & 1) != 0 ? 1 : in.varint32();
    if (freqs_[i] == 0) in.fail("a frequency of 0");
  }
  freqs_decoded_ = true;
  accumulate(base, 32, at);
}

// Turns distances into documents. Only sums that stay below 2^32 are done in 32 bits.
void PostingsCursor::accumulate(DocId base, unsigned width, std::size_t offset) {
  if (base + (std::uint64_t{kPostingsBlock} << width) <= kNoMoreDocs) {
    std::uint32_t doc = base;
    for (std::uint32_t i = 0; i < in_block_; ++i) {
      doc += docs_[i];
      docs_[i] = doc++;
    }
  } else {
    std::uint64_t doc = base;
    for (std::uint32_t i = 0; i < in_block_; ++i, ++doc) {
      doc = std::min<std::uint64_t>(doc + docs_[i], kNoMoreDocs);
      docs_[i] = static_cast<std::uint32_t>(doc);
    }
  }
  if (docs_[in_block_ - 1] >= reader_->doc_count())
    throw_corruption(reader_->postings_file().file->name(), offset,
                     fmt::format("document {} of {}", docs_[in_block_ - 1], reader_->doc_count()));
}

void PostingsCursor::decode_freqs() {
  const FramedInput& file = reader_->postings_file();
  unpack_block(file.bytes.data() + freqs_at_, freq_width_, freqs_.data());
  for (std::uint32_t& freq : freqs_)
    if (++freq == 0) throw_corruption(file.file->name(), freqs_at_, "a frequency over 32 bits");
  freqs_decoded_ = true;
}

void PostingsCursor::begin_positions() {
  if (!freqs_decoded_) decode_freqs();
  const FramedInput& file = reader_->positions_file();
  const std::uint64_t at = positions_at_ + block_begin(kPositionsEnds, next_block_ - 1);
  if (at < kFileHeaderBytes || at > file.content_end)
    throw_corruption(file.file->name(), at, "no positions can stand here");
  position_count_ = 0;
  for (std::uint32_t i = 0; i < in_block_; ++i) position_count_ += freqs_[i];
  next_chunk_at_ = static_cast<std::size_t>(at);
  chunk_first_ = 0;
  chunk_size_ = 0;
  position_doc_ = 0;
  position_number_ = 0;
  positions_begun_ = true;
}

// Decodes the chunk that holds position_number_; those before it are stepped over.
// \pre position_number_ < position_count_
void PostingsCursor::seek_chunk() {
  const FramedInput& file = reader_->positions_file();
  ByteReader in(file.bytes, next_chunk_at_, file.content_end, file.file->name());
  for (;;) {
    chunk_first_ += chunk_size_;
    chunk_size_ = static_cast<std::uint32_t>(
        std::min<std::uint64_t>(kPackedBlock, position_count_ - chunk_first_));
    const unsigned width = in.u8();
    if (width > 32) in.fail(fmt::format("positions of {} bits", width));
    const char* const packed = in.bytes(packed_bytes(chunk_size_, width)).data();
    if (position_number_ >= chunk_first_ + chunk_size_) continue;
    next_chunk_at_ = in.offset();
    if (chunk_size_ == kPackedBlock)
      unpack_block(packed, width, chunk_.data());
    else
      unpack_run(packed, chunk_size_, width, chunk_.data());
    return;
  }
}

void PostingsCursor::positions(std::vector<std::uint32_t>& out) {
  out.clear();
  if (total_term_freq_ == 1) {
    if (positions_at_ > kNoMoreDocs)
      throw_corruption(reader_->positions_file().file->name(), 0, "a position over 32 bits");
    out.push_back(static_cast<std::uint32_t>(positions_at_));
    return;
  }
  // Asked twice for one document, or after the block was left: begin the block's positions again.
  if (!positions_begun_ || position_doc_ > index_) begin_positions();
  for (; position_doc_ < index_; ++position_doc_) position_number_ += freqs_[position_doc_];
  std::uint64_t position = 0;
  for (std::uint32_t left = freqs_[position_doc_++]; left > 0; --left, ++position_number_) {
    if (position_number_ >= chunk_first_ + chunk_size_) seek_chunk();
    position += chunk_[position_number_ - chunk_first_];
    if (position > kNoMoreDocs)
      throw_corruption(reader_->positions_file().file->name(), next_chunk_at_,
                       "a position over 32 bits");
    out.push_back(static_cast<std::uint32_t>(position));
  }
}

}  // namespace izde::internal
