#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "codec/term_info.h"

namespace izde::internal {

struct FramedInput;

/// One block of the terms of a field: docs/format/terms.md. Terms are as terms_letters.h codes
/// them.
class TermsBlock {
 public:
  /// Reads the head of the block that stands in [begin, end). Its checksum is to be compared before
  /// (check()). Throws Error{kCorruption}. \pre count <= kTermsBlock
  TermsBlock(const FramedInput& file, std::size_t begin, std::size_t end, TermKind kind,
             std::uint32_t count);

  /// Compares the checksum of the block that stands in [begin, end). Throws Error{kCorruption}.
  static void check(const FramedInput& file, std::size_t begin, std::size_t end);

  /// A term, told by what it has in common with the one before.
  struct Part {
    std::size_t shared = 0;
    std::string_view suffix;
  };

  /// Moves to the next term; false after the last. `shared` is not above the size of the term
  /// before. Throws Error{kCorruption}.
  bool next(Part& part);
  /// Moves to `term`; false when the block does not have it. Throws Error{kCorruption}.
  /// \pre not moved
  bool find(std::string_view term);

  /// Reads the entry of the term stood on; those before it that were not read are stepped over.
  /// \pre not read before. Throws Error{kCorruption}.
  const TermInfo& read_info();

  [[noreturn]] void fail(std::string_view what) const { terms_.fail(what); }

  /// The first term of the block at `begin`, unchecked but for its bounds.
  static std::string_view first_term(const FramedInput& file, std::size_t begin, std::size_t end);

 private:
  void read_head(ByteReader in);
  void read_long_part(std::size_t& shared, std::size_t& length);
  void pass_parts(unsigned least);
  void read_once(std::uint32_t number);
  void read_entries(std::uint32_t count);

  ByteReader terms_;
  ByteReader entries_;
  TermKind kind_;
  std::uint32_t count_;
  std::uint32_t next_term_ = 0;
  std::uint32_t next_info_ = 0;
  std::size_t length_ = 0;  ///< Of the term stood on.

  std::uint32_t once_ = 0;  ///< Bit i: term i occurs once.
  std::uint32_t once_read_ = 0;
  unsigned doc_width_ = 0;
  unsigned position_width_ = 0;
  const char* docs_ = nullptr;
  const char* positions_ = nullptr;

  TermInfo info_;
  std::uint64_t positions_offset_ = 0;  ///< Of the last term with positions in their file.
};

}  // namespace izde::internal
