#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace izde::bench {

/// Endings in the notation of append_endings(), with how often they come. What follows '|' is a
/// further word, written as it stands.
struct Chain {
  std::uint16_t weight;
  std::u16string_view endings;
};

std::span<const Chain> noun_chains() noexcept;
std::span<const Chain> adjective_chains() noexcept;
std::span<const Chain> name_chains() noexcept;
/// Verbs inside a sentence: participles, converbs, gerunds, conditionals.
std::span<const Chain> inner_verb_chains() noexcept;
/// Verbs that end a sentence.
std::span<const Chain> final_verb_chains() noexcept;
/// Nouns and adjectives that end a sentence.
std::span<const Chain> predicate_chains() noexcept;
/// Endings after a number, a percent sign or an abbreviation; the empty one among them.
std::span<const Chain> hyphen_chains() noexcept;

/// What stands next to what in a sentence.
enum class Part : std::uint8_t { kNoun, kAdjective, kVerb, kFunction, kName, kNumber, kForeign };

constexpr std::size_t kParts = 7;

/// How often each Part follows `previous`.
std::span<const std::uint16_t, kParts> followers(Part previous) noexcept;

}  // namespace izde::bench
