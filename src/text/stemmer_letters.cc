#include "text/stemmer_letters.h"

namespace izde::internal {
namespace {

constexpr std::uint8_t kYa = kLetterCount;
constexpr std::uint8_t kYu = kLetterCount + 1;

// The alphabet in the order of Letter, then я and ю.
constexpr std::string_view kAlphabet = "аәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэяю";
static_assert(kAlphabet.size() == 2 * (kYu));

// Every letter is two bytes with a lead of D0..D3: 4 x 64 cells.
constexpr std::array<std::uint8_t, 256> kCodes = [] {
  std::array<std::uint8_t, 256> codes{};
  for (std::size_t i = 0; i < kAlphabet.size(); i += 2) {
    const auto lead = static_cast<unsigned char>(kAlphabet[i]);
    const auto tail = static_cast<unsigned char>(kAlphabet[i + 1]);
    codes[(lead - 0xD0U) * 64 + (tail & 0x3FU)] = static_cast<std::uint8_t>(i / 2 + 1);
  }
  return codes;
}();

std::uint8_t code_at(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  const auto tail = static_cast<unsigned char>(text[at + 1]);
  return kCodes[(lead & 3U) * 64 + (tail & 0x3FU)];
}

}  // namespace

bool read_letters(std::string_view text, LetterWord& word) {
  if (text.empty() || text.size() % 2 != 0 || text.size() > 2 * LetterWord::kMaxLetters)
    return false;
  std::uint8_t* out = word.letters();
  const std::uint8_t* const last = out + LetterWord::kMaxLetters - 1;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const auto tail = static_cast<unsigned char>(text[i + 1]);
    if ((lead & 0xFCU) != 0xD0U || (tail & 0xC0U) != 0x80U) return false;
    const std::uint8_t code = kCodes[(lead & 3U) * 64 + (tail & 0x3FU)];
    if (code == kNoLetter || out >= last) return false;
    if (code >= kLetterCount) {
      *out++ = kShortI;
      *out++ = code == kYa ? kA : kU;
    } else {
      *out++ = code;
    }
  }
  word.size = static_cast<std::size_t>(out - word.letters());
  return true;
}

void append_letters(const LetterWord& word, std::string_view text, std::string& out) {
  const std::uint8_t* const letters = word.letters();
  std::size_t i = 0, taken = 0;
  while (taken < text.size() && i < word.size) {
    const std::uint8_t code = code_at(text, taken);
    const bool pair = code >= kLetterCount;
    if (letters[i] != (pair ? std::uint8_t{kShortI} : code)) break;
    if (pair && (i + 1 == word.size || letters[i + 1] != (code == kYa ? kA : kU))) break;
    i += pair ? 2 : 1;
    taken += 2;
  }
  out.append(text.substr(0, taken));
  for (; i < word.size; ++i) {
    std::size_t code = letters[i];
    if (code == kShortI && i + 1 < word.size && (letters[i + 1] == kA || letters[i + 1] == kU)) {
      code = letters[++i] == kA ? kYa : kYu;
    }
    out.append(kAlphabet.substr(2 * (code - 1), 2));
  }
}

}  // namespace izde::internal
