#include "codec/terms_writer.h"

#include <cassert>
#include <limits>

#include "izde/error.h"

#include "base/bytes.h"
#include "base/hash.h"
#include "base/varint.h"

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
  assert(in_block_ + term_count_ == 0 || last_term_ < term);
  if (in_block_ == 0) {
    prefixes_.push_back(term_prefix(term));
    head_.clear();
    if (kind_ != TermKind::kStatistics) append_varint(head_, postings_offset_);
    if (has_positions(kind_)) append_varint(head_, positions_offset_);
    append_string(terms_, term);
  } else {
    std::size_t shared = 0;
    while (shared < term.size() && shared < last_term_.size() && term[shared] == last_term_[shared])
      ++shared;
    append_varint(terms_, shared);
    append_string(terms_, term.substr(shared));
  }
  append_info(info);
  last_term_ = term;
  if (++in_block_ == kTermsBlock) end_block();
}

// The first number holds doc_freq and whether the term occurs once in each of its documents.
// Offsets are distances to those of the term before; a singleton has no postings, a term that
// occurs once no positions.
void TermsWriter::append_info(const TermInfo& info) {
  if (kind_ == TermKind::kStatistics) {
    append_varint(infos_, info.doc_freq);
    return;
  }
  if (!has_frequencies(kind_)) {
    append_varint(infos_, info.doc_freq);
  } else {
    const std::uint64_t more = info.total_term_freq - info.doc_freq;
    append_varint(infos_, std::uint64_t{info.doc_freq} << 1 | (more == 0 ? 1U : 0U));
    if (more != 0) append_varint(infos_, more);
  }
  if (info.doc_freq == 1) {
    append_varint(infos_, info.singleton_doc);
  } else {
    append_varint(infos_, info.postings_offset - postings_offset_);
    postings_offset_ = info.postings_offset;
  }
  if (!has_positions(kind_)) return;
  if (info.total_term_freq == 1) {
    append_varint(infos_, info.positions_offset);
  } else {
    append_varint(infos_, info.positions_offset - positions_offset_);
    positions_offset_ = info.positions_offset;
  }
}

void TermsWriter::end_block() {
  if (in_block_ == 0) return;
  const std::uint64_t offset = file_.offset() - field_begin_;
  if (offset > std::numeric_limits<std::uint32_t>::max())
    throw Error(ErrorCode::kResourceExhausted,
                "the terms of one field take over 4 GiB in a segment");
  offsets_.push_back(static_cast<std::uint32_t>(offset));
  std::string block;
  append_varint(block, terms_.size());
  block += terms_;
  block += head_;
  block += infos_;
  std::string checksum;
  append_le(checksum, static_cast<std::uint32_t>(hash64(block)));
  file_.append(checksum);
  file_.append(block);
  term_count_ += in_block_;
  in_block_ = 0;
  terms_.clear();
  infos_.clear();
}

void TermsWriter::end_field() {
  if (!in_field_) return;
  end_block();
  const std::uint64_t index = file_.offset();
  std::string arrays;
  for (const std::uint64_t prefix : prefixes_) append_le(arrays, prefix);
  for (const std::uint32_t offset : offsets_) append_le(arrays, offset);
  file_.append(arrays);
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
