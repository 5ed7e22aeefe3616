#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/utf8.h"
#include "text/decode_tables.h"
#include "text/repair_cells.h"
#include "text/repair_code_pages.h"
#include "text/repair_context.h"
#include "text/repair_letters.h"
#include "text/repair_model.h"

namespace izde::internal {
namespace {

constexpr bool is_kazakh_only(char32_t c) {
  constexpr std::u32string_view kLetters = U"әғқңөұүһіӘҒҚҢӨҰҮҺІ";
  return kLetters.find(c) != std::u32string_view::npos;
}

// ---- UTF-8 read as windows-1251 or as Latin-1 ----

// Cells that are the bytes of one code point.
struct Sequence {
  CellRange cells;
  char32_t value = 0;
};

// What texts around Kazakh ones hold: Cyrillic, Latin-1, punctuation and signs, emoji.
constexpr bool is_plausible(char32_t c) {
  return (c >= 0x80 && c < 0x100) || (c >= 0x400 && c < 0x500) || (c >= 0x2000 && c < 0x2800) ||
         c >= 0x1F000;
}

std::vector<Sequence> find_sequences(const std::vector<Cell>& cells, Inverse inverse) {
  std::vector<Sequence> out;
  for (std::size_t at = 0; at < cells.size();) {
    char bytes[4];
    std::size_t length = 0;
    while (length < 4 && at + length < cells.size()) {
      const unsigned byte = inverse(cells[at + length].value);
      if (byte == 0) break;
      bytes[length++] = static_cast<char>(byte);
    }
    const CodePoint read =
        length < 2 ? CodePoint{0, 1, false} : read_code_point(bytes, bytes + length);
    if (read.valid && read.length > 1 && is_plausible(read.value))
      out.push_back({{at, at + read.length}, read.value});
    at += read.valid ? std::max<std::size_t>(read.length, 1) : 1;
  }
  return out;
}

// How much of a chunk reads as UTF-8.
struct Reading {
  std::vector<Sequence> sequences;
  std::size_t letters = 0;    // sequences that are letters of the Kazakh alphabet
  std::size_t covered = 0;    // cells in sequences
  std::size_t foreign = 0;    // cells that are not ASCII
  std::size_t witnesses = 0;  // Kazakh letters in sequences that no capitalisation explains
};

bool is_lower_letter(const std::vector<Cell>& cells, std::size_t at) {
  return at < cells.size() && is_cyrillic(cells[at].value) && !is_capital(cells[at].value);
}

// `бС–р`, `Т›ала`: a Kazakh letter read as a capital and a sign, beside lower-case letters.
bool is_witness(const std::vector<Cell>& cells, const Sequence& s) {
  if (!is_kazakh_only(s.value) || s.cells.size() != 2) return false;
  const char32_t sign = cells[s.cells.end - 1].value;
  if (letter_code(sign) != kNotALetter || is_hole(sign)) return false;
  if (s.cells.begin > 0) return is_lower_letter(cells, s.cells.begin - 1);
  // At the beginning of a word the same may be a letter of a Kazakh font: `Т±рѓын`, `Тўрєын`.
  const bool font_letter = sign == U'±' || (is_cyrillic(sign) && !is_capital(sign));
  return !font_letter && is_lower_letter(cells, s.cells.end);
}

// Whether `s` and the next sequence are again the bytes of one code point, two letters in Latin-1:
// a text that was read wrongly twice.
bool is_layer(const std::vector<Sequence>& sequences, const Sequence& s) {
  const bool leads = s.value == 0xC2 || s.value == 0xC3 || (s.value >= 0xD0 && s.value <= 0xD3);
  const Sequence* next = &s + 1;
  return leads && next != sequences.data() + sequences.size() && next->cells.begin == s.cells.end &&
         next->value >= 0x80 && next->value < 0xC0;
}

Reading read_chunk(const Chunk& chunk, Inverse inverse) {
  Reading reading;
  reading.sequences = find_sequences(chunk.cells, inverse);
  for (const Cell& cell : chunk.cells) reading.foreign += cell.value >= 0x80 ? 1 : 0;
  for (const Sequence& s : reading.sequences) {
    reading.covered += s.cells.size();
    reading.letters +=
        letter_code(s.value) != kNotALetter || is_layer(reading.sequences, s) ? 1 : 0;
    reading.witnesses += is_witness(chunk.cells, s) ? 1 : 0;
  }
  return reading;
}

void merge(std::vector<Cell>& cells, const std::vector<Sequence>& sequences) {
  std::vector<Cell> out;
  std::size_t at = 0;
  for (const Sequence& s : sequences) {
    out.insert(out.end(), cells.begin() + static_cast<std::ptrdiff_t>(at),
               cells.begin() + static_cast<std::ptrdiff_t>(s.cells.begin));
    Cell merged = cells[s.cells.begin];
    merged.end = cells[s.cells.end - 1].end;
    merged.change(s.value, RepairReason::kWrongEncoding);
    out.push_back(merged);
    at = s.cells.end;
  }
  out.insert(out.end(), cells.begin() + static_cast<std::ptrdiff_t>(at), cells.end());
  cells = std::move(out);
}

// A capital and a sign that may stand for themselves: `«АҚТ»`, `ОТУ™`; in lower-case surroundings
// they do not.
bool may_be_plain(const std::vector<Cell>& cells, const Sequence& s, std::size_t witnesses) {
  const char32_t sign = cells[s.cells.end - 1].value;
  if (is_hole(sign)) return true;
  const bool strange_letter = is_cyrillic(sign) && letter_code(sign) == kNotALetter;
  if (strange_letter || sign == U'†' || is_lower_letter(cells, s.cells.end)) return false;
  std::size_t capitals = 0;
  while (capitals < s.cells.begin && is_capital(cells[s.cells.begin - 1 - capitals].value))
    ++capitals;
  if (capitals == 1 && witnesses > 1 && sign != U'»') return false;
  return capitals > 0 || (s.cells.begin == 0 && s.cells.end == cells.size());
}

// What the chunks say together.
struct Utf8Evidence {
  std::vector<Reading> readings;  // one a chunk
  std::size_t whole = 0;          // letters of chunks that are UTF-8 throughout
  std::size_t witnesses = 0;

  bool throughout() const { return whole >= 4; }  // no text has so many such pairs by chance
  bool enough() const { return throughout() || witnesses > 0; }
};

Utf8Evidence find_utf8(const SuspiciousText& text, Inverse inverse) {
  Utf8Evidence evidence;
  for (const Chunk& chunk : text.chunks) {
    const Reading& reading = evidence.readings.emplace_back(read_chunk(chunk, inverse));
    if (reading.letters >= 2 && 10 * reading.covered >= 8 * reading.foreign)
      evidence.whole += reading.letters;
    evidence.witnesses += reading.witnesses;
  }
  return evidence;
}

// Code pages whose leads of Kazakh letters are box drawings, dashes or quotation marks. Text read
// in them is unlike any other, and put back only where all of it says so.
constexpr Inverse kStrangePages[] = {byte_in<kInverseCp866>, byte_in<kInverseKoi8R>,
                                     byte_in<kInverseMac>};

// Whether the text has mathematical signs, box drawings or µ: all text in such a page has, since
// their letters а and е do.
bool may_be_strange_page(const SuspiciousText& text) {
  return std::any_of(text.chunks.begin(), text.chunks.end(), [&](const Chunk& chunk) {
    return std::any_of(chunk.cells.begin(), chunk.cells.end(), [](const Cell& cell) {
      return (cell.value >= 0x2200 && cell.value < 0x2600) || cell.value == U'µ';
    });
  });
}

void reread_strange_pages(const SuspiciousText& text) {
  if (!may_be_strange_page(text)) return;
  for (const Inverse page : kStrangePages) {
    const Utf8Evidence evidence = find_utf8(text, page);
    if (!evidence.throughout()) continue;
    for (std::size_t i = 0; i < evidence.readings.size(); ++i)
      if (const Reading& reading = evidence.readings[i];
          !reading.sequences.empty() && 2 * reading.covered >= reading.foreign)
        merge(text.chunks[i].cells, reading.sequences);
  }
}

// Reads chunks that are UTF-8 throughout; in the others puts back Kazakh letters alone.
void reread_utf8(const SuspiciousText& text, Inverse inverse) {
  Utf8Evidence evidence = find_utf8(text, inverse);
  if (!evidence.enough()) return;
  for (std::size_t i = 0; i < evidence.readings.size(); ++i) {
    auto& cells = text.chunks[i].cells;
    const Reading& reading = evidence.readings[i];
    auto sequences = reading.sequences;
    const bool throughout = evidence.throughout() && 2 * reading.covered >= reading.foreign;
    if (!throughout)
      std::erase_if(sequences, [&](const Sequence& s) {
        return evidence.witnesses == 0 || !is_kazakh_only(s.value) ||
               may_be_plain(cells, s, evidence.witnesses);
      });
    if (!sequences.empty()) merge(cells, sequences);
  }
}

// ---- KZ-1048 or PT154 read as windows-1251: the letters of Kazakh fonts ----

// What `c`, read as windows-1251, is in a Kazakh code page when that is a Kazakh letter; else `c`.
char32_t reread_letter(char32_t c, const char16_t* page) {
  if (c < 0x80 || is_kazakh_only(c)) return c;
  const unsigned byte = byte_in_1251(c);
  if (byte == 0 || byte >= 0xC0) return c;
  const char32_t letter = page[byte - 0x80];
  return is_kazakh_only(letter) ? letter : c;
}

bool is_font_word_part(char32_t c) {
  constexpr std::u32string_view kSigns = U"¤¦±µ‡‰";  // letters of PT154
  return is_cyrillic(c) || kSigns.find(c) != std::u32string_view::npos;
}

// Whether some cell may be such a letter: a quick look that leaves most words out.
bool may_hold_font_letter(const std::vector<Cell>& cells) {
  return std::any_of(cells.begin(), cells.end(), [](const Cell& cell) {
    const char32_t c = cell.value;
    return (c >= 0x80 && c < 0x410) || (c >= 0x452 && c < 0x490) || (c >= 0x2020 && c <= 0x2030);
  });
}

// ln P of the words with such letters, read with a code page, above that of any language's words.
struct FontEvidence {
  float gain = 0;
  std::size_t words = 0;
};

std::optional<std::vector<LetterCode>> reread_word(const std::vector<Cell>& cells, CellRange word,
                                                   const char16_t* page) {
  std::vector<LetterCode> codes;
  bool changed = false;
  bool in_alphabet = true;
  for (std::size_t i = word.begin; i < word.end; ++i) {
    const char32_t c = reread_letter(cells[i].value, page);
    changed = changed || c != cells[i].value;
    codes.push_back(letter_code(c));
    in_alphabet = in_alphabet && codes.back() != kNotALetter;
  }
  if (!changed) return {};
  if (!in_alphabet) codes.clear();
  return codes;
}

FontEvidence weigh_page(const SuspiciousText& text, const char16_t* page) {
  constexpr std::size_t kEnoughWords = 300;
  FontEvidence evidence;
  for (const Chunk& chunk : text.chunks) {
    if (evidence.words >= kEnoughWords) break;
    if (!may_hold_font_letter(chunk.cells)) continue;
    for_each_run(chunk.cells, is_font_word_part, [&](CellRange word) {
      const auto codes = reread_word(chunk.cells, word, page);
      if (!codes || word.size() < 2) return;
      ++evidence.words;
      // A word that no Kazakh text holds counts against, as a letter in the wrong page would.
      evidence.gain += codes->empty() ? -5.0F : kazakh_gain(*codes);
    });
  }
  return evidence;
}

void reread_words(const SuspiciousText& text, const char16_t* page, bool known_only) {
  for (Chunk& chunk : text.chunks) {
    auto& cells = chunk.cells;
    for_each_run(cells, is_font_word_part, [&](CellRange word) {
      const auto codes = reread_word(cells, word, page);
      if (!codes || (known_only && !look_up_word(*codes).known)) return;
      if (std::none_of(cells.begin() + static_cast<std::ptrdiff_t>(word.begin),
                       cells.begin() + static_cast<std::ptrdiff_t>(word.end),
                       [](const Cell& c) { return is_cyrillic(c.value); }))
        return;
      for (std::size_t i = word.begin; i < word.end; ++i)
        if (const char32_t letter = reread_letter(cells[i].value, page); letter != cells[i].value)
          cells[i].change(letter, RepairReason::kWrongEncoding, 0.99F);
    });
  }
}

void reread_font_letters(const SuspiciousText& text) {
  const FontEvidence kz = weigh_page(text, kKz1048);
  const FontEvidence pt = weigh_page(text, kPt154);
  if (kz.words == 0 && pt.words == 0) return;
  const bool is_kz = pt.words == 0 || (kz.words > 0 && kz.gain >= pt.gain);
  const FontEvidence& better = is_kz ? kz : pt;
  constexpr float kSure = 5.0F;
  constexpr float kMostAgainst = -12.0F;  // words of other languages stand in Kazakh texts too
  if (better.gain < kSure) return;
  if (better.gain + std::clamp(kazakh_gain_of_text(text.text, 50), kMostAgainst, 0.0F) < kSure)
    return;
  reread_words(text, is_kz ? kKz1048 : kPt154, has_letter_beyond_1251(text.text));
}

}  // namespace

bool shows_wrong_encoding(SuspiciousText text) {
  for (const Inverse inverse : {byte_in_1251, byte_in_1252}) {
    const Utf8Evidence evidence = find_utf8(text, inverse);
    // A few damaged words in a long text say nothing of the others.
    if (evidence.enough() && 500 * (evidence.whole + evidence.witnesses) >= text.text.size())
      return true;
  }
  return may_be_strange_page(text) &&
         std::any_of(std::begin(kStrangePages), std::end(kStrangePages),
                     [&](Inverse page) { return find_utf8(text, page).throughout(); });
}

void repair_encoding(SuspiciousText text) {
  reread_utf8(text, byte_in_1251);
  reread_utf8(text, byte_in_1252);
  reread_strange_pages(text);
  reread_font_letters(text);
}

}  // namespace izde::internal
