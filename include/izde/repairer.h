#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "izde/export.h"

namespace izde {

/// How much a Repairer may change.
enum class RepairLevel : std::uint8_t {
  kOff,          ///< Nothing.
  kUnambiguous,  ///< Only signs that can mean one thing: wrong code points, invisible characters,
                 ///< NFC.
  kFull,         ///< Also what takes evidence: lost letters, wrong encodings.
};

/// Why a place was changed.
enum class RepairReason : std::uint8_t {
  kInvalidUtf8,     ///< Bytes that are no UTF-8, now U+FFFD.
  kComposition,     ///< Letter and combining marks, now the composed letter (NFC).
  kInvisible,       ///< Soft hyphen, zero-width character or byte order mark inside text, dropped.
  kWrongCodePoint,  ///< A letter that looks like the Kazakh one: ӊ for ң, ə for ә.
  kLookAlike,       ///< A Latin letter inside a Cyrillic word.
  kLostLetter,      ///< A letter lost by some converter: a capital И, `?` or U+FFFD in its place.
  kWrongEncoding,   ///< Bytes that were read in another encoding than they were written in.
};

/// Returns a short English name of the reason, e.g. "lost letter".
IZDE_EXPORT std::string_view to_string(RepairReason reason) noexcept;

/// One change that a repair made.
struct RepairChange {
  std::size_t offset = 0;  ///< Byte offset of the change in the text that was given.
  std::string from;        ///< The bytes that stood there.
  std::string to;          ///< The UTF-8 that replaces them; empty when they are dropped.
  RepairReason reason = RepairReason::kWrongCodePoint;
  float confidence = 1.0F;  ///< In (0, 1]; 1 for what is unambiguous.
};

/// A text after repair.
struct Repaired {
  std::string text;                   ///< Valid UTF-8, NFC where something had to be repaired.
  std::vector<RepairChange> changes;  ///< In order of offset, never overlapping.
};

/// Mends damage that Kazakh text picks up on its way: see docs/design/repair.md.
///
/// Clean text comes back byte for byte, after one scan. Words in capitals (`ИИН`), names in mixed
/// case (`ҚазИнформ`) and text in other languages are left as they are. Any bytes are accepted.
///
/// Immutable; any number of threads may share one. Cost: O(text).
class IZDE_EXPORT Repairer {
 public:
  explicit Repairer(RepairLevel level = RepairLevel::kFull) noexcept : level_(level) {}

  /// Returns `text` repaired, and what was changed.
  ///
  /// Example: Repairer{}.repair("пайдаланИан жаӊа").text == "пайдаланған жаңа".
  /// Repairing a repaired text changes nothing.
  Repaired repair(std::string_view text) const;

  RepairLevel level() const noexcept { return level_; }

 private:
  RepairLevel level_;
};

}  // namespace izde
