#pragma once

#include <cstdint>
#include <string_view>

namespace izde::internal {

/// What an ending is written to, with a hyphen between.
enum class EndingHost : std::uint8_t {
  kNumber,  ///< `5-ші`, `100-деген`, `20-дан`.
  kAcronym,  ///< `АҚШ-тың`, `км-ге`: capitals, or letters without a vowel, or in another script.
  kWord,  ///< `Астана-да`, `сондай-ақ`: where a second word is as likely.
};

/// Whether `ending` (lower case, NFC) is a complete ending that may follow `host`: ordinal,
/// collective, plural, possessive, case and the rest, in the order of the language, or a particle.
///
/// Vowel harmony and assimilation are not asked for: both follow the way the number or the acronym
/// is read aloud. Any bytes are accepted. Cost: microseconds, no allocation.
bool is_ending(std::string_view ending, EndingHost host) noexcept;

}  // namespace izde::internal
