#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/deadline.h"
#include "base/term_automaton.h"

namespace izde::internal {

/// Code points from `first` to `last`.
struct LetterRange {
  char32_t first = 0;
  char32_t last = 0;
};

inline constexpr LetterRange kAnyLetter{0x1, 0x10FFFF};  // U+0000 keeps the parts of a key apart

/// A nondeterministic automaton over code points, put together from parts.
class LetterNfa {
 public:
  using State = std::uint32_t;
  /// What is read between two states.
  struct Part {
    State begin = 0;
    State end = 0;
  };
  struct Edge {
    LetterRange letters;
    State to = 0;
  };

  State add_state();
  void add_edge(State from, LetterRange letters, State to) {
    nodes_[from].edges.push_back({letters, to});
  }
  /// An edge that reads nothing.
  void add_free_edge(State from, State to) { nodes_[from].free.push_back(to); }

  Part add_nothing();
  /// One code point out of `ranges`.
  Part add_letter(std::span<const LetterRange> ranges);
  Part concatenate(Part first, Part second);
  Part alternate(Part first, Part second);
  Part repeat(Part part);  ///< Any number of times, or not at all.
  Part optional(Part part);

  /// What is read from `whole.begin` to `whole.end` is accepted.
  void finish(Part whole) {
    start_ = whole.begin;
    accept_ = whole.end;
  }

  State start() const noexcept { return start_; }
  State accept() const noexcept { return accept_; }
  std::size_t size() const noexcept { return nodes_.size(); }
  const std::vector<Edge>& edges(State state) const noexcept { return nodes_[state].edges; }
  const std::vector<State>& free_edges(State state) const noexcept { return nodes_[state].free; }

 private:
  struct Node {
    std::vector<Edge> edges;
    std::vector<State> free;
  };
  std::vector<Node> nodes_;
  State start_ = 0, accept_ = 0;
};

/// The most edits of a fuzzy word.
inline constexpr std::uint32_t kMostEdits = 2;

/// What becomes `word` by at most `edits` edits: see Query::fuzzy(). `folded`: letters that fold to
/// the same (text/folding.h) are the same.
LetterNfa::Part add_near_word(std::u32string_view word, std::uint32_t edits, bool folded,
                              LetterNfa& nfa);

/// The fewest edits between two words, as Query::fuzzy() counts them (optimal string alignment);
/// `most` + 1 when it takes more than `most`.
std::uint32_t edit_distance(std::u32string_view a, std::u32string_view b, std::uint32_t most);

/// The letters that fold to what `letter` folds to.
std::vector<LetterRange> letters_folded_alike(char32_t letter);

/// Runs a LetterNfa over UTF-8, making it deterministic as far as it is walked. A damaged byte is
/// read as U+FFFD.
class Utf8Automaton final : public TermAutomaton {
 public:
  /// `deadline`, if any, is looked at in run() and where states are made: OutOfTime.
  explicit Utf8Automaton(LetterNfa nfa, Deadline* deadline = nullptr);

  State start() override { return start_; }
  State step(State state, std::uint8_t byte) override {
    if (steps_[state].empty() || steps_[state][byte] == kUnknown) build_step(state, byte);
    return steps_[state][byte];
  }
  bool is_match(State state) override;
  std::size_t run(State state, std::string_view bytes, State* states) override;

  bool matches(std::string_view text);
  /// Whether it had more states than it may have, kMostStates, and took what lay behind for dead.
  bool overflowed() const noexcept { return overflowed_; }

  static constexpr std::size_t kMostStates = std::size_t{1} << 14;

 private:
  using Set = std::vector<LetterNfa::State>;  // rising
  /// Inside a code point: the bits so far, and how many bytes are missing.
  struct Pending {
    std::uint32_t bits = 0;
    std::uint32_t missing = 0;
  };
  struct ByteState {
    std::uint32_t set = 0;
    Pending pending;
  };

  static constexpr State kUnknown = kDead - 1;

  void spend(std::size_t documents) {
    if (deadline_ != nullptr) deadline_->spend(documents);
  }
  void build_step(State state, std::uint8_t byte);
  State make_step(ByteState from, std::uint8_t byte);
  std::uint32_t step_letter(std::uint32_t set, char32_t letter);
  bool can_go_on(std::uint32_t set, Pending pending) const;
  void close(Set& set);
  std::uint32_t intern(Set set);
  State intern(ByteState state);

  LetterNfa nfa_;
  Deadline* deadline_;
  State start_ = kDead;
  bool overflowed_ = false;
  std::vector<Set> sets_;  // 0: none
  std::vector<bool> accepting_;
  std::unordered_map<std::u32string, std::uint32_t> set_numbers_;
  std::vector<ByteState> states_;
  std::unordered_map<std::uint64_t, State> state_numbers_;
  std::vector<std::vector<State>> steps_;  // by state and byte; empty until the state is left
  std::vector<bool> seen_;                 // scratch of close()
};

}  // namespace izde::internal
