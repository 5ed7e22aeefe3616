#include "text/word_break.h"

#include <cstdint>

namespace izde::internal {
namespace {

using enum WordClass;

constexpr std::uint32_t bit(WordClass c) noexcept { return 1U << static_cast<unsigned>(c); }

constexpr std::uint32_t kAHLetter = bit(kALetter) | bit(kHebrewLetter);
constexpr std::uint32_t kIgnored = bit(kExtend) | bit(kFormat) | bit(kZwj);
constexpr std::uint32_t kMidWord = bit(kMidLetter) | bit(kMidNumLet) | bit(kSingleQuote);
constexpr std::uint32_t kMidNumber = bit(kMidNum) | bit(kMidNumLet) | bit(kSingleQuote);
constexpr std::uint32_t kLineEnd = bit(kCr) | bit(kLf) | bit(kNewline);
constexpr std::uint32_t kWordly = kAHLetter | bit(kNumeric) | bit(kExtendNumLet) | bit(kKatakana);

bool is(WordClass c, std::uint32_t set) noexcept { return (bit(c) & set) != 0; }

// The class that Kazakh text needs in place of that of UAX #29 (docs/design/tokenizer.md). A full
// stop between letters is a missing blank more often than a name, an apostrophe is written with
// whatever the keyboard has, and a zero-width space is damage.
WordClass kazakh_class(const WordChar& c) noexcept {
  const WordClass plain = c.word_class();
  if (plain == kExtendNumLet) return c.value == U'_' ? kExtendNumLet : kOther;
  switch (c.value) {
    case U'.':
    case 0x2024:
    case 0xFE52:
    case 0xFF0E:
      return kMidNum;
    case U':':
    case 0xFE55:
    case 0xFF1A:
    case U';':
    case 0xFE13:
    case 0xFE14:
    case 0xFE54:
    case 0xFF1B:
      return kOther;
    case U'`':
    case 0xB4:
      return kMidLetter;
    case 0x200B:
      return kFormat;
    default:
      return c.word_class();
  }
}

class Reader {
 public:
  Reader(std::string_view text, std::size_t at, WordRules rules) noexcept
      : text_(text), at_(at), rules_(rules) {
    load();
  }

  std::size_t at() const noexcept { return at_; }
  bool done() const noexcept { return at_ >= text_.size(); }
  WordClass word_class() const noexcept { return class_; }
  unsigned entry() const noexcept { return char_.entry; }
  bool in(std::uint32_t set) const noexcept { return !done() && is(class_, set); }
  bool is_pictographic() const noexcept { return !done() && (char_.entry & kPictographic) != 0; }

  void step() noexcept {
    at_ += char_.length;
    load();
  }

  // WB4. Returns whether the last character passed over is a ZWJ.
  bool skip_ignored() noexcept {
    bool joiner = false;
    while (in(kIgnored)) {
      joiner = class_ == kZwj;
      step();
    }
    return joiner;
  }

 private:
  void load() noexcept {
    if (done()) return;
    char_ = word_char_at(text_, at_);
    class_ = rules_ == WordRules::kPlain ? char_.word_class() : kazakh_class(char_);
  }

  std::string_view text_;
  std::size_t at_;
  WordRules rules_;
  WordChar char_;
  WordClass class_ = kOther;
};

// WB5, WB8-WB10, WB13-WB13b: whether `right` follows `left` without a break.
bool joins(WordClass left, WordClass right) noexcept {
  if (!is(left, kWordly) || !is(right, kWordly)) return false;
  if (left == kKatakana) return right == kKatakana || right == kExtendNumLet;
  if (right == kKatakana) return left == kExtendNumLet;
  return true;  // letters, digits and connectors in any order
}

// WB6-WB7c, WB11-WB12: what stands behind `reader`'s character joins it to a `left` before it.
// Moves `reader` onto the character behind and returns true if so.
bool crosses_middle(Reader& reader, WordClass left) noexcept {
  const WordClass middle = reader.word_class();
  Reader ahead = reader;
  ahead.step();
  ahead.skip_ignored();
  const bool letters = is(left, kAHLetter) && is(middle, kMidWord) && ahead.in(kAHLetter);
  const bool hebrew =
      left == kHebrewLetter && middle == kDoubleQuote && ahead.in(bit(kHebrewLetter));
  const bool digits = left == kNumeric && is(middle, kMidNumber) && ahead.in(bit(kNumeric));
  if (!letters && !hebrew && !digits) return false;
  reader = ahead;
  return true;
}

std::size_t extend(Reader& reader, WordClass last, unsigned& seen) noexcept {
  for (;;) {
    const bool picture = reader.skip_ignored() && reader.is_pictographic();  // WB3c
    if (reader.done()) return reader.at();
    const bool quote = last == kHebrewLetter && reader.word_class() == kSingleQuote;  // WB7a
    if (!picture && !joins(last, reader.word_class()) && !crosses_middle(reader, last) && !quote)
      return reader.at();
    last = reader.word_class();
    if (is(last, kWordly)) seen |= reader.entry();
    reader.step();
  }
}

}  // namespace

std::size_t extend_word(std::string_view text, std::size_t at, WordClass last, WordRules rules,
                        unsigned& seen) noexcept {
  Reader reader(text, at, rules);
  return extend(reader, last, seen);
}

std::size_t next_word_boundary(std::string_view text, std::size_t at, WordRules rules) noexcept {
  Reader reader(text, at, rules);
  const WordClass first = reader.word_class();
  bool joiner = first == kZwj;
  reader.step();
  if (first == kCr) {  // WB3
    if (reader.in(bit(kLf))) reader.step();
    return reader.at();
  }
  if (is(first, kLineEnd)) return reader.at();  // WB3a, WB3b
  if (first == kSpace)                          // WB3d
    while (reader.in(bit(kSpace))) reader.step();
  if (first == kRegionalIndicator) {  // WB15, WB16
    joiner = reader.skip_ignored();
    if (reader.in(bit(kRegionalIndicator))) {
      reader.step();
      joiner = false;
    }
  }
  if (joiner && reader.is_pictographic()) {  // WB3c: a ZWJ that begins the segment, or ends a flag
    const WordClass picture = reader.word_class();
    reader.step();
    unsigned seen = 0;
    return extend(reader, picture, seen);
  }
  unsigned seen = 0;
  return extend(reader, first, seen);
}

}  // namespace izde::internal
