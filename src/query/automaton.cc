#include "query/automaton.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/utf8.h"
#include "text/folding.h"

namespace izde::internal {

namespace {

// See Deadline::spend(): of a new state, beside what it is made of, and of stepping over a term.
constexpr std::size_t kStateCost = 64;
constexpr std::size_t kRunCost = 8;

constexpr std::u32string_view kKazakhLetters = U"әғқңөұүһі";

char32_t folded_letter(char32_t letter) {
  std::string text, folded;
  append_code_point(text, letter);
  fold_kazakh_letters(text, folded);
  return code_point_at(folded, 0).value;
}

}  // namespace

LetterNfa::State LetterNfa::add_state() {
  nodes_.emplace_back();
  return static_cast<State>(nodes_.size() - 1);
}

LetterNfa::Part LetterNfa::add_nothing() {
  const State state = add_state();
  return {state, state};
}

LetterNfa::Part LetterNfa::add_letter(std::span<const LetterRange> ranges) {
  const Part part{add_state(), add_state()};
  for (const LetterRange& range : ranges) add_edge(part.begin, range, part.end);
  return part;
}

LetterNfa::Part LetterNfa::concatenate(Part first, Part second) {
  add_free_edge(first.end, second.begin);
  return {first.begin, second.end};
}

LetterNfa::Part LetterNfa::alternate(Part first, Part second) {
  const Part part{add_state(), add_state()};
  for (const Part& choice : {first, second}) {
    add_free_edge(part.begin, choice.begin);
    add_free_edge(choice.end, part.end);
  }
  return part;
}

LetterNfa::Part LetterNfa::repeat(Part part) {
  const State loop = add_state();
  add_free_edge(loop, part.begin);
  add_free_edge(part.end, loop);
  return {loop, loop};
}

LetterNfa::Part LetterNfa::optional(Part part) {
  const Part whole{add_state(), add_state()};
  add_free_edge(whole.begin, part.begin);
  add_free_edge(part.end, whole.end);
  add_free_edge(whole.begin, whole.end);
  return whole;
}

std::vector<LetterRange> letters_folded_alike(char32_t letter) {
  const char32_t folded = folded_letter(letter);
  std::vector<LetterRange> letters{{folded, folded}};
  for (const char32_t kazakh : kKazakhLetters)
    if (folded_letter(kazakh) == folded) letters.push_back({kazakh, kazakh});
  return letters;
}

LetterNfa::Part add_near_word(std::u32string_view word, std::uint32_t edits, bool folded,
                              LetterNfa& nfa) {
  const std::size_t length = word.size();
  // State (i, e): i letters of the word are accounted for, by e edits.
  std::vector<LetterNfa::State> states((length + 1) * (edits + 1));
  for (LetterNfa::State& state : states) state = nfa.add_state();
  const auto at = [&](std::size_t i, std::uint32_t e) { return states[i * (edits + 1) + e]; };
  const auto add_letter = [&](LetterNfa::State from, char32_t letter, LetterNfa::State to) {
    if (!folded) return nfa.add_edge(from, {letter, letter}, to);
    for (const LetterRange& same : letters_folded_alike(letter)) nfa.add_edge(from, same, to);
  };
  const LetterNfa::Part part{at(0, 0), nfa.add_state()};
  for (std::size_t i = 0; i <= length; ++i) {
    for (std::uint32_t e = 0; e <= edits; ++e) {
      if (i < length) add_letter(at(i, e), word[i], at(i + 1, e));
      if (e == edits) continue;
      nfa.add_edge(at(i, e), kAnyLetter, at(i, e + 1));
      if (i == length) continue;
      nfa.add_edge(at(i, e), kAnyLetter, at(i + 1, e + 1));
      nfa.add_free_edge(at(i, e), at(i + 1, e + 1));
      if (i + 1 == length) continue;
      const LetterNfa::State between = nfa.add_state();
      add_letter(at(i, e), word[i + 1], between);
      add_letter(between, word[i], at(i + 2, e + 1));
    }
  }
  for (std::uint32_t e = 0; e <= edits; ++e) nfa.add_free_edge(at(length, e), part.end);
  return part;
}

std::uint32_t edit_distance(std::u32string_view a, std::u32string_view b, std::uint32_t most) {
  const auto apart = a.size() > b.size() ? a.size() - b.size() : b.size() - a.size();
  if (apart > most) return most + 1;
  // Three rows of the table of distances between beginnings.
  std::array<std::vector<std::uint32_t>, 3> rows;
  for (auto& row : rows) row.resize(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) rows[0][j] = static_cast<std::uint32_t>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    const auto& before = rows[(i + 2) % 3];
    const auto& two_before = rows[(i + 1) % 3];
    auto& row = rows[i % 3];
    row[0] = static_cast<std::uint32_t>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({before[j] + 1, row[j - 1] + 1, before[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], two_before[j - 2] + 1);
    }
  }
  return std::min(rows[a.size() % 3][b.size()], most + 1);
}

Utf8Automaton::Utf8Automaton(LetterNfa nfa, Deadline* deadline)
    : nfa_(std::move(nfa)), deadline_(deadline), seen_(nfa_.size(), false) {
  intern(Set{});
  Set first{nfa_.start()};
  close(first);
  start_ = intern(ByteState{intern(std::move(first)), {}});
}

void Utf8Automaton::close(Set& set) {
  for (const LetterNfa::State state : set) seen_[state] = true;
  for (std::size_t i = 0; i < set.size(); ++i) {
    for (const LetterNfa::State next : nfa_.free_edges(set[i])) {
      if (seen_[next]) continue;
      seen_[next] = true;
      set.push_back(next);
    }
  }
  for (const LetterNfa::State state : set) seen_[state] = false;
  std::sort(set.begin(), set.end());
}

std::uint32_t Utf8Automaton::intern(Set set) {
  std::u32string key(set.begin(), set.end());
  const auto [at, is_new] =
      set_numbers_.try_emplace(std::move(key), static_cast<std::uint32_t>(sets_.size()));
  if (is_new) {
    accepting_.push_back(std::binary_search(set.begin(), set.end(), nfa_.accept()));
    sets_.push_back(std::move(set));
  }
  return at->second;
}

TermAutomaton::State Utf8Automaton::intern(ByteState state) {
  if (state.set == 0) return kDead;
  const std::uint64_t key =
      (std::uint64_t{state.set} << 32) | (state.pending.bits << 2) | state.pending.missing;
  const auto [at, is_new] = state_numbers_.try_emplace(key, static_cast<State>(states_.size()));
  if (!is_new) return at->second;
  if (states_.size() >= kMostStates) {
    overflowed_ = true;
    state_numbers_.erase(at);
    return kDead;
  }
  states_.push_back(state);
  steps_.emplace_back();
  return at->second;
}

std::uint32_t Utf8Automaton::step_letter(std::uint32_t set, char32_t letter) {
  Set next;
  for (const LetterNfa::State state : sets_[set]) {
    for (const LetterNfa::Edge& edge : nfa_.edges(state)) {
      if (letter < edge.letters.first || letter > edge.letters.last || seen_[edge.to]) continue;
      seen_[edge.to] = true;
      next.push_back(edge.to);
    }
  }
  for (const LetterNfa::State state : next) seen_[state] = false;
  if (next.empty()) return 0;
  close(next);
  return intern(std::move(next));
}

bool Utf8Automaton::can_go_on(std::uint32_t set, Pending pending) const {
  const char32_t low = pending.bits << (6 * pending.missing);
  const char32_t high = low | ((char32_t{1} << (6 * pending.missing)) - 1);
  for (const LetterNfa::State state : sets_[set]) {
    for (const LetterNfa::Edge& edge : nfa_.edges(state)) {
      const LetterRange& letters = edge.letters;
      if (letters.first <= high && letters.last >= low) return true;
      if (letters.first <= kReplacementCharacter && letters.last >= kReplacementCharacter)
        return true;  // the bytes may be damaged
    }
  }
  return false;
}

TermAutomaton::State Utf8Automaton::make_step(ByteState from, std::uint8_t byte) {
  if (from.pending.missing > 0) {
    if ((byte & 0xC0U) == 0x80U) {
      const Pending pending{(from.pending.bits << 6) | (byte & 0x3FU), from.pending.missing - 1};
      if (pending.missing == 0) return intern(ByteState{step_letter(from.set, pending.bits), {}});
      return can_go_on(from.set, pending) ? intern(ByteState{from.set, pending}) : kDead;
    }
    from = {step_letter(from.set, kReplacementCharacter), {}};
    if (from.set == 0) return kDead;
  }
  Pending pending;
  if (byte < 0x80U) return intern(ByteState{step_letter(from.set, byte), {}});
  if (byte >= 0xC2U && byte <= 0xDFU)
    pending = {byte & 0x1FU, 1};
  else if (byte >= 0xE0U && byte <= 0xEFU)
    pending = {byte & 0x0FU, 2};
  else if (byte >= 0xF0U && byte <= 0xF4U)
    pending = {byte & 0x07U, 3};
  if (pending.missing == 0)
    return intern(ByteState{step_letter(from.set, kReplacementCharacter), {}});
  return can_go_on(from.set, pending) ? intern(ByteState{from.set, pending}) : kDead;
}

void Utf8Automaton::build_step(State state, std::uint8_t byte) {
  if (steps_[state].empty()) steps_[state].assign(256, kUnknown);
  spend(kStateCost + sets_[states_[state].set].size());
  const State next = make_step(states_[state], byte);  // may move the rows
  steps_[state][byte] = next;
}

bool Utf8Automaton::is_match(State state) {
  const ByteState& at = states_[state];
  const std::uint32_t set =
      at.pending.missing > 0 ? step_letter(at.set, kReplacementCharacter) : at.set;
  return accepting_[set];
}

std::size_t Utf8Automaton::run(State state, std::string_view bytes, State* states) {
  spend(kRunCost);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    state = step(state, static_cast<std::uint8_t>(bytes[i]));
    if (state == kDead) return i;
    states[i] = state;
  }
  return bytes.size();
}

bool Utf8Automaton::matches(std::string_view text) {
  State state = start_;
  for (const char c : text) {
    if (state == kDead) return false;
    state = step(state, static_cast<std::uint8_t>(c));
  }
  return state != kDead && is_match(state);
}

}  // namespace izde::internal
