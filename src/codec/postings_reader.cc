#include "codec/postings_reader.h"

#include <algorithm>
#include <bit>
#include <fmt/format.h>

#include "base/bytes.h"

namespace izde::internal {
namespace {

constexpr std::size_t kListsAt = kFileHeaderBytes + 4;

/// Sets bits [begin, end) of `words`. \pre begin < end
void set_range(std::uint64_t* words, std::size_t begin, std::size_t end) noexcept {
  const std::uint64_t first = ~std::uint64_t{0} << (begin % 64);
  const std::uint64_t last = ~std::uint64_t{0} >> (63 - (end - 1) % 64);
  const std::size_t first_word = begin / 64;
  const std::size_t last_word = (end - 1) / 64;
  if (first_word == last_word) {
    words[first_word] |= first & last;
    return;
  }
  words[first_word] |= first;
  std::fill(words + first_word + 1, words + last_word, ~std::uint64_t{0});
  words[last_word] |= last;
}

/// Sets the documents in [from, to) of a block of bits that counts from `first`.
/// \pre from < to; from >= base, from >= first; the bits reach to `to`
void set_bits(std::uint64_t* words, DocId base, const char* bits, DocId first, DocId from,
              DocId to) noexcept {
  for (std::size_t i = (from - first) / 64; i <= (to - 1 - first) / 64; ++i) {
    const std::uint64_t here = std::uint64_t{first} + 64 * i;  // the document of the lowest bit
    std::uint64_t word = load_le<std::uint64_t>(bits + 8 * i);
    if (here < from) word &= ~std::uint64_t{0} << (from - here);
    if (here + 64 > to) word &= ~std::uint64_t{0} >> (here + 64 - to);
    if (here < base) {
      words[0] |= word >> (base - here);
      continue;
    }
    const std::uint64_t at = here - base;
    words[at / 64] |= word << (at % 64);
    if (at % 64 > 0 && word >> (64 - at % 64) != 0) words[at / 64 + 1] |= word >> (64 - at % 64);
  }
}

}  // namespace

PostingsReader::PostingsReader(const Directory& directory, const std::string& postings_name,
                               const std::string& positions_name, const FileId& id,
                               std::uint32_t doc_count)
    : postings_(open_framed(directory, postings_name, kPostingsFormat, kPostingsVersion,
                            kPostingsVersion, &id)),
      positions_(open_framed(directory, positions_name, kPositionsFormat, kPositionsVersion,
                             kPositionsVersion, &id)),
      kernels_(&block_kernels()),
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
      positions_at_(info.positions_offset),
      kind_(kind) {
  if (doc_freq_ == 0 || doc_freq_ > reader.doc_count() || total_term_freq_ < doc_freq_ ||
      (total_term_freq_ > doc_freq_ && !has_frequencies(kind)))
    throw_corruption(reader.postings_file().file->name(), info.postings_offset,
                     fmt::format("a term in {} of {} documents, {} times", doc_freq_,
                                 reader.doc_count(), total_term_freq_));
  if (doc_freq_ == 1)
    open_singleton(info);
  else
    open_list(info);
}

void PostingsCursor::open_singleton(const TermInfo& info) {
  if (info.singleton_doc >= reader_->doc_count() || total_term_freq_ >= kNoMoreDocs)
    throw_corruption(reader_->postings_file().file->name(), kFileHeaderBytes,
                     fmt::format("document {} of {} in the dictionary", info.singleton_doc,
                                 reader_->doc_count()));
  singleton_ = info.singleton_doc;
}

void PostingsCursor::open_list(const TermInfo& info) {
  const FramedInput& file = reader_->postings_file();
  if (info.postings_offset < kListsAt || info.postings_offset > file.content_end)
    throw_corruption(file.file->name(), info.postings_offset, "no list of postings can stand here");
  list_at_ = static_cast<std::size_t>(info.postings_offset);
  if (doc_freq_ <= kPostingsBlock) return;
  ByteReader in(file.bytes, list_at_, file.content_end, file.file->name());
  blocks_ = in.u32();
  if (std::uint64_t{blocks_} * kPostingsBlock < doc_freq_ || blocks_ > doc_freq_ / kLeastBlock + 1)
    in.fail(fmt::format("{} blocks of {} documents", blocks_, doc_freq_));
  const std::size_t skyband_bytes = in.u32();
  skips_ = SkipLayout(blocks_, skyband_bytes, has_frequencies(kind_), has_positions(kind_));
  in.skip(skips_.size - SkipLayout::list_impacts);
}

std::uint32_t PostingsCursor::skip_number(std::size_t array, std::uint32_t block) const noexcept {
  return load_le<std::uint32_t>(reader_->postings_file().bytes.data() + list_at_ + array +
                                std::size_t{4} * block);
}

DocId PostingsCursor::finish() noexcept {
  docs_.set_size(0);
  index_ = 0;
  in_bits_ = false;
  next_block_ = blocks_;
  return doc_ = kNoMoreDocs;
}

DocId PostingsCursor::next_block() {
  if (next_block_ >= blocks_) return finish();
  decode_block(next_block_);
  index_ = 0;
  return doc_ = docs_[0];
}

// By steps that double, then by halves: most targets are near.
std::uint32_t PostingsCursor::find_block(std::uint32_t from, DocId target) const noexcept {
  std::uint32_t low = from;
  std::uint32_t high = from;
  for (std::uint32_t step = 1; high < blocks_ && block_last_doc(high) < target; step *= 2) {
    low = high + 1;
    high = blocks_ - high > step ? high + step : blocks_;
  }
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    if (block_last_doc(middle) < target)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

// The block that has the first document >= target, which is not decoded.
std::uint32_t PostingsCursor::find_next(DocId target) const noexcept {
  const bool ahead = shallow_block_ > next_block_ && block_last_doc(shallow_block_ - 1) < target;
  return find_block(ahead ? shallow_block_ : next_block_, target);
}

DocId PostingsCursor::advance_far(DocId target) {
  if (docs_.size() == 0 || docs_[docs_.size() - 1] < target) {
    if (has_skips()) next_block_ = find_next(target);
    if (next_block() >= target) return doc_;
  }
  const auto found = reader_->kernels().find(docs_.data(), index_, docs_.size(), target);
  index_ = static_cast<std::uint32_t>(found);
  return index_ < docs_.size() ? doc_ = docs_[index_] : finish();
}

// Returns false where the block with the first document >= target is not one of bits.
bool PostingsCursor::enter_bits(DocId target) {
  if (!has_skips()) return false;
  if (in_bits_ && block_first_ <= target && target <= block_last_doc(next_block_)) return true;
  if (doc_ >= target || (docs_.size() > 0 && docs_[docs_.size() - 1] >= target)) return false;
  const std::uint32_t block = find_next(target);
  if (block >= blocks_ || block_last_doc(block) - block_base(block) >= 64 * kMostBitWords)
    return false;
  const BlockDocs docs = read_block(block);
  docs_.set_size(0);  // the frequencies that were read are not those of what was decoded
  index_ = 0;
  in_bits_ = positions_begun_ = freqs_decoded_ = false;
  next_block_ = block;
  if (docs.form != BlockDocs::Form::kBits) return false;
  read_bits(block, docs);
  return true;
}

void PostingsCursor::read_bits(std::uint32_t block, const BlockDocs& docs) {
  block_docs_ = docs;
  block_first_ = block_base(block);
  const DocId last = block_last_doc(block);
  const std::uint32_t place = last - block_first_;
  const auto words = static_cast<std::uint32_t>(docs.bytes / 8);
  bool right = last >= block_first_ && last < reader_->doc_count() && place < 64 * words;
  if (right) {
    const std::size_t count = reader_->kernels().rank_bits(docs.packed, words, sums_.data());
    const std::uint64_t behind =
        load_le<std::uint64_t>(docs.packed + 8 * (place / 64)) >> (place % 64);
    right = count == docs.count && behind == 1 && place / 64 + 1 == words;
  }
  if (!right)
    throw_corruption(reader_->postings_file().file->name(), list_at_,
                     fmt::format("the bits of block {} do not end with {}", block, last));
  sums_.set_size(words);
  in_bits_ = true;
}

PostingsCursor::LookedUp PostingsCursor::look_up_bits(const DocId* wanted, std::size_t count,
                                                      std::uint32_t* which, std::uint32_t* freqs) {
  if (!enter_bits(wanted[0])) return {};
  const DocId last = block_last_doc(next_block_);
  LookedUp found{1, 0};
  while (found.passed < count && wanted[found.passed] <= last) ++found.passed;
  const char* const bits = block_docs_.packed;
  found.found = reader_->kernels().look_up_bits(bits, sums_.data(), block_first_, wanted,
                                                found.passed, which, freqs);
  std::uint32_t place = wanted[0] - block_first_;
  auto word = load_le<std::uint64_t>(bits + 8 * (place / 64)) >> (place % 64);
  if (word == 0) {
    place = place / 64 * 64;
    do {
      place += 64;  // ends at the last document at the latest
      word = load_le<std::uint64_t>(bits + place / 8);
    } while (word == 0);
  }
  doc_ = block_first_ + place + static_cast<std::uint32_t>(std::countr_zero(word));
  if (freqs == nullptr || found.found == 0) return found;
  if (!freqs_decoded_) decode_freqs();
  for (std::size_t i = 0; i < found.found; ++i) freqs[i] = freqs_[freqs[i]];
  return found;
}

DocId PostingsCursor::advance_shallow(DocId target) {
  if (doc_freq_ == 1) return singleton_ < target ? kNoMoreDocs : singleton_;
  if (!has_skips()) return kNoMoreDocs - 1;
  shallow_block_ = find_block(shallow_block_, target);
  return shallow_block_ < blocks_ ? block_last_doc(shallow_block_) : kNoMoreDocs;
}

DocId PostingsCursor::level_last(unsigned level) const noexcept {
  if (doc_freq_ == 1) return singleton_;
  if (!has_skips()) return kNoMoreDocs - 1;
  const std::uint32_t ends[kLevels] = {shallow_block_, shallow_block_ | (kBlockGroup - 1),
                                       blocks_ - 1};
  return block_last_doc(std::min(ends[level], blocks_ - 1));
}

std::span<const Impact> PostingsCursor::impacts(unsigned level) {
  std::size_t at = list_at_;
  std::size_t size = sizeof(ImpactCodes);
  if (has_skips() && has_frequencies(kind_)) {
    const std::size_t entry[kLevels] = {
        skips_.block_impacts + size * shallow_block_,
        skips_.group_impacts + size * (shallow_block_ / kBlockGroup), SkipLayout::list_impacts};
    at += entry[level];
  } else if (doc_freq_ >= kLeastWithImpacts && has_frequencies(kind_)) {
    size = 2 * kFewImpacts;
  } else {
    impacts_[0] = {static_cast<std::uint32_t>(
                       std::min<std::uint64_t>(total_term_freq_ - doc_freq_ + 1, kNoMoreDocs)),
                   0};
    if (!has_frequencies(kind_)) impacts_[0].freq = 1;
    return {impacts_.data(), 1};
  }
  const FramedInput& file = reader_->postings_file();
  ByteReader in(file.bytes, at, file.content_end, file.file->name());
  const std::string_view codes = in.bytes(size);
  const std::size_t count = decode_impacts(codes, impacts_.data());
  if (count == 0) in.fail("a range of postings without impacts");
  return {impacts_.data(), count};
}

ByteReader PostingsCursor::block_bytes(std::uint32_t block) const {
  const FramedInput& file = reader_->postings_file();
  const std::string& name = file.file->name();
  if (!has_skips()) {
    const bool impacts = has_frequencies(kind_) && doc_freq_ >= kLeastWithImpacts;
    ByteReader in(file.bytes, list_at_, file.content_end, name);
    in.skip(impacts ? 2 * kFewImpacts : 0);
    return in;
  }
  const std::size_t blocks_at = list_at_ + skips_.size;
  const std::size_t begin = block == 0 ? 0 : skip_number(skips_.block_ends, block - 1);
  const std::size_t end = skip_number(skips_.block_ends, block);
  if (begin > end || end > file.content_end - blocks_at)
    throw_corruption(name, list_at_ + skips_.block_ends + std::size_t{4} * block,
                     fmt::format("a block of postings from {} to {}", begin, end));
  return {file.bytes, blocks_at + begin, blocks_at + end, name};
}

// Also finds the block's frequencies.
BlockDocs PostingsCursor::read_block(std::uint32_t block) {
  ByteReader in = block_bytes(block);
  const BlockDocs docs = has_skips() ? read_block_docs(in) : read_counted_docs(in, doc_freq_);
  const bool frequencies = has_frequencies(kind_) && (has_skips() || total_term_freq_ != doc_freq_);
  block_freqs_ = frequencies ? read_patched(in, docs.count) : Patched{};
  return docs;
}

void PostingsCursor::decode_block(std::uint32_t block) {
  positions_begun_ = false;
  in_bits_ = false;
  next_block_ = block + 1;
  if (doc_freq_ == 1) {
    block_docs_ = {};
    block_first_ = singleton_;
    docs_[0] = singleton_;
    std::fill_n(docs_.data() + 1, kBlockPadding, kNoMoreDocs);
    docs_.set_size(1);
    freqs_[0] = static_cast<std::uint32_t>(total_term_freq_);
    freqs_.set_size(1);
    freqs_decoded_ = true;
    return;
  }
  docs_.set_size(0);
  block_docs_ = read_block(block);
  block_first_ = has_skips() ? block_base(block) : 0;
  const std::uint32_t count = block_docs_.count;
  const bool right = unpack_block_docs(block_docs_, block_first_, reader_->kernels(), docs_.data());
  const DocId last = right ? docs_[count - 1] : kNoMoreDocs;
  if (last >= reader_->doc_count() || (has_skips() && last != block_last_doc(block)))
    throw_corruption(reader_->postings_file().file->name(), list_at_,
                     fmt::format("the documents of block {} end with {}", block, last));
  docs_.set_size(count);
  std::fill_n(docs_.data() + count, kBlockPadding, kNoMoreDocs);
  freqs_decoded_ = false;
}

void PostingsCursor::decode_freqs() {
  const std::uint32_t count = block_docs_.count;
  freqs_decoded_ = true;
  freqs_.set_size(count);
  if (block_freqs_.is_zero()) {
    std::fill_n(freqs_.data(), count, 1);
    return;
  }
  unpack_patched(block_freqs_, count, reader_->kernels(), freqs_.data());
  reader_->kernels().increment(freqs_.data(), count);
  const unsigned width = block_freqs_.width + (block_freqs_.patches > 0 ? 8 : 0);
  if (width < 32 || std::find(freqs_.data(), freqs_.data() + count, 0U) == freqs_.data() + count)
    return;
  freqs_decoded_ = false;
  throw_corruption(reader_->postings_file().file->name(), list_at_, "a frequency over 32 bits");
}

bool PostingsCursor::skyband(std::size_t limit, Skyband& out) const {
  if (skips_.skyband == skips_.size) return false;
  const FramedInput& file = reader_->postings_file();
  return read_skyband(
      {file.bytes, list_at_ + skips_.skyband, list_at_ + skips_.size, file.file->name()}, doc_freq_,
      limit, reader_->doc_count(), reader_->kernels(), out);
}

DocId PostingsCursor::to_bits(DocId base, DocId end, std::uint64_t* words) {
  if (in_bits_) advance_far(doc_);
  while (doc_ < end) {
    const DocId last = docs_[docs_.size() - 1];
    set_some_bits(block_docs_, block_first_, doc_, std::min(end, last + 1), base, words);
    if (last >= end) {
      const auto found = reader_->kernels().find(docs_.data(), index_, docs_.size(), end);
      index_ = static_cast<std::uint32_t>(found);
      return doc_ = docs_[index_];
    }
    while (has_skips() && next_block_ < blocks_ && block_last_doc(next_block_) < end &&
           block_to_bits(next_block_, base, words))
      ++next_block_;
    next_block();
  }
  return doc_;
}

// Sets the documents in [from, to) of the block. \pre from < to; they are in the block; one by one
// only where it is decoded
void PostingsCursor::set_some_bits(const BlockDocs& block, DocId first, DocId from, DocId to,
                                   DocId base, std::uint64_t* words) const noexcept {
  if (block.form == BlockDocs::Form::kRun) {
    set_range(words, from - base, std::size_t{to} - base);
  } else if (block.form == BlockDocs::Form::kBits) {
    set_bits(words, base, block.packed, first, from, to);
  } else {
    for (std::uint32_t i = index_; i < docs_.size() && docs_[i] < to; ++i)
      words[(docs_[i] - base) / 64] |= std::uint64_t{1} << ((docs_[i] - base) % 64);
  }
}

// Returns false where documents have to be decoded one by one all the same.
bool PostingsCursor::block_to_bits(std::uint32_t block, DocId base, std::uint64_t* words) {
  const BlockDocs docs = read_block(block);
  const bool is_run = docs.form == BlockDocs::Form::kRun;
  if (!is_run && docs.form != BlockDocs::Form::kBits) return false;
  const DocId first = block_base(block);
  const DocId last = block_last_doc(block);
  const std::uint64_t room = is_run ? docs.count : 8 * docs.bytes;
  const std::uint64_t wanted = std::uint64_t{last} - first + 1;
  if (first < base || last < first || wanted > room || (is_run && wanted != room) ||
      last >= reader_->doc_count())
    throw_corruption(reader_->postings_file().file->name(), list_at_,
                     fmt::format("block {} reaches from {} to {}", block, first, last));
  set_some_bits(docs, first, first, last + 1, base, words);
  return true;
}

PostingsCursor::MiddleBlocks PostingsCursor::middle_blocks() const {
  MiddleBlocks found;
  if (blocks_ < 3) return found;
  const char* const list = reader_->postings_file().bytes.data() + list_at_;
  const std::uint32_t first_end = skip_number(skips_.block_ends, 0);
  const std::uint32_t first_positions =
      has_positions(kind_) ? skip_number(skips_.positions_ends, 0) : 0;
  const auto rises = [&](std::size_t array, std::uint32_t block) {
    const std::uint32_t number = skip_number(array, block);
    if (number < skip_number(array, block - 1))
      throw_corruption(reader_->postings_file().file->name(), list_at_ + array,
                       fmt::format("{} at block {} of a list", number, block));
    return number;
  };
  for (std::uint32_t block = 1; block + 1 < blocks_; ++block) {
    found.last_docs.push_back(rises(skips_.last_docs, block));
    found.docs_ends.push_back(rises(skips_.block_ends, block) - first_end);
    if (has_positions(kind_))
      found.positions_ends.push_back(rises(skips_.positions_ends, block) - first_positions);
    if (!has_frequencies(kind_)) continue;
    const char* const codes = list + skips_.block_impacts + sizeof(ImpactCodes) * block;
    std::copy_n(codes, sizeof(ImpactCodes), found.impacts.emplace_back().begin());
  }
  if (found.last_docs.back() >= reader_->doc_count())
    throw_corruption(reader_->postings_file().file->name(), list_at_ + skips_.last_docs,
                     fmt::format("a block that ends with document {}", found.last_docs.back()));
  const FramedInput& file = reader_->postings_file();
  ByteReader docs(file.bytes, list_at_ + skips_.size, file.content_end, file.file->name());
  docs.skip(first_end);
  found.docs = docs.bytes(found.docs_ends.back());
  if (!has_positions(kind_)) return found;
  const FramedInput& other = reader_->positions_file();
  ByteReader positions(other.bytes, kFileHeaderBytes, other.content_end, other.file->name());
  if (positions_at_ < kFileHeaderBytes) positions.fail("no positions can stand before");
  positions.skip(positions_at_ - kFileHeaderBytes);
  positions.skip(first_positions);
  found.positions = positions.bytes(found.positions_ends.back());
  return found;
}

DocId PostingsCursor::last_block() {
  next_block_ = blocks_ - 1;
  return next_block();
}

void PostingsCursor::begin_positions() {
  const auto block = next_block_ - 1;
  const std::uint64_t from =
      has_skips() && block > 0 ? skip_number(skips_.positions_ends, block - 1) : 0;
  positions_.begin(reader_->positions_file(), positions_at_ + from, total_freq(0, docs_.size()));
  position_doc_ = 0;
  position_number_ = 0;
  positions_begun_ = true;
  sums_known_ = false;
}

// Null where all frequencies are 1. \pre begin_positions() was called for the block
const std::uint32_t* PostingsCursor::freq_sums() {
  if (block_freqs_.is_zero() && doc_freq_ > 1) return nullptr;
  if (sums_known_) return sums_.data();
  if (positions_.count() > kNoMoreDocs)
    throw_corruption(reader_->postings_file().file->name(), list_at_,
                     fmt::format("{} positions in a block", positions_.count()));
  std::copy_n(freqs_.data(), freqs_.size(), sums_.data());
  sums_.set_size(freqs_.size());
  reader_->kernels().sum(0, sums_.data(), sums_.size());
  sums_known_ = true;
  return sums_.data();
}

// Positions that documents [begin, end) of the block have.
std::uint64_t PostingsCursor::total_freq(std::uint32_t begin, std::uint32_t end) const noexcept {
  constexpr std::uint32_t kFew = 8;
  if (block_freqs_.is_zero() && doc_freq_ > 1) return end - begin;
  if (end - begin > kFew) return reader_->kernels().total(freqs_.data() + begin, end - begin);
  std::uint64_t sum = 0;
  for (; begin < end; ++begin) sum += freqs_[begin];
  return sum;
}

// Of a term that occurs once.
std::uint32_t PostingsCursor::only_position() const {
  if (positions_at_ > kNoMoreDocs)
    throw_corruption(reader_->positions_file().file->name(), 0, "a position over 32 bits");
  return static_cast<std::uint32_t>(positions_at_);
}

void PostingsCursor::positions(std::span<const std::uint32_t> places, DocPositions& out) {
  if (places.empty()) return;
  if (total_term_freq_ == 1) {
    out.numbers.assign(1, only_position());
    out.ends.assign(1, 1);
    return;
  }
  if (!freqs_decoded_) decode_freqs();
  if (!positions_begun_) begin_positions();
  positions_.read(reader_->kernels(), freq_sums(), index_, places, out);
}

void PostingsCursor::positions(std::vector<std::uint32_t>& out) {
  if (total_term_freq_ == 1) {
    out.assign(1, only_position());
    return;
  }
  const std::uint32_t count = freq();
  if (!positions_begun_) begin_positions();
  if (position_doc_ <= index_)
    position_number_ += total_freq(position_doc_, index_);
  else
    position_number_ = total_freq(0, index_);
  position_doc_ = index_;
  positions_.read(reader_->kernels(), position_number_, count, out);
}

}  // namespace izde::internal
