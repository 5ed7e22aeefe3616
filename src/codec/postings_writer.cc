#include "codec/postings_writer.h"

#include <algorithm>
#include <cassert>
#include <limits>

#include "izde/error.h"

#include "base/bytes.h"
#include "codec/postings_block.h"

namespace izde::internal {
namespace {

void append_array(std::string& out, const std::vector<std::uint32_t>& numbers) {
  for (const std::uint32_t number : numbers) append_le(out, number);
}

void append_impacts(std::string& out, const ImpactCodes& codes, std::size_t most) {
  for (std::size_t i = 0; i < 2 * most; ++i) out.push_back(static_cast<char>(codes[i]));
}

}  // namespace

PostingsWriter::PostingsWriter(Directory& directory, const std::string& postings_name,
                               const std::string& positions_name, const FileId& id,
                               std::uint32_t doc_count)
    : postings_(directory, postings_name, kPostingsFormat, kPostingsVersion, id),
      positions_(directory, positions_name, kPositionsFormat, kPositionsVersion, id) {
  std::string count;
  append_le(count, doc_count);
  postings_.append(count);
}

void PostingsWriter::begin_term(TermKind kind, std::span<const std::uint32_t> lengths,
                                std::uint64_t most_docs) {
  assert(kind != TermKind::kStatistics);
  kind_ = kind;
  lengths_ = lengths;
  doc_freq_ = 0;
  total_term_freq_ = 0;
  in_block_ = 0;
  offered_ = 0;
  block_limit_ = kPostingsBlock;
  skyband_.begin(has_frequencies(kind) ? most_docs : 0);
  position_deltas_.clear();
  impacts_.clear();
  last_docs_.clear();
  block_ends_.clear();
  positions_ends_.clear();
  blocks_.clear();
  position_bytes_.clear();
}

void PostingsWriter::add(DocId doc, std::uint32_t freq) {
  assert(!has_positions(kind_) && freq > 0 && (freq == 1 || has_frequencies(kind_)));
  add_document(doc, freq);
}

void PostingsWriter::add(DocId doc, std::span<const std::uint32_t> positions) {
  assert(has_positions(kind_) && !positions.empty());
  add_document(doc, static_cast<std::uint32_t>(positions.size()));
  std::uint32_t previous = 0;
  for (const std::uint32_t position : positions) {
    position_deltas_.push_back(position - previous);
    previous = position;
  }
}

void PostingsWriter::add_document(DocId doc, std::uint32_t freq) {
  assert(doc_freq_ == 0 || doc > last_doc_);
  if (in_block_ == block_limit_) flush_block();
  docs_[in_block_] = doc;
  last_doc_ = doc;
  ++doc_freq_;
  freqs_[in_block_] = freq;
  total_term_freq_ += freq;
  ++in_block_;
}

void PostingsWriter::append_block(PostingsCursor& cursor, DocId offset) {
  for (std::size_t left = cursor.block_docs().size(); left > 0; --left) {
    if (has_positions(kind_)) {
      cursor.positions(positions_buffer_);
      add(cursor.doc() + offset, positions_buffer_);
    } else {
      add(cursor.doc() + offset, cursor.freq());
    }
    if (left > 1) cursor.next();
  }
}

void PostingsWriter::append(const PostingsReader& from, const TermInfo& info, DocId offset) {
  PostingsCursor cursor(from, info, kind_);
  const PostingsCursor::MiddleBlocks middle = cursor.middle_blocks();
  if (!middle.last_docs.empty()) offer_list(cursor, offset);
  cursor.next();
  if (middle.last_docs.empty()) {
    append_block(cursor, offset);
    while (cursor.next() != kNoMoreDocs) append_block(cursor, offset);
    return;
  }
  // Where the gathered documents would leave less than half a block behind a full one, they and the
  // first block are parted in the middle.
  const std::uint64_t docs_wanted = std::uint64_t{doc_freq_} + info.doc_freq;
  const std::uint64_t total_wanted = total_term_freq_ + info.total_term_freq;
  const auto met = static_cast<std::uint32_t>(in_block_ + cursor.block_docs().size());
  if (met > kPostingsBlock && in_block_ >= kLeastBlock)
    flush_block();
  else if (met > kPostingsBlock)
    block_limit_ = (met + 1) / 2;
  append_block(cursor, offset);
  flush_block();
  copy_blocks(middle, offset);
  cursor.last_block();
  append_block(cursor, offset);
  // What was not looked at has the rest of the documents.
  if (doc_freq_ >= docs_wanted || total_term_freq_ >= total_wanted)
    throw_corruption(from.postings_file().file->name(), info.postings_offset,
                     "a list of postings with more documents than the dictionary says");
  doc_freq_ = static_cast<std::uint32_t>(docs_wanted);
  total_term_freq_ = total_wanted;
  copies_ = false;
  offered_ = in_block_;
}

// The other list's skyband holds all of it that can be in this one's.
void PostingsWriter::offer_list(PostingsCursor cursor, DocId offset) {
  copies_ = true;
  if (!has_frequencies(kind_)) return;
  offer_block();
  if (cursor.skyband(kDeepSkybandDepth, other_skyband_)) {
    // Its two parts rise each: the builder wants documents in order.
    other_order_.clear();
    for (std::size_t i = 0; i < other_skyband_.docs.size(); ++i)
      other_order_.emplace_back(other_skyband_.docs[i] + offset, other_skyband_.freqs[i]);
    std::sort(other_order_.begin(), other_order_.end());
    for (const auto& [doc, freq] : other_order_) skyband_.add(doc, freq, length_of(doc));
    return;
  }
  while (cursor.next_block() != kNoMoreDocs) {
    const std::span<const DocId> docs = cursor.block_docs();
    const std::span<const std::uint32_t> freqs = cursor.block_freqs();
    for (std::size_t i = 0; i < docs.size(); ++i)
      skyband_.add(docs[i] + offset, freqs[i], length_of(docs[i] + offset));
  }
}

void PostingsWriter::copy_blocks(const PostingsCursor::MiddleBlocks& middle, DocId offset) {
  const std::size_t docs_begin = blocks_.size();
  const std::size_t positions_begin = position_bytes_.size();
  blocks_ += middle.docs;
  position_bytes_ += middle.positions;
  check_list_size();
  for (const DocId doc : middle.last_docs) last_docs_.push_back(doc + offset);
  for (const std::uint32_t end : middle.docs_ends)
    block_ends_.push_back(static_cast<std::uint32_t>(docs_begin + end));
  for (const std::uint32_t end : middle.positions_ends)
    positions_ends_.push_back(static_cast<std::uint32_t>(positions_begin + end));
  impacts_.insert(impacts_.end(), middle.impacts.begin(), middle.impacts.end());
  last_doc_ = last_docs_.back();
}

ImpactCodes PostingsWriter::block_impacts(std::size_t most) {
  for (std::uint32_t i = 0; i < in_block_; ++i) impact_set_.add(freqs_[i], length_of(docs_[i]));
  return impact_set_.take(most);
}

// Shows the skyband those documents of the block that it has not seen.
void PostingsWriter::offer_block() {
  for (; offered_ < in_block_; ++offered_)
    skyband_.add(docs_[offered_], freqs_[offered_], length_of(docs_[offered_]));
}

void PostingsWriter::flush_block() {
  append_block_docs(blocks_, {docs_.data(), in_block_}, block_base());
  if (has_frequencies(kind_)) {
    impacts_.push_back(block_impacts(kMostImpacts));
    if (!copies_) offer_block();
    for (std::uint32_t i = 0; i < in_block_; ++i) --freqs_[i];
    append_patched(blocks_, freqs_.data(), in_block_);
  }
  if (has_positions(kind_)) encode_positions();
  check_list_size();
  last_docs_.push_back(last_doc_);
  block_ends_.push_back(static_cast<std::uint32_t>(blocks_.size()));
  if (has_positions(kind_))
    positions_ends_.push_back(static_cast<std::uint32_t>(position_bytes_.size()));
  in_block_ = 0;
  offered_ = 0;
  block_limit_ = kPostingsBlock;
}

void PostingsWriter::encode_positions() {
  const std::size_t count = position_deltas_.size();
  for (std::size_t i = 0; i < count; i += kPackedBlock)
    append_patched(position_bytes_, &position_deltas_[i],
                   std::min<std::size_t>(kPackedBlock, count - i));
  position_deltas_.clear();
}

void PostingsWriter::check_list_size() const {
  constexpr std::size_t kMost = std::numeric_limits<std::uint32_t>::max();
  if (blocks_.size() > kMost || position_bytes_.size() > kMost)
    throw Error(ErrorCode::kResourceExhausted, "postings of one term take over 4 GiB in a segment");
}

std::string PostingsWriter::encode_skips() {
  std::string groups;
  std::string blocks;
  ImpactSet list;
  for (std::size_t i = 0; i < impacts_.size(); ++i) {
    append_impacts(blocks, impacts_[i], kMostImpacts);
    impact_set_.add(impacts_[i]);
    if ((i + 1) % kBlockGroup != 0 && i + 1 < impacts_.size()) continue;
    const ImpactCodes group = impact_set_.take(kMostImpacts);
    append_impacts(groups, group, kMostImpacts);
    list.add(group);
  }
  const std::string skyband = has_frequencies(kind_) ? skyband_.encode(doc_freq_) : "";
  std::string skips;
  append_le(skips, static_cast<std::uint32_t>(last_docs_.size()));
  append_le(skips, static_cast<std::uint32_t>(skyband.size()));
  if (has_frequencies(kind_)) append_impacts(skips, list.take(kMostImpacts), kMostImpacts);
  skips += groups;
  skips += blocks;
  append_array(skips, last_docs_);
  append_array(skips, block_ends_);
  append_array(skips, positions_ends_);
  skips += skyband;
  return skips;
}

std::string PostingsWriter::encode_single_block() {
  std::string list;
  if (has_frequencies(kind_) && doc_freq_ >= kLeastWithImpacts)
    append_impacts(list, block_impacts(kFewImpacts), kFewImpacts);
  append_counted_docs(list, {docs_.data(), in_block_}, 0);
  if (has_frequencies(kind_) && total_term_freq_ != doc_freq_) {
    for (std::uint32_t i = 0; i < in_block_; ++i) --freqs_[i];
    append_patched(list, freqs_.data(), in_block_);
  }
  if (has_positions(kind_)) encode_positions();
  return list;
}

TermInfo PostingsWriter::end_term() {
  TermInfo info;
  info.doc_freq = doc_freq_;
  info.total_term_freq = total_term_freq_;
  info.positions_offset = positions_.offset();
  info.postings_offset = postings_.offset();
  if (doc_freq_ == 1) {
    info.singleton_doc = last_doc_;
    if (total_term_freq_ == 1 && has_positions(kind_))
      info.positions_offset = position_deltas_.front();
    else
      encode_positions();
  } else if (last_docs_.empty()) {
    postings_.append(encode_single_block());
  } else {
    flush_block();
    postings_.append(encode_skips());
    postings_.append(blocks_);
  }
  positions_.append(position_bytes_);
  return info;
}

std::uint64_t PostingsWriter::finish() { return postings_.finish() + positions_.finish(); }

}  // namespace izde::internal
