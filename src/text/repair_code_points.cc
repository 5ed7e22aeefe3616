#include <algorithm>
#include <array>
#include <initializer_list>
#include <string>
#include <string_view>
#include <unicode/unorm2.h>
#include <vector>

#include "text/repair_cells.h"
#include "text/repair_letters.h"
#include "text/repair_model.h"

namespace izde::internal {
namespace {

struct Replacement {
  char32_t from;
  char32_t to;
};

template <std::size_t kSize>
constexpr char32_t replaced(const Replacement (&table)[kSize], char32_t c) {
  for (const Replacement& row : table)
    if (row.from == c) return row.to;
  return 0;
}

// Kildin Sami letters that only ever stand in Kazakh text by mistake.
constexpr Replacement kWrongAlways[] = {{U'ӊ', U'ң'}, {U'Ӊ', U'Ң'}};

// Letters of other languages, wrong once the text is known to be Kazakh.
constexpr Replacement kWrongInKazakh[] = {
    {U'ӈ', U'ң'}, {U'Ӈ', U'Ң'}, {U'ҥ', U'ң'}, {U'Ҥ', U'Ң'}, {U'ӄ', U'қ'},
    {U'Ӄ', U'Қ'}, {U'ҝ', U'қ'}, {U'Ҝ', U'Қ'}, {U'ҟ', U'қ'}, {U'Ҟ', U'Қ'},
    {U'ҡ', U'қ'}, {U'Ҡ', U'Қ'}, {U'ҕ', U'ғ'}, {U'Ҕ', U'Ғ'}, {U'ӷ', U'ғ'},
    {U'Ӷ', U'Ғ'}, {U'ѳ', U'ө'}, {U'Ѳ', U'Ө'}, {U'ӫ', U'ө'}, {U'Ӫ', U'Ө'},
    {U'ӯ', U'ұ'}, {U'Ӯ', U'Ұ'}, {U'ӏ', U'і'}, {U'ҳ', U'һ'}, {U'Ҳ', U'Һ'}};

constexpr Replacement kLookAlikes[] = {
    {U'a', U'а'}, {U'c', U'с'}, {U'e', U'е'}, {U'o', U'о'}, {U'p', U'р'}, {U'x', U'х'},
    {U'y', U'у'}, {U'i', U'і'}, {U'h', U'һ'}, {U'k', U'к'}, {U'A', U'А'}, {U'B', U'В'},
    {U'C', U'С'}, {U'E', U'Е'}, {U'H', U'Н'}, {U'K', U'К'}, {U'M', U'М'}, {U'O', U'О'},
    {U'P', U'Р'}, {U'T', U'Т'}, {U'X', U'Х'}, {U'Y', U'У'}, {U'I', U'І'}, {U'ə', U'ә'},
    {U'Ə', U'Ә'}, {U'ɵ', U'ө'}, {U'Ɵ', U'Ө'}};

constexpr char32_t latin_of(char32_t cyrillic) {
  for (const Replacement& row : kLookAlikes)
    if (row.to == cyrillic) return row.from;
  return 0;
}

// A letter and a mark that Unicode does not compose, as typists draw the Kazakh letters with a tail
// or a bar.
struct DrawnLetter {
  char32_t base;
  std::array<char32_t, 4> marks;
  char32_t letter;
};
constexpr std::array<char32_t, 4> kTails = {0x321, 0x322, 0x326, 0x329};
constexpr std::array<char32_t, 4> kBars = {0x335, 0x336, 0x337, 0x338};
constexpr DrawnLetter kDrawn[] = {{U'к', kTails, U'қ'}, {U'К', kTails, U'Қ'}, {U'н', kTails, U'ң'},
                                  {U'Н', kTails, U'Ң'}, {U'г', kBars, U'ғ'},  {U'Г', kBars, U'Ғ'},
                                  {U'ү', kBars, U'ұ'},  {U'Ү', kBars, U'Ұ'},  {U'о', kBars, U'ө'},
                                  {U'О', kBars, U'Ө'}};

constexpr bool is_mark(char32_t c) {
  return (c >= 0x300 && c < 0x370) || (c >= 0x483 && c < 0x488);
}

constexpr bool is_invisible(char32_t c) {
  return c == 0xAD || c == 0x200B || c == 0xFEFF || (c >= 0x200C && c <= 0x200F) ||
         (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F);
}

// Joiners and direction marks mean something in Arabic and Indic scripts and in emoji.
constexpr bool means_something(char32_t c) {
  return (c >= 0x200C && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2061 && c <= 0x206F);
}

bool is_plain(const Cell& cell) { return cell.value < 0x530; }

void drop_invisible(std::vector<Cell>& cells) {
  if (std::none_of(cells.begin(), cells.end(), [](const Cell& c) { return is_invisible(c.value); }))
    return;
  std::vector<Cell> kept;
  for (std::size_t at = 0; at < cells.size();) {
    std::size_t end = at;
    while (end < cells.size() && is_invisible(cells[end].value)) ++end;
    const bool plain =
        (at == 0 || is_plain(cells[at - 1])) && (end == cells.size() || is_plain(cells[end]));
    for (; at < end; ++at)
      if (means_something(cells[at].value) && !plain) kept.push_back(cells[at]);
    if (at < cells.size()) kept.push_back(cells[at++]);
  }
  cells = std::move(kept);
}

char32_t drawn_letter(char32_t base, char32_t mark) {
  for (const DrawnLetter& drawn : kDrawn)
    if (drawn.base == base &&
        std::find(drawn.marks.begin(), drawn.marks.end(), mark) != drawn.marks.end())
      return drawn.letter;
  return 0;
}

void append_composed(std::vector<Cell>& out, std::size_t begin, std::size_t end,
                     std::u16string_view letters) {
  for (std::size_t i = 0; i < letters.size(); ++i) {
    Cell& cell = out.emplace_back();
    cell.begin = i == 0 ? begin : end;
    cell.end = end;
    cell.change(letters[i], RepairReason::kComposition);
  }
}

// Appends cells [run), a letter and its marks, to `out` in NFC.
void append_nfc(const std::vector<Cell>& cells, CellRange run, std::vector<Cell>& out) {
  std::u16string before;
  bool fits = true;
  for (std::size_t i = run.begin; i < run.end; ++i) {
    fits = fits && cells[i].value < 0x10000;
    before += static_cast<char16_t>(cells[i].value);
  }
  UErrorCode status = U_ZERO_ERROR;
  const UNormalizer2* nfc = unorm2_getNFCInstance(&status);
  std::u16string after(before.size() * 3 + 8, u'\0');
  const auto length =
      unorm2_normalize(nfc, before.data(), static_cast<std::int32_t>(before.size()), after.data(),
                       static_cast<std::int32_t>(after.size()), &status);
  if (U_SUCCESS(status)) after.resize(static_cast<std::size_t>(length));
  if (!fits || U_FAILURE(status) || after == before)
    out.insert(out.end(), cells.begin() + static_cast<std::ptrdiff_t>(run.begin),
               cells.begin() + static_cast<std::ptrdiff_t>(run.end));
  else
    append_composed(out, cells[run.begin].begin, cells[run.end - 1].end, after);
}

void compose(std::vector<Cell>& cells) {
  if (std::none_of(cells.begin(), cells.end(), [](const Cell& c) { return is_mark(c.value); }))
    return;
  std::vector<Cell> out;
  for (std::size_t at = 0; at < cells.size();) {
    std::size_t end = at + 1;
    while (end < cells.size() && is_mark(cells[end].value)) ++end;
    const char32_t drawn = end - at > 1 ? drawn_letter(cells[at].value, cells[at + 1].value) : 0;
    if (drawn != 0) {  // what marks are left belong to the letter drawn, and wait for the next pass
      Cell letter = cells[at];
      letter.end = cells[at + 1].end;
      letter.change(drawn, RepairReason::kComposition);
      out.push_back(letter);
      out.insert(out.end(), cells.begin() + static_cast<std::ptrdiff_t>(at + 2),
                 cells.begin() + static_cast<std::ptrdiff_t>(end));
    } else if (end - at > 1) {
      append_nfc(cells, {at, end}, out);
    } else {
      out.push_back(cells[at]);
    }
    at = end;
  }
  cells = std::move(out);
}

// What a word of both scripts is made of.
struct Mixture {
  std::size_t latin = 0, cyrillic = 0;            // letters
  std::size_t latin_only = 0, cyrillic_only = 0;  // those without a look-alike
  std::size_t switches = 0;                       // changes of script from letter to letter
  std::size_t latin_prefix = 0;                   // letters before the first Cyrillic one
  std::size_t latin_capitals = 0, cyrillic_capitals = 0;
};

Mixture mixture_of(const std::vector<Cell>& cells, CellRange word) {
  Mixture m;
  bool was_latin = false;
  for (std::size_t i = word.begin; i < word.end; ++i) {
    const char32_t c = cells[i].value;
    const bool latin = is_latin(c);
    if (i > word.begin && latin != was_latin) ++m.switches;
    was_latin = latin;
    if (latin) {
      ++m.latin;
      m.latin_only += replaced(kLookAlikes, c) == 0 ? 1 : 0;
      m.latin_prefix += m.cyrillic == 0 ? 1 : 0;
      m.latin_capitals += is_capital(c) ? 1 : 0;
    } else {
      m.cyrillic_capitals += is_capital(c) ? 1 : 0;
      ++m.cyrillic;
      m.cyrillic_only += latin_of(c) == 0 ? 1 : 0;
    }
  }
  return m;
}

// The codes of a word once its Latin letters are read as Cyrillic.
std::vector<LetterCode> cyrillic_codes(const std::vector<Cell>& cells, CellRange word) {
  std::vector<LetterCode> codes;
  for (std::size_t i = word.begin; i < word.end; ++i) {
    const char32_t c = cells[i].value;
    codes.push_back(letter_code(is_latin(c) ? replaced(kLookAlikes, c) : c));
  }
  return codes;
}

// Whether a word is known or at least built like a Kazakh one.
bool is_kazakh_like(std::span<const LetterCode> codes) {
  if (std::find(codes.begin(), codes.end(), kNotALetter) != codes.end()) return false;
  constexpr float kLeastPerLetter = -2.7F;  // of words not in the counts, nine of ten are above
  return look_up_word(codes).known ||
         letters_log_probability(codes) > kLeastPerLetter * static_cast<float>(codes.size() + 1);
}

// `Coca` + `ның`, `IP` + `ға`, `Метод` + `HTTP`: a Latin name grown together with a Cyrillic word,
// not a Cyrillic word with Latin letters.
bool is_latin_and_cyrillic(const std::vector<Cell>& cells, CellRange word, const Mixture& m) {
  if (m.switches != 1 || m.latin < 2) return false;
  if (m.latin_capitals == m.latin && m.cyrillic_capitals < m.cyrillic) return true;
  return m.latin_prefix >= 4 && !is_kazakh_like(cyrillic_codes(cells, word));
}

bool is_roman_numeral(const std::vector<Cell>& cells, CellRange word) {
  constexpr std::u32string_view kDigits = U"IVXLCDMІХСМ";
  for (std::size_t i = word.begin; i < word.end; ++i)
    if (kDigits.find(cells[i].value) == std::u32string_view::npos) return false;
  return true;
}

// `25-i`, the ending that makes a number an ordinal or a part.
bool is_ending_of_number(const std::vector<Cell>& cells, CellRange word) {
  return word.size() == 1 && cells[word.begin].value == U'i' && word.begin >= 2 &&
         cells[word.begin - 1].value == U'-' && is_digit(cells[word.begin - 2].value);
}

// `A.` before a name.
bool is_initial(const std::vector<Cell>& cells, CellRange word) {
  return word.size() == 1 && word.end < cells.size() && cells[word.end].value == U'.';
}

bool is_schwa(char32_t c) { return c == U'ə' || c == U'Ə' || c == U'ɵ' || c == U'Ɵ'; }

void rewrite(std::vector<Cell>& cells, CellRange word, bool to_cyrillic) {
  for (std::size_t i = word.begin; i < word.end; ++i) {
    const char32_t c = cells[i].value;
    if (is_latin(c) == to_cyrillic)
      cells[i].change(to_cyrillic ? replaced(kLookAlikes, c) : latin_of(c),
                      is_schwa(c) ? RepairReason::kWrongCodePoint : RepairReason::kLookAlike);
  }
}

enum class Script { kAsIs, kCyrillic, kLatin };

// What the letters of a word of both scripts should be.
Script script_of_mixed(const std::vector<Cell>& cells, CellRange word, const Mixture& m) {
  if (m.latin_only > 0) return m.cyrillic_only > 0 ? Script::kAsIs : Script::kLatin;
  return is_latin_and_cyrillic(cells, word, m) ? Script::kAsIs : Script::kCyrillic;
}

bool is_mixed(const Mixture& m) { return m.latin > 0 && m.cyrillic > 0; }

// The neighbour words of a chunk, as far as they stand on the same line, hold no letter that is
// Latin only.
bool stands_among_cyrillic(std::string_view text, const Chunk& chunk) {
  const auto is_latin_word = [&](std::size_t from, std::size_t step) {
    for (std::size_t at = from; at < text.size() && text[at] != ' ' && text[at] != '\n'; at += step)
      if (is_latin_ascii(static_cast<unsigned char>(text[at])) &&
          replaced(kLookAlikes, static_cast<unsigned char>(text[at])) == 0)
        return true;
    return false;
  };
  const auto backward = static_cast<std::size_t>(-1);  // past the beginning it is past the end, too
  return !is_latin_word(chunk.begin + 2 * backward, backward) && !is_latin_word(chunk.end + 1, 1);
}

bool has_latin(const Chunk& chunk) {
  return std::any_of(chunk.cells.begin(), chunk.cells.end(),
                     [](const Cell& cell) { return is_latin(cell.value); });
}

// What the whole text says of words that are Latin to the last letter and could all be Cyrillic:
// `ic`, `aca`.
class PlainLookAlikes {
 public:
  explicit PlainLookAlikes(const SuspiciousText& text) : text_(text) {
    for (const Chunk& chunk : text.chunks) {
      if (!has_latin(chunk)) continue;
      for_each_run(chunk.cells, is_letter, [&](CellRange word) {
        const Mixture m = mixture_of(chunk.cells, word);
        if (!is_mixed(m) || script_of_mixed(chunk.cells, word, m) != Script::kCyrillic) return;
        for (std::size_t i = word.begin; i < word.end; ++i)
          if (is_latin_ascii(chunk.cells[i].value)) seen_ += chunk.cells[i].value;
      });
    }
  }

  // \pre every letter of `word` is a Latin look-alike
  bool is_cyrillic_word(const Chunk& chunk, CellRange word) {
    const auto& cells = chunk.cells;
    const auto first = cells.begin() + static_cast<std::ptrdiff_t>(word.begin);
    const auto last = cells.begin() + static_cast<std::ptrdiff_t>(word.end);
    if (std::any_of(first, last, [](const Cell& c) { return is_schwa(c.value); }))
      return mostly_cyrillic();
    if (is_ending_of_number(cells, word)) return !seen_.empty();
    if (!enough() || !stands_among_cyrillic(text_.text, chunk)) return false;
    if (is_initial(cells, word)) return true;
    if (is_roman_numeral(cells, word)) return word.size() == 1 && !is_capital(first->value);
    if (std::none_of(first, last, [&](const Cell& c) { return seen_.find(c.value) != seen_.npos; }))
      return false;
    const auto codes = cyrillic_codes(cells, word);
    return codes.size() == 1 || look_up_word(codes).known ||
           (codes.size() >= 4 && is_kazakh_like(codes));
  }

  // Three letters in their wrong script are a habit; fewer are slips.
  bool enough() const { return seen_.size() > 2; }

  // Look-alikes that the text has for its length say something of the words between.
  bool are_many() const { return enough() && 500 * seen_.size() >= text_.text.size(); }

 private:
  bool mostly_cyrillic() {
    if (cyrillic_ + latin_ == 0)
      for (const char c : text_.text) {
        const auto byte = static_cast<unsigned char>(c);
        cyrillic_ += (byte & 0xFCU) == 0xD0U ? 1 : 0;
        latin_ += is_latin_ascii(byte) ? 1 : 0;
      }
    return cyrillic_ > 2 * latin_;
  }

  const SuspiciousText& text_;
  std::u32string seen_;  // Latin letters of mixed words
  std::size_t cyrillic_ = 0, latin_ = 0;
};

void settle_script(Chunk& chunk, CellRange word, PlainLookAlikes& plain) {
  const Mixture m = mixture_of(chunk.cells, word);
  if (m.latin == 0) return;
  Script script = Script::kAsIs;
  if (is_mixed(m))
    script = script_of_mixed(chunk.cells, word, m);
  else if (m.latin_only == 0 && plain.is_cyrillic_word(chunk, word))
    script = Script::kCyrillic;
  if (script != Script::kAsIs) rewrite(chunk.cells, word, script == Script::kCyrillic);
}

bool has_any(std::string_view text, std::initializer_list<std::string_view> letters) {
  return std::any_of(letters.begin(), letters.end(), [&](std::string_view letter) {
    return text.find(letter) != std::string_view::npos;
  });
}

// No other language writes all of its letters with one of the first and one of the second set.
bool has_kazakh_letters(std::string_view text) {
  return has_any(text, {"қ", "ұ"}) && has_any(text, {"ң", "ө", "ү", "ә", "і"});
}

}  // namespace

bool shows_look_alikes(SuspiciousText text) { return PlainLookAlikes(text).are_many(); }

void repair_code_points(SuspiciousText text, bool full) {
  enum class Answer { kUnknown, kNo, kYes } kazakh = Answer::kUnknown;
  const auto is_kazakh = [&] {
    if (kazakh == Answer::kUnknown)
      kazakh = has_kazakh_letters(text.text) ? Answer::kYes : Answer::kNo;
    return kazakh == Answer::kYes;
  };
  for (Chunk& chunk : text.chunks) {
    drop_invisible(chunk.cells);
    compose(chunk.cells);
    for (Cell& cell : chunk.cells) {
      if (cell.value < 0x472 || cell.value >= 0x530) continue;
      if (const char32_t right = replaced(kWrongAlways, cell.value))
        cell.change(right, RepairReason::kWrongCodePoint);
      else if (const char32_t kazakh_letter = full ? replaced(kWrongInKazakh, cell.value) : 0;
               kazakh_letter != 0 && is_kazakh())
        cell.change(kazakh_letter, RepairReason::kWrongCodePoint);
    }
  }
  PlainLookAlikes plain(text);
  for (Chunk& chunk : text.chunks) {
    if (!has_latin(chunk) || is_address(chunk)) continue;
    for_each_run(chunk.cells, is_letter,
                 [&](CellRange word) { settle_script(chunk, word, plain); });
  }
}

}  // namespace izde::internal
