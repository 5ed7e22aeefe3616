#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "base/doc_id.h"
#include "codec/postings_patched.h"

namespace izde::internal {

// The documents of one block of postings: docs/format/postings.md.

/// Appends the documents of a block, in the way that takes the fewest bytes; bits are preferred
/// where they cost up to one more for each document. They are told from `base`, which is not above
/// the first. \pre not empty, at most kPackedBlock
void append_block_docs(std::string& out, std::span<const DocId> docs, DocId base);
/// The same where the reader knows how many there are.
void append_counted_docs(std::string& out, std::span<const DocId> docs, DocId base);

/// Words of a block of bits at most.
inline constexpr std::uint32_t kMostBitWords = 63;

/// Where and how the documents of a block stand.
struct BlockDocs {
  enum class Form : std::uint8_t { kRun, kPacked, kBits, kPatched };

  Form form = Form::kRun;
  std::uint32_t count = kPackedBlock;
  unsigned width = 0;            ///< Of packed distances.
  std::size_t bytes = 0;         ///< Of bits.
  const char* packed = nullptr;  ///< Distances or bits.
  Patched patched;
};

/// Read over what append_block_docs() or append_counted_docs() wrote. Throws Error{kCorruption}
/// when the parts break their bounds.
BlockDocs read_block_docs(ByteReader& in);
BlockDocs read_counted_docs(ByteReader& in, std::uint32_t count);

/// Writes the documents; there must be room for kPackedBlock + kBlockPadding of them. Returns false
/// when the bytes are damaged: bits that are not as many as documents, documents over 32 bits.
/// Otherwise the documents rise.
bool unpack_block_docs(const BlockDocs& from, DocId base, const BlockKernels& kernels,
                       DocId* docs) noexcept;

}  // namespace izde::internal
