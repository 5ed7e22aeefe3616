#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace izde::internal {

/// A deterministic automaton over the bytes of terms, for a walk over a dictionary that reads only
/// the blocks where a match can be (TermsReader::seek). One thread at a time; calls may build
/// states as they go, and a state stays what it is while the automaton lives.
///
/// An automaton overrides start(), step() and is_match(); run() and next_byte() where it can do
/// them faster: the walk calls run() once for a term at most, and next_byte() a few times a block.
class TermAutomaton {
 public:
  using State = std::uint32_t;
  /// The state from which no bytes lead to a match. A state that is dead without being called so
  /// costs time alone.
  static constexpr State kDead = 0xFFFFFFFF;

  TermAutomaton() = default;
  TermAutomaton(const TermAutomaton&) = default;
  TermAutomaton& operator=(const TermAutomaton&) = default;
  virtual ~TermAutomaton() = default;

  /// The state before the first byte; kDead when nothing matches.
  virtual State start() = 0;
  /// The state after `byte`. \pre state != kDead
  virtual State step(State state, std::uint8_t byte) = 0;
  /// Whether a term that ends here matches. \pre state != kDead
  virtual bool is_match(State state) = 0;

  /// Steps over `bytes` until one leads to kDead, and writes the state after each byte that does
  /// not. Returns how many were written. \pre state != kDead; `states` holds bytes.size()
  virtual std::size_t run(State state, std::string_view bytes, State* states) {
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      state = step(state, static_cast<std::uint8_t>(bytes[i]));
      if (state == kDead) return i;
      states[i] = state;
    }
    return bytes.size();
  }
  /// The least byte >= `from` that does not lead to kDead; 256 when there is none.
  /// \pre state != kDead
  virtual unsigned next_byte(State state, unsigned from) {
    while (from < 256 && step(state, static_cast<std::uint8_t>(from)) == kDead) ++from;
    return from;
  }
};

}  // namespace izde::internal
