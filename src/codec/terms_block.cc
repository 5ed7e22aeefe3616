#include "codec/terms_block.h"

#include <algorithm>
#include <bit>
#include <fmt/format.h>
#include <limits>

#include "base/bitpack.h"
#include "base/hash.h"
#include "codec/terms_format.h"
#include "store/file_format.h"

namespace izde::internal {
namespace {

constexpr std::size_t kChecksumBytes = 4;

// A number and the bits before it in its byte fit in eight bytes, which can be read: behind the
// content stands the file's footer.
static_assert(kFileFooterBytes >= 8);
std::uint32_t packed_number(const char* from, std::uint32_t i, unsigned width) noexcept {
  const std::size_t bit = std::size_t{i} * width;
  const std::uint64_t mask = (std::uint64_t{1} << width) - 1;
  return static_cast<std::uint32_t>(load_le<std::uint64_t>(from + bit / 8) >> (bit % 8) & mask);
}

// Behind the blocks stands their index: an entry that would leave its block can still be read.
constexpr std::size_t kLongestVarint = 10;
static_assert(kIndexNodeBytes >= 4 * kLongestVarint);

/// A number, and where the next one stands; null behind one over 64 bits.
struct Varint {
  std::uint64_t value;
  const char* end;
};

Varint long_varint(const char* at) noexcept {
  std::uint64_t value = 0;
  for (unsigned shift = 0; shift < 7 * kLongestVarint; shift += 7) {
    const std::uint64_t byte = static_cast<unsigned char>(*at++);
    if (shift == 63 && byte > 1) break;
    value |= (byte & 0x7F) << shift;
    if (byte < 0x80) return {value, at};
  }
  return {0, nullptr};
}

// As ByteReader::varint64(), but for the end. Nearly all have one byte or two.
inline Varint varint(const char* at) noexcept {
  const std::uint64_t low = static_cast<unsigned char>(at[0]);
  if (low < 0x80) return {low, at + 1};
  const std::uint64_t high = static_cast<unsigned char>(at[1]);
  if (high < 0x80) return {(high << 7) + low - 0x80, at + 2};
  return long_varint(at);
}

/// Entries of terms, summed up: what the last one says, with the offsets of all.
struct EntrySum {
  std::uint64_t doc_freq = 0;
  std::uint64_t more = 0;
  std::uint64_t document = 0;  ///< Of a term in one.
  std::uint64_t postings = 0;
  std::uint64_t positions = 0;
};

/// Adds an entry. Returns where the next one stands, null when this cannot be one.
template <TermKind kKind>
inline const char* add_entry(const char* at, EntrySum& sum) noexcept {
  const Varint code = varint(at);
  if (code.end == nullptr) return nullptr;
  at = code.end;
  sum.doc_freq = has_frequencies(kKind) ? code.value >> 1 : code.value;
  sum.more = 0;
  if (has_frequencies(kKind) && (code.value & 1) == 0) {
    const Varint more = varint(at);
    if (more.end == nullptr) return nullptr;
    at = more.end;
    sum.more = more.value;
  }
  if (sum.doc_freq - 1 >= std::numeric_limits<std::uint32_t>::max()) return nullptr;
  if (sum.doc_freq + sum.more < sum.more) return nullptr;
  if (kKind == TermKind::kStatistics) return at;
  const Varint place = varint(at);
  at = place.end;
  if (sum.doc_freq > 1)
    sum.postings += place.value;
  else if (place.value > std::numeric_limits<std::uint32_t>::max())
    return nullptr;
  sum.document = place.value;
  if (at == nullptr || !has_positions(kKind)) return at;
  const Varint positions = varint(at);
  sum.positions += positions.value;
  return positions.end;
}

/// Adds `count` entries. Returns where they end, null when they are not within [at, end).
template <TermKind kKind>
const char* add_entries(const char* at, const char* end, std::uint32_t count,
                        EntrySum& sum) noexcept {
  EntrySum local = sum;
  for (; count > 0; --count) {
    if (at >= end || (at = add_entry<kKind>(at, local)) == nullptr) return nullptr;
  }
  sum = local;
  return at > end ? nullptr : at;
}

/// Bytes that two strings begin with together.
std::size_t common_bytes(std::string_view a, std::string_view b) noexcept {
  return static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first -
                                  a.begin());
}

}  // namespace

TermsBlock::TermsBlock(const FramedInput& file, std::size_t begin, std::size_t end, TermKind kind,
                       std::uint32_t count)
    : terms_(file.bytes, begin, end, file.file->name()),
      entries_(terms_),
      kind_(kind),
      count_(count) {
  terms_.skip(kChecksumBytes);
  const std::uint64_t size = terms_.varint64();
  ByteReader head = terms_;
  head.skip(size);
  terms_ = ByteReader(file.bytes, terms_.offset(), head.offset(), file.file->name());
  if (kind != TermKind::kStatistics)
    read_head(head);
  else
    entries_ = head;
}

void TermsBlock::check(const FramedInput& file, std::size_t begin, std::size_t end) {
  ByteReader in(file.bytes, begin, end, file.file->name());
  const std::uint32_t checksum = in.u32();
  if (checksum != static_cast<std::uint32_t>(hash64(in.bytes(in.remaining()))))
    in.fail("the checksum of a block of terms is wrong");
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

// The first term of a block is told by its length alone.
void TermsBlock::read_long_part(std::size_t& shared, std::size_t& length) {
  if (next_term_ == 0) {
    length = static_cast<std::size_t>(terms_.varint64());
    return;
  }
  if (shared == kLongPart) shared += terms_.varint32();
  if (length == kLongPart) length += terms_.varint32();
}

bool TermsBlock::next(Part& part) {
  if (next_term_ == count_) return false;
  std::size_t shared = 0;
  std::size_t length = kLongPart;
  if (next_term_ > 0) {
    const unsigned head = terms_.u8();
    shared = head % 16;
    length = head / 16;
  }
  if (shared == kLongPart || length == kLongPart) read_long_part(shared, length);
  if (shared > length_)
    terms_.fail(fmt::format("{} bytes shared with a term of {}", shared, length_));
  part.shared = shared;
  part.suffix = terms_.bytes(length);
  length_ = part.shared + part.suffix.size();
  ++next_term_;
  return true;
}

// Terms are not put together: of each it is enough to know whether it leaves the wanted one at the
// same byte as the term before. Most are passed by their first byte alone.
bool TermsBlock::find(std::string_view term) {
  std::size_t matched = 0;  // bytes of the last term, which is below the wanted one
  for (Part part; next(part);) {
    if (part.shared < matched) return false;
    if (part.shared == matched) {
      const std::string_view rest = term.substr(matched);
      const std::size_t common = common_bytes(part.suffix, rest);
      if (common == part.suffix.size() && common == rest.size()) return true;
      if (common < part.suffix.size() &&
          (common == rest.size() || static_cast<unsigned char>(part.suffix[common]) >
                                        static_cast<unsigned char>(rest[common])))
        return false;
      matched += common;
    }
    if (matched + 1 < kLongPart) pass_parts(static_cast<unsigned>(matched + 1));
  }
  return false;
}

// Moves over terms that share at least `least` bytes with the one before, while their first byte
// tells all. \pre least < kLongPart
void TermsBlock::pass_parts(unsigned least) {
  const char* at = terms_.data();
  const char* const end = at + terms_.remaining();
  const char* last = nullptr;
  std::uint32_t left = count_ - next_term_;
  for (; left > 0 && at < end; --left) {
    const unsigned head = static_cast<unsigned char>(*at);
    if (head % 16 - least >= kLongPart - least || head >= 16 * kLongPart) break;
    last = at;
    at += 1 + head / 16;
  }
  if (last == nullptr) return;
  const unsigned head = static_cast<unsigned char>(*last);
  length_ = head % 16 + head / 16;
  next_term_ = count_ - left;
  terms_.skip(static_cast<std::size_t>(at - terms_.data()));
}

const TermInfo& TermsBlock::read_info() {
  const std::uint32_t passed =
      ~std::uint32_t{0} >> (32 - next_term_) & ~((std::uint32_t{1} << next_info_) - 1);
  const auto singles = static_cast<std::uint32_t>(std::popcount(once_ & passed));
  once_read_ += singles;
  read_entries(next_term_ - next_info_ - singles);
  next_info_ = next_term_;
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

void TermsBlock::read_entries(std::uint32_t count) {
  if (count == 0) return;
  EntrySum sum;
  sum.postings = info_.postings_offset;
  sum.positions = positions_offset_;
  constexpr decltype(&add_entries<TermKind::kDocs>) kAdd[] = {
      add_entries<TermKind::kStatistics>, add_entries<TermKind::kDocs>,
      add_entries<TermKind::kPositions>, add_entries<TermKind::kFrequencies>};
  const char* const begin = entries_.data();
  const char* const end =
      kAdd[static_cast<std::size_t>(kind_)](begin, begin + entries_.remaining(), count, sum);
  if (end == nullptr) entries_.fail("an entry of a term that cannot be");
  entries_.skip(static_cast<std::size_t>(end - begin));
  info_.doc_freq = static_cast<std::uint32_t>(sum.doc_freq);
  info_.total_term_freq = sum.doc_freq + sum.more;
  info_.postings_offset = sum.postings;
  const bool alone = sum.doc_freq == 1 && kind_ != TermKind::kStatistics;
  info_.singleton_doc = alone ? static_cast<DocId>(sum.document) : kNoMoreDocs;
  info_.positions_offset = positions_offset_ = sum.positions;
}

std::string_view TermsBlock::first_term(const FramedInput& file, std::size_t begin,
                                        std::size_t end) {
  ByteReader in(file.bytes, begin, end, file.file->name());
  in.skip(kChecksumBytes);
  in.varint64();  // size of the terms
  return in.bytes(in.varint64());
}

}  // namespace izde::internal
