#include "codec/postings_block.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

#include "base/bytes.h"

namespace izde::internal {
namespace {

// The first byte of a block: the width of packed distances, where 0 is a run without gaps; bits in
// so many words; or a block of another number of documents.
constexpr unsigned kBitWords = 0x40;
constexpr unsigned kShort = 0x80;
static_assert(kMostBitWords == kShort - kBitWords - 1);

/// Distances between the documents, less one.
std::array<std::uint32_t, kPackedBlock> distances(std::span<const DocId> docs,
                                                  DocId base) noexcept {
  std::array<std::uint32_t, kPackedBlock> found;
  for (std::size_t i = 0; i < docs.size(); ++i) {
    found[i] = docs[i] - base;
    base = docs[i] + 1;
  }
  return found;
}

void append_bits(std::string& out, std::span<const DocId> docs, DocId base, std::size_t words) {
  const std::size_t at = out.size();
  out.resize(at + 8 * words);
  for (const DocId doc : docs) {
    char& byte = out[at + (doc - base) / 8];
    byte = static_cast<char>(byte | 1 << (doc - base) % 8);
  }
}

}  // namespace

void append_block_docs(std::string& out, std::span<const DocId> docs, DocId base) {
  if (docs.size() < kPackedBlock) {
    out.push_back(static_cast<char>(kShort));
    out.push_back(static_cast<char>(docs.size() - 1));
    append_patched(out, distances(docs, base).data(), docs.size());
    return;
  }
  const auto found = distances(docs, base);
  const unsigned width = bit_width(found.data(), found.size());
  const std::size_t words = (std::size_t{docs.back()} - base) / 64 + 1;
  if (width > 0 && 8 * words <= packed_block_bytes(width + 1) &&
      std::uint64_t{base} + 64 * words <= kNoMoreDocs) {
    out.push_back(static_cast<char>(kBitWords + words));
    append_bits(out, docs, base, words);
    return;
  }
  out.push_back(static_cast<char>(width));
  const std::size_t at = out.size();
  out.resize(at + packed_block_bytes(width));
  pack_block(found.data(), width, out.data() + at);
}

void append_counted_docs(std::string& out, std::span<const DocId> docs, DocId base) {
  if (docs.size() == kPackedBlock)
    append_block_docs(out, docs, base);
  else
    append_patched(out, distances(docs, base).data(), docs.size());
}

BlockDocs read_block_docs(ByteReader& in) {
  const unsigned code = in.u8();
  if (code == kShort) {
    const std::uint32_t count = std::uint32_t{in.u8()} + 1;
    if (count == kPackedBlock) in.fail("a full block of postings that says it is short");
    return read_counted_docs(in, count);
  }
  BlockDocs found;
  if (code >= kBitWords && code < kShort) {
    found.form = BlockDocs::Form::kBits;
    found.bytes = std::size_t{8} * (code - kBitWords);
    found.packed = in.bytes(found.bytes).data();
  } else if (code > 32) {
    in.fail(fmt::format("a block of postings of form {}", code));
  } else if (code > 0) {
    found.form = BlockDocs::Form::kPacked;
    found.width = code;
    found.packed = in.bytes(packed_block_bytes(code)).data();
  }
  return found;
}

BlockDocs read_counted_docs(ByteReader& in, std::uint32_t count) {
  if (count == kPackedBlock) return read_block_docs(in);
  BlockDocs found;
  found.form = BlockDocs::Form::kPatched;
  found.count = count;
  found.patched = read_patched(in, count);
  return found;
}

bool unpack_block_docs(const BlockDocs& from, DocId base, const BlockKernels& kernels,
                       DocId* docs) noexcept {
  unsigned width = from.width;
  switch (from.form) {
    case BlockDocs::Form::kRun:
      std::fill_n(docs, from.count, 0);
      break;
    case BlockDocs::Form::kPacked:
      kernels.unpack(from.packed, width, docs);
      break;
    case BlockDocs::Form::kBits:
      if (std::uint64_t{base} + 8 * from.bytes > kNoMoreDocs) return false;
      return kernels.numbers_of_bits(from.packed, from.bytes / 8, base, docs, kPackedBlock) ==
             kPackedBlock;
    case BlockDocs::Form::kPatched:
      unpack_patched(from.patched, from.count, kernels, docs);
      width = from.patched.width + (from.patched.patches > 0 ? 8 : 0);
      break;
  }
  if (width > 32 || base + (std::uint64_t{from.count} << width) > kNoMoreDocs) {
    std::uint64_t last = base;  // only sums that stay below 2^32 are done in 32 bits
    for (std::uint32_t i = 0; i < from.count; ++i) last += std::uint64_t{docs[i]} + 1;
    if (last > kNoMoreDocs) return false;
  }
  kernels.sum(base, docs, from.count);
  return true;
}

}  // namespace izde::internal
