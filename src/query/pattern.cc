#include "query/pattern.h"

#include <algorithm>
#include <unicode/uchar.h>
#include <utility>

#include "base/utf8.h"
#include "text/folding.h"

namespace izde::internal {

namespace {

constexpr std::size_t kMostNesting = 64;
constexpr std::size_t kMostRepeats = 255;
constexpr char32_t kMostLettersOfRange = 0x400;  // whose small letters are looked up one by one

/// Reads by recursive descent:
///   choice   := sequence { "|" sequence }
///   sequence := { atom [ "*" | "+" | "?" | "{" least [ "," [ most ] ] "}" ] }
///   atom     := letter | "." | "\" letter | "[" class "]" | "(" choice ")"
class RegexpReader {
 public:
  RegexpReader(std::u32string_view text, std::string& error) : text_(text), error_(error) {}

  std::optional<Pattern> read() {
    if (text_.starts_with(U'^')) ++at_;
    if (ends_with_anchor()) text_.remove_suffix(1);
    Pattern pattern = read_choice(0);
    if (error_.empty() && at_ < text_.size()) fail("there is a parenthesis too many");
    if (error_.empty() && count_states(pattern, kMostPatternStates) > kMostPatternStates)
      fail("it is too large");
    if (!error_.empty()) return std::nullopt;
    return pattern;
  }

 private:
  bool ends_with_anchor() const {
    return text_.size() > at_ && text_.ends_with(U'$') && !text_.ends_with(U"\\$");
  }
  bool more() const { return error_.empty() && at_ < text_.size(); }
  bool take(char32_t c) {
    if (!more() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  void fail(const char* what) {
    if (error_.empty()) error_ = what;
  }

  Pattern read_choice(std::size_t depth) {
    Pattern choice;
    choice.kind = Pattern::Kind::kChoice;
    if (depth > kMostNesting) fail("parentheses nest too deep");
    do choice.parts.push_back(read_sequence(depth));
    while (take(U'|'));
    return choice.parts.size() == 1 ? std::move(choice.parts.front()) : choice;
  }

  Pattern read_sequence(std::size_t depth) {
    Pattern sequence;
    while (more() && text_[at_] != U'|' && text_[at_] != U')') {
      Pattern atom = read_atom(depth);
      while (read_repeat(atom)) {
      }
      sequence.parts.push_back(std::move(atom));
    }
    return sequence;
  }

  Pattern read_atom(std::size_t depth) {
    const char32_t c = text_[at_++];
    switch (c) {
      case U'(': {
        if (more() && text_[at_] == U'?') fail("(? is not known");
        Pattern inside = read_choice(depth + 1);
        if (!take(U')')) fail("a parenthesis is not closed");
        return inside;
      }
      case U'[':
        return read_class();
      case U'.': {
        Pattern any;
        any.kind = Pattern::Kind::kAny;
        return any;
      }
      case U'\\':
        return read_escape();
      case U'*':
      case U'+':
      case U'?':
      case U'{':
        fail("there is nothing to repeat");
        return {};
      case U'^':
      case U'$':
        fail("^ and $ stand at the ends alone; terms are matched whole");
        return {};
      default:
        return Pattern::letter(c);
    }
  }

  Pattern read_escape() {
    if (!more()) {
      fail("it ends with a backslash");
      return {};
    }
    const char32_t c = text_[at_++];
    if (c == U'd') {
      Pattern digit = Pattern::letter(U'0');
      digit.letters.front().last = U'9';
      return digit;
    }
    if (c < 0x80 && u_isalnum(static_cast<UChar32>(c)))
      fail("of \\ and a letter \\d alone is known");
    return Pattern::letter(c);
  }

  char32_t read_class_letter() {
    char32_t c = text_[at_++];
    if (c == U'\\' && more()) c = text_[at_++];
    return c;
  }

  Pattern read_class() {
    Pattern letters;
    letters.kind = Pattern::Kind::kLetter;
    const bool negated = take(U'^');
    bool closed = false;
    for (bool first = true; more(); first = false) {
      if (!first && take(U']')) {
        closed = true;
        break;
      }
      const char32_t low = read_class_letter();
      char32_t high = low;
      if (at_ + 1 < text_.size() && text_[at_] == U'-' && text_[at_ + 1] != U']') {
        ++at_;
        high = read_class_letter();
      }
      if (high < low) fail("a range of letters is upside down");
      letters.letters.push_back({low, high});
    }
    if (!closed) fail("a class is not closed");
    if (negated) letters.letters = all_but(std::move(letters.letters));
    return letters;
  }

  static std::vector<LetterRange> all_but(std::vector<LetterRange> ranges) {
    std::sort(ranges.begin(), ranges.end(),
              [](const LetterRange& a, const LetterRange& b) { return a.first < b.first; });
    std::vector<LetterRange> others;
    char32_t next = kAnyLetter.first;
    for (const LetterRange& range : ranges) {
      if (range.first > next) others.push_back({next, range.first - 1});
      next = std::max<char32_t>(next, range.last + 1);
    }
    if (next <= kAnyLetter.last) others.push_back({next, kAnyLetter.last});
    return others;
  }

  std::optional<std::size_t> read_number() {
    std::size_t number = 0;
    const std::size_t begin = at_;
    while (more() && text_[at_] >= U'0' && text_[at_] <= U'9' && number <= kMostRepeats)
      number = 10 * number + (text_[at_++] - U'0');
    if (at_ == begin) return std::nullopt;
    if (number > kMostRepeats) fail("something repeats too often");
    return number;
  }

  bool read_repeat(Pattern& atom) {
    if (!more()) return false;
    Pattern repeat;
    repeat.kind = Pattern::Kind::kRepeat;
    if (take(U'*')) {
      repeat.most = Pattern::kUnbounded;
    } else if (take(U'+')) {
      repeat.least = 1;
      repeat.most = Pattern::kUnbounded;
    } else if (take(U'?')) {
      repeat.most = 1;
    } else if (take(U'{')) {
      const std::optional<std::size_t> least = read_number();
      std::optional<std::size_t> most = least;
      if (take(U',')) most = more() && text_[at_] == U'}' ? Pattern::kUnbounded : read_number();
      if (!least || !most || !take(U'}') || *most < *least) {
        fail("after { there should be one number or two");
        return false;
      }
      repeat.least = *least;
      repeat.most = *most;
    } else {
      return false;
    }
    // A repetition of repetitions is a repetition of any number.
    if (atom.kind == Pattern::Kind::kRepeat && ++repeats_ > kMostNesting) fail("it is too large");
    repeat.parts.push_back(std::move(atom));
    atom = std::move(repeat);
    return error_.empty();
  }

  std::u32string_view text_;
  std::string& error_;
  std::size_t at_ = 0;
  std::size_t repeats_ = 0;
};

char32_t small_letter(char32_t c) {
  const auto small = static_cast<char32_t>(u_tolower(static_cast<UChar32>(c)));
  return small == U'ё' ? U'е' : small;
}

template <class Change>
void change_letters(Pattern& pattern, const Change& change) {
  if (pattern.kind == Pattern::Kind::kLetter) {
    std::vector<LetterRange> changed;
    for (const LetterRange& range : pattern.letters) change(range, changed);
    pattern.letters = std::move(changed);
  }
  for (Pattern& part : pattern.parts) change_letters(part, change);
}

}  // namespace

Pattern Pattern::letter(char32_t letter) {
  Pattern pattern;
  pattern.kind = Kind::kLetter;
  pattern.letters.push_back({letter, letter});
  return pattern;
}

Pattern Pattern::any_letters() {
  Pattern any;
  any.kind = Kind::kAny;
  Pattern repeat;
  repeat.kind = Kind::kRepeat;
  repeat.most = kUnbounded;
  repeat.parts.push_back(std::move(any));
  return repeat;
}

Pattern read_wildcard(std::string_view text) {
  const std::u32string letters = code_points_of(text);
  Pattern pattern;
  bool after_star = false;
  for (std::size_t i = 0; i < letters.size(); ++i) {
    const bool star = letters[i] == U'*';
    if (star && !after_star) {
      pattern.parts.push_back(Pattern::any_letters());
    } else if (letters[i] == U'?') {
      pattern.parts.emplace_back().kind = Pattern::Kind::kAny;
    } else if (!star) {
      const bool escape = letters[i] == U'\\' && i + 1 < letters.size() &&
                          std::u32string_view(U"*?\\").find(letters[i + 1]) != std::u32string::npos;
      pattern.parts.push_back(Pattern::letter(letters[escape ? ++i : i]));
    }
    after_star = star;
  }
  return pattern;
}

std::optional<Pattern> read_regexp(std::string_view text, std::string& error) {
  error.clear();
  const std::u32string letters = code_points_of(text);
  return RegexpReader(letters, error).read();
}

void use_small_letters(Pattern& pattern) {
  change_letters(pattern, [](const LetterRange& range, std::vector<LetterRange>& out) {
    if (range.first != range.last) out.push_back(range);
    if (range.last - range.first > kMostLettersOfRange) return;
    for (char32_t c = range.first; c <= range.last; ++c)
      out.push_back({small_letter(c), small_letter(c)});
  });
}

Pattern with_folded_letters(Pattern pattern) {
  change_letters(pattern, [](const LetterRange& range, std::vector<LetterRange>& out) {
    out.push_back(range);
    if (range.last - range.first > kMostLettersOfRange) return;
    for (char32_t c = range.first; c <= range.last; ++c)
      for (const LetterRange& same : letters_folded_alike(c)) out.push_back(same);
  });
  return pattern;
}

std::size_t count_states(const Pattern& pattern, std::size_t most) {
  std::size_t sum = 2;
  for (const Pattern& part : pattern.parts) {
    sum += 2 + count_states(part, most);
    if (sum > most) return sum;
  }
  if (pattern.kind != Pattern::Kind::kRepeat) return sum;
  const std::size_t times =
      pattern.most == Pattern::kUnbounded ? pattern.least + 1 : pattern.most + 1;
  return sum * times;
}

LetterNfa::Part add_pattern(const Pattern& pattern, LetterNfa& nfa) {
  switch (pattern.kind) {
    case Pattern::Kind::kLetter:
      return nfa.add_letter(pattern.letters);
    case Pattern::Kind::kAny:
      return nfa.add_letter(std::span(&kAnyLetter, 1));
    case Pattern::Kind::kSequence: {
      LetterNfa::Part whole = nfa.add_nothing();
      for (const Pattern& part : pattern.parts)
        whole = nfa.concatenate(whole, add_pattern(part, nfa));
      return whole;
    }
    case Pattern::Kind::kChoice: {
      LetterNfa::Part whole = add_pattern(pattern.parts.front(), nfa);
      for (std::size_t i = 1; i < pattern.parts.size(); ++i)
        whole = nfa.alternate(whole, add_pattern(pattern.parts[i], nfa));
      return whole;
    }
    case Pattern::Kind::kRepeat:
      break;
  }
  const Pattern& part = pattern.parts.front();
  LetterNfa::Part whole = nfa.add_nothing();
  for (std::size_t i = 0; i < pattern.least; ++i)
    whole = nfa.concatenate(whole, add_pattern(part, nfa));
  if (pattern.most == Pattern::kUnbounded)
    return nfa.concatenate(whole, nfa.repeat(add_pattern(part, nfa)));
  for (std::size_t i = pattern.least; i < pattern.most; ++i)
    whole = nfa.concatenate(whole, nfa.optional(add_pattern(part, nfa)));
  return whole;
}

}  // namespace izde::internal
