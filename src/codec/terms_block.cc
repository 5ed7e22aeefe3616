#include "codec/terms_block.h"

#include <bit>
#include <fmt/format.h>
#include <limits>

#include "base/bitpack.h"
#include "base/hash.h"
#include "codec/terms_format.h"
#include "store/file_format.h"

namespace izde::internal {
namespace {

// A number and the bits before it in its byte fit in eight bytes, which can be read: behind the
// content stands the file's footer.
static_assert(kFileFooterBytes >= 8);
std::uint32_t packed_number(const char* from, std::uint32_t i, unsigned width) noexcept {
  const std::size_t bit = std::size_t{i} * width;
  const std::uint64_t mask = (std::uint64_t{1} << width) - 1;
  return static_cast<std::uint32_t>(load_le<std::uint64_t>(from + bit / 8) >> (bit % 8) & mask);
}

}  // namespace

TermsBlock::TermsBlock(const FramedInput& file, std::size_t begin, std::size_t end, TermKind kind,
                       std::uint32_t count)
    : terms_(file.bytes, begin, end, file.file->name()),
      entries_(terms_),
      kind_(kind),
      count_(count) {
  const std::uint32_t checksum = terms_.u32();
  const std::string_view content = file.bytes.substr(terms_.offset(), terms_.remaining());
  if (checksum != static_cast<std::uint32_t>(hash64(content)))
    terms_.fail("the checksum of a block of terms is wrong");
  const std::uint64_t size = terms_.varint64();
  ByteReader head = terms_;
  head.skip(size);
  terms_ = ByteReader(file.bytes, terms_.offset(), head.offset(), file.file->name());
  if (kind != TermKind::kStatistics)
    read_head(head);
  else
    entries_ = head;
}

void TermsBlock::read_head(ByteReader in) {
  once_ = in.u32();
  info_.postings_offset = in.varint64();
  if (has_positions(kind_)) positions_offset_ = in.varint64();
  if (once_ != 0) {
    const auto count = static_cast<std::size_t>(std::popcount(once_));
    doc_width_ = in.u8();
    if (has_positions(kind_)) position_width_ = in.u8();
    if (doc_width_ > 32 || position_width_ > 32)
      in.fail(fmt::format("documents of {} bits, positions of {}", doc_width_, position_width_));
    docs_ = in.bytes(packed_bytes(count, doc_width_)).data();
    positions_ = in.bytes(packed_bytes(count, position_width_)).data();
  }
  entries_ = in;
}

bool TermsBlock::next(Part& part) {
  if (next_term_ == count_) return false;
  std::uint64_t shared = 0;
  std::uint64_t length = 0;
  if (next_term_ == 0) {
    length = terms_.varint64();
  } else {
    const unsigned head = terms_.u8();
    shared = head % 16;
    length = head / 16;
    if (shared == kLongPart) shared += terms_.varint32();
    if (length == kLongPart) length += terms_.varint32();
  }
  if (shared > length_)
    terms_.fail(fmt::format("{} bytes shared with a term of {}", shared, length_));
  part.shared = static_cast<std::size_t>(shared);
  part.suffix = terms_.bytes(length);
  length_ = part.shared + part.suffix.size();
  ++next_term_;
  return true;
}

const TermInfo& TermsBlock::read_info() {
  for (; next_info_ < next_term_; ++next_info_) {
    if ((once_ >> next_info_ & 1U) != 0)
      ++once_read_;
    else
      read_entry();
  }
  if ((once_ >> (next_info_ - 1) & 1U) != 0) read_once(once_read_ - 1);
  return info_;
}

void TermsBlock::read_once(std::uint32_t number) {
  info_.doc_freq = 1;
  info_.total_term_freq = 1;
  info_.singleton_doc = packed_number(docs_, number, doc_width_);
  info_.positions_offset =
      has_positions(kind_) ? packed_number(positions_, number, position_width_) : 0;
}

void TermsBlock::read_entry() {
  info_.singleton_doc = kNoMoreDocs;
  if (has_frequencies(kind_)) {
    const std::uint64_t code = entries_.varint64();
    set_doc_freq(code >> 1);
    info_.total_term_freq = info_.doc_freq;
    if ((code & 1) == 0) info_.total_term_freq += entries_.varint64();
    if (info_.total_term_freq < info_.doc_freq) entries_.fail("occurrences over 64 bits");
  } else {
    set_doc_freq(entries_.varint64());
    info_.total_term_freq = info_.doc_freq;
  }
  if (kind_ == TermKind::kStatistics) return;
  if (info_.doc_freq == 1)
    info_.singleton_doc = entries_.varint32();
  else
    info_.postings_offset += entries_.varint64();
  info_.positions_offset =
      has_positions(kind_) ? positions_offset_ += entries_.varint64() : positions_offset_;
}

void TermsBlock::set_doc_freq(std::uint64_t doc_freq) {
  if (doc_freq == 0 || doc_freq > std::numeric_limits<std::uint32_t>::max())
    entries_.fail(fmt::format("a term in {} documents", doc_freq));
  info_.doc_freq = static_cast<std::uint32_t>(doc_freq);
}

std::string_view TermsBlock::first_term(const FramedInput& file, std::size_t begin,
                                        std::size_t end) {
  ByteReader in(file.bytes, begin, end, file.file->name());
  in.skip(4);     // checksum
  in.varint64();  // size of the terms
  return in.bytes(in.varint64());
}

}  // namespace izde::internal
