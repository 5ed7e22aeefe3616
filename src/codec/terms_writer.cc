#include "codec/terms_writer.h"

#include <algorithm>
#include <cassert>
#include <limits>

#include "izde/error.h"

#include "base/bitpack.h"
#include "base/bytes.h"
#include "base/hash.h"
#include "base/varint.h"
#include "codec/terms_letters.h"

namespace izde::internal {

TermsWriter::TermsWriter(Directory& directory, const std::string& name, const FileId& id)
    : file_(directory, name, kTermsFormat, kTermsVersion, id) {}

void TermsWriter::begin_field(std::uint32_t field, TermKind kind) {
  assert(!in_field_ || field > field_);
  end_field();
  in_field_ = true;
  field_ = field;
  kind_ = kind;
  term_count_ = 0;
  field_begin_ = file_.offset();
}

void TermsWriter::add(std::string_view term, const TermInfo& info) {
  const CodedTerm kept(term);
  const std::string_view coded = kept.view();
  assert(in_block_ + term_count_ == 0 || last_term_ < coded);
  if (in_block_ == 0) {
    prefixes_.push_back(term_prefix(coded));
    bases_.clear();
    if (kind_ != TermKind::kStatistics) append_varint(bases_, postings_offset_);
    if (has_positions(kind_)) append_varint(bases_, positions_offset_);
  }
  append_term(coded);
  append_info(info);
  last_term_ = coded;
  if (++in_block_ == kTermsBlock) end_block();
}

void TermsWriter::append_term(std::string_view coded) {
  if (in_block_ == 0) {
    append_string(terms_, coded);
    return;
  }
  const auto [term_at, last_at] =
      std::mismatch(coded.begin(), coded.end(), last_term_.begin(), last_term_.end());
  const auto shared = static_cast<std::size_t>(term_at - coded.begin());
  const std::string_view suffix = coded.substr(shared);
  const auto part = [](std::size_t length) {
    return static_cast<unsigned>(std::min<std::size_t>(length, kLongPart));
  };
  terms_.push_back(static_cast<char>(part(shared) | part(suffix.size()) << 4U));
  if (shared >= kLongPart) append_varint(terms_, shared - kLongPart);
  if (suffix.size() >= kLongPart) append_varint(terms_, suffix.size() - kLongPart);
  terms_ += suffix;
}

// The first number holds doc_freq and whether the term occurs once in each of its documents.
// Offsets are distances to those of the term before. A term that occurs once in all has no entry.
void TermsWriter::append_info(const TermInfo& info) {
  if (kind_ == TermKind::kStatistics) {
    append_varint(entries_, info.doc_freq);
    return;
  }
  if (info.total_term_freq == 1) {
    once_ |= std::uint32_t{1} << in_block_;
    once_docs_.push_back(info.singleton_doc);
    once_positions_.push_back(static_cast<std::uint32_t>(info.positions_offset));
    return;
  }
  if (!has_frequencies(kind_)) {
    append_varint(entries_, info.doc_freq);
  } else {
    const std::uint64_t more = info.total_term_freq - info.doc_freq;
    append_varint(entries_, std::uint64_t{info.doc_freq} << 1 | (more == 0 ? 1U : 0U));
    if (more != 0) append_varint(entries_, more);
  }
  if (info.doc_freq == 1) {
    append_varint(entries_, info.singleton_doc);
  } else {
    append_varint(entries_, info.postings_offset - postings_offset_);
    postings_offset_ = info.postings_offset;
  }
  if (!has_positions(kind_)) return;
  append_varint(entries_, info.positions_offset - positions_offset_);
  positions_offset_ = info.positions_offset;
}

void TermsWriter::append_once() {
  if (once_ == 0) return;
  const std::size_t count = once_docs_.size();
  const unsigned doc_width = bit_width(once_docs_.data(), count);
  const unsigned position_width = bit_width(once_positions_.data(), count);
  bases_.push_back(static_cast<char>(doc_width));
  if (has_positions(kind_)) bases_.push_back(static_cast<char>(position_width));
  const auto append = [&](const std::vector<std::uint32_t>& numbers, unsigned width) {
    const std::size_t at = bases_.size();
    bases_.resize(at + packed_bytes(count, width));
    pack_run(numbers.data(), count, width, bases_.data() + at);
  };
  append(once_docs_, doc_width);
  if (has_positions(kind_)) append(once_positions_, position_width);
  once_docs_.clear();
  once_positions_.clear();
}

void TermsWriter::end_block() {
  if (in_block_ == 0) return;
  const std::uint64_t offset = file_.offset() - field_begin_;
  if (offset > std::numeric_limits<std::uint32_t>::max())
    throw Error(ErrorCode::kResourceExhausted,
                "the terms of one field take over 4 GiB in a segment");
  offsets_.push_back(static_cast<std::uint32_t>(offset));
  append_once();
  std::string block;
  append_varint(block, terms_.size());
  block += terms_;
  if (kind_ != TermKind::kStatistics) append_le(block, once_);
  block += bases_;
  block += entries_;
  std::string checksum;
  append_le(checksum, static_cast<std::uint32_t>(hash64(block)));
  file_.append(checksum);
  file_.append(block);
  term_count_ += in_block_;
  in_block_ = 0;
  once_ = 0;
  terms_.clear();
  entries_.clear();
}

// Offsets of blocks, then the levels: the first prefixes, every eighth of them, every eighth of
// these and so on down to one node.
std::string TermsWriter::encode_index() const {
  std::string index;
  for (const std::uint32_t offset : offsets_) append_le(index, offset);
  while ((file_.offset() + index.size()) % kIndexNodeBytes != 0) index.push_back('\0');
  for (std::size_t step = 1;; step *= kIndexNode) {
    const std::size_t begin = index.size();
    std::size_t keys = 0;
    for (std::size_t i = 0; i < prefixes_.size(); i += step, ++keys) append_le(index, prefixes_[i]);
    while (index.size() - begin < index_level_bytes(keys)) append_le(index, ~std::uint64_t{0});
    if (keys <= kIndexNode) return index;
  }
}

void TermsWriter::end_field() {
  if (!in_field_) return;
  end_block();
  const std::uint64_t index = file_.offset();
  file_.append(encode_index());
  append_le(table_, field_);
  append_le(table_, static_cast<std::uint32_t>(kind_));
  append_le(table_, term_count_);
  append_le(table_, field_begin_);
  append_le(table_, index);
  prefixes_.clear();
  offsets_.clear();
  in_field_ = false;
}

std::uint64_t TermsWriter::finish() {
  end_field();
  const std::uint64_t table = file_.offset();
  append_le(table_, table);
  file_.append(table_);
  return file_.finish();
}

}  // namespace izde::internal
