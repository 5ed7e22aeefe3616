#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/term_automaton.h"
#include "codec/term_info.h"
#include "store/file_format.h"

namespace izde::internal {

/// Walks the terms of one field in byte order.
class TermsCursor {
 public:
  virtual ~TermsCursor() = default;
  /// Moves to the next term; false after the last. Throws: Error{kCorruption}.
  virtual bool next() = 0;
  /// The term stood on; lives until the cursor moves.
  virtual std::string_view term() const noexcept = 0;
  virtual const TermInfo& info() const noexcept = 0;
};

/// The term dictionary of a segment, searched in place. Opening reads O(fields). Any thread.
class TermsReader {
 public:
  /// Throws: Error{kCorruption}, {kNotFound}, {kVersionTooOld}, {kVersionTooNew}.
  TermsReader(const Directory& directory, const std::string& name, const FileId& id);
  ~TermsReader();

  /// Returns the term's entry in the field, nothing when it is not there. Throws:
  /// Error{kCorruption}. Cost: a binary search over blocks of terms and a scan of one block.
  std::optional<TermInfo> find(std::uint32_t field, std::string_view term) const;

  /// A cursor whose first next() stands on the first term >= `from`. The reader must outlive it.
  std::unique_ptr<TermsCursor> seek(std::uint32_t field, std::string_view from) const;
  /// A cursor over the terms that the automaton matches. The reader and the automaton must outlive
  /// it; only one walk at a time may use the automaton. Cost: blocks of terms whose prefixes are
  /// all dead are not read.
  std::unique_ptr<TermsCursor> seek(std::uint32_t field, TermAutomaton& automaton) const;

  /// Number of terms of the field.
  std::uint64_t term_count(std::uint32_t field) const noexcept;

  /// The fields that have an entry, by rising number.
  struct FieldEntry {
    std::uint32_t field;
    TermKind kind;
    std::uint64_t terms;
  };
  std::vector<FieldEntry> fields() const;

  const FramedInput& file() const noexcept;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace izde::internal
