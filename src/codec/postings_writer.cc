#include "codec/postings_writer.h"

#include <cassert>
#include <limits>

#include "izde/error.h"

#include "base/bytes.h"
#include "base/varint.h"

namespace izde::internal {
namespace {

void append_block(std::string& out, const std::uint32_t* numbers, unsigned width) {
  const std::size_t at = out.size();
  out.resize(at + packed_block_bytes(width));
  pack_block(numbers, width, out.data() + at);
}

void append_run(std::string& out, const std::uint32_t* numbers, std::size_t count, unsigned width) {
  const std::size_t at = out.size();
  out.resize(at + packed_bytes(count, width));
  pack_run(numbers, count, width, out.data() + at);
}

void append_array(std::string& out, const std::vector<std::uint32_t>& numbers) {
  for (const std::uint32_t number : numbers) append_le(out, number);
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

void PostingsWriter::begin_term(TermKind kind) {
  assert(kind != TermKind::kStatistics);
  kind_ = kind;
  doc_freq_ = 0;
  total_term_freq_ = 0;
  in_block_ = 0;
  position_deltas_.clear();
  block_last_docs_.clear();
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
  if (in_block_ == kPostingsBlock) flush_block();
  doc_deltas_[in_block_] = doc_freq_ == 0 ? doc : doc - last_doc_ - 1;
  last_doc_ = doc;
  ++doc_freq_;
  freqs_[in_block_] = freq;
  total_term_freq_ += freq;
  ++in_block_;
}

void PostingsWriter::flush_block() {
  block_last_docs_.push_back(last_doc_);
  const unsigned doc_width = bit_width(doc_deltas_.data(), kPostingsBlock);
  blocks_.push_back(static_cast<char>(doc_width));
  if (has_frequencies(kind_)) {
    for (std::uint32_t& freq : freqs_) --freq;
    const unsigned freq_width = bit_width(freqs_.data(), kPostingsBlock);
    blocks_.push_back(static_cast<char>(freq_width));
    append_block(blocks_, doc_deltas_.data(), doc_width);
    append_block(blocks_, freqs_.data(), freq_width);
  } else {
    append_block(blocks_, doc_deltas_.data(), doc_width);
  }
  if (has_positions(kind_)) encode_positions(position_bytes_);
  check_list_size();
  block_ends_.push_back(static_cast<std::uint32_t>(blocks_.size()));
  if (has_positions(kind_))
    positions_ends_.push_back(static_cast<std::uint32_t>(position_bytes_.size()));
  in_block_ = 0;
}

// Documents and frequencies together: where a term is rare, most frequencies are 1 and then cost a
// bit.
void PostingsWriter::encode_tail() {
  const bool all_once = total_term_freq_ == doc_freq_;
  for (std::uint32_t i = 0; i < in_block_; ++i) {
    const std::uint64_t delta = doc_deltas_[i];
    if (all_once) {
      append_varint(blocks_, delta);
    } else {
      append_varint(blocks_, delta << 1 | (freqs_[i] == 1 ? 1U : 0U));
      if (freqs_[i] != 1) append_varint(blocks_, freqs_[i]);
    }
  }
  if (has_positions(kind_)) encode_positions(position_bytes_);
}

void PostingsWriter::encode_positions(std::string& to) {
  const std::uint32_t* numbers = position_deltas_.data();
  std::size_t left = position_deltas_.size();
  for (; left >= kPackedBlock; left -= kPackedBlock, numbers += kPackedBlock) {
    const unsigned width = bit_width(numbers, kPackedBlock);
    to.push_back(static_cast<char>(width));
    append_block(to, numbers, width);
  }
  if (left > 0) {
    const unsigned width = bit_width(numbers, left);
    to.push_back(static_cast<char>(width));
    append_run(to, numbers, left, width);
  }
  position_deltas_.clear();
}

void PostingsWriter::check_list_size() const {
  constexpr std::size_t kMost = std::numeric_limits<std::uint32_t>::max();
  if (blocks_.size() > kMost || position_bytes_.size() > kMost)
    throw Error(ErrorCode::kResourceExhausted, "postings of one term take over 4 GiB in a segment");
}

TermInfo PostingsWriter::end_term() {
  TermInfo info;
  info.doc_freq = doc_freq_;
  info.total_term_freq = total_term_freq_;
  info.positions_offset = positions_.offset();
  info.postings_offset = postings_.offset();
  if (total_term_freq_ == 1 && has_positions(kind_)) {
    info.singleton_doc = last_doc_;
    info.positions_offset = position_deltas_.front();
    position_deltas_.clear();
    return info;
  }
  if (in_block_ == kPostingsBlock) flush_block();
  encode_tail();
  positions_.append(position_bytes_);
  if (doc_freq_ == 1) {
    info.singleton_doc = last_doc_;
    return info;
  }
  std::string skips;
  append_array(skips, block_last_docs_);
  append_array(skips, block_ends_);
  append_array(skips, positions_ends_);
  postings_.append(skips);
  postings_.append(blocks_);
  return info;
}

std::uint64_t PostingsWriter::finish() { return postings_.finish() + positions_.finish(); }

}  // namespace izde::internal
