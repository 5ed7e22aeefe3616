#include "text/encoding_cost.h"

#include <algorithm>
#include <iterator>

#include "base/utf8.h"
#include "text/decode_tables.h"

namespace izde::internal {

namespace {

/// Kinds of characters, in the order of kKindCost.
enum Kind : std::uint8_t {
  kSpace,
  kDigit,
  kPunctuation,
  kLatinLower,
  kLatinUpper,
  kCyrillicLower,
  kCyrillicUpper,
  kCyrillicCapitals,  // a capital after a capital
  kTypographic,
  kSymbol,
  kControl,
  kDamaged,
  kKindCount
};

#include "text/encoding_model_data.inc"

constexpr std::size_t kLanguages = std::size(kPairCost);
constexpr std::size_t kLetterCount = std::size(kPairCost[0]);  // the edge of a word is the first
constexpr std::uint8_t kEdge = 0;
constexpr std::uint8_t kOtherLetter = kLetterCount - 1;
constexpr char32_t kLetters[] = U"аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюяєїґ";
static_assert(std::size(kLetters) == kLetterCount - 1);
static_assert(std::size(kKindCost) == kKindCount);

// Costs are -16 ln P. Words of a language that was not counted: any letter, eight letters a word.
constexpr std::uint32_t kAnyLetter = 64;
constexpr std::uint32_t kAnyEdge = 33;
constexpr std::uint32_t kChoiceOfLanguage = 22;  // one of four
// What a character costs beside its kind: as many as there are of the kind.
constexpr std::uint8_t kAmongKind[kKindCount] = {3, 37, 55, 52, 52, 0, 0, 0, 43, 66, 55, 78};
constexpr std::uint8_t kMarkedLatin = 88;     // ä, ğ
constexpr std::uint8_t kNeighbourBlock = 66;  // a letter of the script that the last one was in
constexpr std::uint8_t kIdeograph = 165;
constexpr std::uint8_t kAnywhere = 176;   // the rest of Unicode
constexpr std::uint8_t kSameAgain = 8;    // ═════
constexpr std::uint8_t kByte = 78;        // one of 128
constexpr std::uint8_t kCut = 74;         // texts seldom begin or end inside a character
constexpr std::uint8_t kBinaryByte = 89;  // one of 256
constexpr std::uint8_t kBinaryZero = 11;  // after another zero

constexpr char32_t kFirstCyrillic = 0x400;
constexpr char32_t kPastCyrillic = 0x500;
constexpr char32_t kPastMarkedLatin = 0x250;

/// A character as the model sees it.
struct Sign {
  Kind kind = kSymbol;
  std::uint8_t letter = kEdge;  // of Cyrillic
  std::uint8_t cost = 0;        // beside that of the kind and of the letter
  bool same_again = false;      // often stands in rows
};

constexpr char32_t lower_of(char32_t c) {
  if (c < 0x410) return c + 0x50;
  if (c < 0x430) return c + 0x20;
  if (c < 0x460) return c;
  if (c >= 0x4C1 && c <= 0x4CE) return c % 2 == 1 ? c + 1 : c;
  return c % 2 == 0 ? c + 1 : c;
}

constexpr Sign cyrillic_sign(char32_t c) {
  const char32_t lower = lower_of(c);
  Sign sign{c == lower ? kCyrillicLower : kCyrillicUpper, kOtherLetter, 0};
  for (std::uint8_t code = 1; code < kOtherLetter; ++code)
    if (kLetters[code - 1] == lower) sign.letter = code;
  return sign;
}

constexpr Kind ascii_kind(char32_t c) {
  if (c == U' ' || c == U'\t' || c == U'\n' || c == U'\r') return kSpace;
  if (c < 0x20 || c == 0x7F) return kControl;
  if (c >= U'0' && c <= U'9') return kDigit;
  if (c >= U'a' && c <= U'z') return kLatinLower;
  if (c >= U'A' && c <= U'Z') return kLatinUpper;
  return kPunctuation;
}

constexpr bool is_typographic(char32_t c) {
  constexpr char16_t kSigns[] = u"\u00A0§«°·»–—‘’“”„…№";  // as in make_encoding_model.py
  return std::find(std::begin(kSigns), std::end(kSigns) - 1, c) != std::end(kSigns) - 1;
}

constexpr bool is_of_frames(char32_t c) { return c >= 0x2500 && c < 0x2600; }

constexpr Sign make_sign(char32_t c) {
  Kind kind = kSymbol;
  if (c < 0x80) {
    kind = ascii_kind(c);
  } else if (c < 0xA0) {
    kind = kControl;
  } else if (is_typographic(c)) {
    kind = kTypographic;
  } else if (c >= 0xC0 && c < kPastMarkedLatin && c != 0xD7 && c != 0xF7) {
    return {c % 2 == 1 ? kLatinLower : kLatinUpper, kEdge, kMarkedLatin};
  } else if (c >= kFirstCyrillic && c < kPastCyrillic) {
    return cyrillic_sign(c);
  } else if (c == kReplacementCharacter) {
    kind = kDamaged;
  }
  return {kind, kEdge, kAmongKind[kind], is_of_frames(c)};
}

using SignTable = std::array<Sign, 256>;

constexpr SignTable make_table(const char16_t* upper_half) {
  SignTable table{};
  for (std::size_t byte = 0; byte < 0x80; ++byte) table[byte] = make_sign(char32_t(byte));
  for (std::size_t byte = 0x80; byte < 0x100; ++byte)
    table[byte] = make_sign(upper_half[byte - 0x80]);
  return table;
}

// An upper half of unknown letters.
constexpr SignTable make_unknown_table() {
  SignTable table{};
  for (std::size_t byte = 0; byte < 0x80; ++byte) table[byte] = make_sign(char32_t(byte));
  for (std::size_t byte = 0x80; byte < 0x100; ++byte) table[byte] = {kLatinLower, kEdge, kByte};
  return table;
}

constexpr SignTable kWindows1251Signs = make_table(kWindows1251);
constexpr SignTable kKz1048Signs = make_table(kKz1048);
constexpr SignTable kPt154Signs = make_table(kPt154);
constexpr SignTable kCp866Signs = make_table(kCp866);
constexpr SignTable kKoi8RSigns = make_table(kKoi8R);
constexpr SignTable kUnknownSigns = make_unknown_table();

// Code points below kPastCyrillic, for UTF-8 and UTF-16.
constexpr auto kCodePointSigns = [] {
  std::array<Sign, kPastCyrillic> table{};
  for (char32_t c = 0; c < kPastCyrillic; ++c) table[c] = make_sign(c);
  return table;
}();

bool is_ideograph(char32_t c) { return (c >= 0x3040 && c < 0xA4D0) || (c >= 0xAC00 && c < 0xD7B0); }

/// Adds up the cost of a text, character by character.
class TextCost {
 public:
  void add(char32_t c, Sign sign) {
    if (sign.letter == kEdge && letter_ != kEdge) end_word();
    Kind kind = sign.kind;
    if (kind == kCyrillicUpper && (kind_ == kCyrillicUpper || kind_ == kCyrillicCapitals))
      kind = kCyrillicCapitals;
    total_ += kKindCost[kind_][kind];
    if (sign.letter != kEdge) {
      add_letter(sign.letter);
    } else {
      total_ += sign.same_again && c == last_ ? kSameAgain : sign.cost;
    }
    kind_ = kind;
    last_ = c;
  }

  void add(char32_t c) {
    if (c < kPastCyrillic) return add(c, kCodePointSigns[c]);
    Sign sign = make_sign(c);
    if (sign.kind == kSymbol) {
      const char32_t block = is_ideograph(c) ? 0 : c >> 8U;
      sign.cost = block != block_ ? kAnywhere : block == 0 ? kIdeograph : kNeighbourBlock;
      block_ = block;
    }
    add(c, sign);
  }

  /// Bytes of a character that is cut in two.
  void add_cut(std::size_t bytes) { total_ += bytes == 0 ? 0 : kCut + bytes * kByte; }
  void add_damaged() { add(kReplacementCharacter, {kDamaged, kEdge, kAmongKind[kDamaged]}); }

  double finish() {
    if (letter_ != kEdge) end_word();
    return static_cast<double>(total_) / 16.0;
  }

 private:
  void add_letter(std::uint8_t letter) {
    for (std::size_t i = 0; i < kLanguages; ++i) word_[i] += kPairCost[i][letter_][letter];
    word_[kLanguages] += kAnyLetter;
    letter_ = letter;
  }

  // A word is in the language that makes it likeliest.
  void end_word() {
    for (std::size_t i = 0; i < kLanguages; ++i) word_[i] += kPairCost[i][letter_][kEdge];
    word_[kLanguages] += kAnyEdge;
    total_ += *std::min_element(word_.begin(), word_.end()) + kChoiceOfLanguage;
    word_.fill(0);
    letter_ = kEdge;
  }

  std::uint64_t total_ = 0;
  std::array<std::uint32_t, kLanguages + 1> word_{};  // cost of the word so far in each language
  char32_t last_ = U' ';
  char32_t block_ = 1;  // that of the last symbol; 0 holds all ideographs
  Kind kind_ = kSpace;
  std::uint8_t letter_ = kEdge;
};

double cost_by_table(std::string_view bytes, const SignTable& table) {
  TextCost cost;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    cost.add(byte, table[byte]);
  }
  return cost.finish();
}

double cost_as_binary(std::string_view bytes) {
  std::uint64_t total = 0;
  char last = '\1';
  for (const char c : bytes) {
    total += c == '\0' && last == '\0' ? kBinaryZero : kBinaryByte;
    last = c;
  }
  return static_cast<double>(total) / 16.0;
}

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

// Whether `rest`, which is no valid sequence, begins one that is cut off by its end.
bool is_cut_sequence(std::string_view rest) {
  const auto lead = static_cast<unsigned char>(rest.front());
  const std::size_t length = lead >= 0xF0U ? 4 : lead >= 0xE0U ? 3 : 2;
  return lead >= 0xC2U && lead < 0xF5U && rest.size() < length &&
         std::all_of(rest.begin() + 1, rest.end(), is_continuation);
}

double cost_as_utf8(std::string_view bytes) {
  constexpr std::string_view kMark = "\xEF\xBB\xBF";
  constexpr std::size_t kMostCut = 3;
  TextCost cost;
  if (bytes.starts_with(kMark)) bytes.remove_prefix(kMark.size());
  std::size_t at = 0;
  while (at < std::min(bytes.size(), kMostCut) && is_continuation(bytes[at])) ++at;
  cost.add_cut(at);
  while (at < bytes.size()) {
    const CodePoint code = code_point_at(bytes, at);
    if (code.valid) {
      cost.add(code.value);
    } else if (is_cut_sequence(bytes.substr(at))) {
      cost.add_cut(bytes.size() - at);
      break;
    } else {
      cost.add_damaged();
    }
    at += code.length;
  }
  return cost.finish();
}

double cost_as_utf16(std::string_view bytes, bool big_endian) {
  TextCost cost;
  const auto unit_at = [&](std::size_t at) -> char32_t {
    const auto first = static_cast<unsigned char>(bytes[at]);
    const auto second = static_cast<unsigned char>(bytes[at + 1]);
    return big_endian ? (char32_t{first} << 8U) | second : (char32_t{second} << 8U) | first;
  };
  std::size_t at = bytes.size() >= 2 && unit_at(0) == 0xFEFF ? 2 : 0;
  for (; at + 1 < bytes.size(); at += 2) {
    const char32_t unit = unit_at(at);
    const bool lead = unit >= 0xD800 && unit < 0xDC00;
    const char32_t next = lead && at + 3 < bytes.size() ? unit_at(at + 2) : 0;
    if (next >= 0xDC00 && next < 0xE000) {
      cost.add(0x10000 + ((unit - 0xD800) << 10U) + (next - 0xDC00));
      at += 2;
    } else if (unit >= 0xD800 && unit < 0xE000) {
      cost.add_damaged();
    } else {
      cost.add(unit);
    }
  }
  cost.add_cut(bytes.size() - at);
  return cost.finish();
}

}  // namespace

const char16_t* upper_half_of(ByteEncoding encoding) noexcept {
  switch (encoding) {
    case ByteEncoding::kWindows1251:
      return kWindows1251;
    case ByteEncoding::kKz1048:
      return kKz1048;
    case ByteEncoding::kPt154:
      return kPt154;
    case ByteEncoding::kCp866:
      return kCp866;
    case ByteEncoding::kKoi8R:
      return kKoi8R;
    default:
      return nullptr;
  }
}

double cost_of_bytes(std::string_view bytes, ByteEncoding encoding) noexcept {
  switch (encoding) {
    case ByteEncoding::kUtf8:
      return cost_as_utf8(bytes);
    case ByteEncoding::kUtf16Le:
      return cost_as_utf16(bytes, false);
    case ByteEncoding::kUtf16Be:
      return cost_as_utf16(bytes, true);
    case ByteEncoding::kWindows1251:
      return cost_by_table(bytes, kWindows1251Signs);
    case ByteEncoding::kKz1048:
      return cost_by_table(bytes, kKz1048Signs);
    case ByteEncoding::kPt154:
      return cost_by_table(bytes, kPt154Signs);
    case ByteEncoding::kCp866:
      return cost_by_table(bytes, kCp866Signs);
    case ByteEncoding::kKoi8R:
      return cost_by_table(bytes, kKoi8RSigns);
  }
  return 0;
}

double cost_of_unknown_bytes(std::string_view bytes) noexcept {
  return std::min(cost_by_table(bytes, kUnknownSigns), cost_as_binary(bytes));
}

}  // namespace izde::internal
