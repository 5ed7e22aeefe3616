#include "text/repair_initials.h"

#include "base/utf8.h"
#include "text/repair_cells.h"
#include "text/repair_letters.h"
#include "text/repair_model.h"

namespace izde::internal {
namespace {

// Surnames of people who are often named with an initial that windows-1251 lacks, as far as they
// need to be spelled to tell them from others.
struct KnownPerson {
  char32_t initial;
  std::u32string_view surname;
};
constexpr KnownPerson kPeople[] = {
    {U'Ә', U"Назарбаев"},  {U'Ә', U"Бөкейхан"},    {U'Ә', U"Қастеев"},      {U'Ә', U"Марғұлан"},
    {U'Ә', U"Молдағұлов"}, {U'Ә', U"Нұрпейісов"},  {U'Ә', U"Нұршайықов"},   {U'Ә', U"Кекілбаев"},
    {U'Ә', U"Тәжібаев"},   {U'Ә', U"Ермеков"},     {U'Ә', U"Қоңыратбаев"},  {U'Ә', U"Қайдаров"},
    {U'Ә', U"Жангелдин"},  {U'Ә', U"Дербісәлі"},   {U'Ә', U"Найманбаев"},   {U'Ә', U"Қашаубаев"},
    {U'Ә', U"Тарази"},     {U'Ә', U"Әлімжанов"},   {U'Ә', U"Шәріпов"},      {U'Ә', U"Мәмбетов"},
    {U'Ә', U"Қодар"},      {U'Ғ', U"Мүсірепов"},   {U'Ғ', U"Мұстафин"},     {U'Ғ', U"Тоқай"},
    {U'Ғ', U"Мұратбаев"},  {U'Ғ', U"Қараш"},       {U'Ғ', U"Қайырбеков"},   {U'Ғ', U"Орманов"},
    {U'Ғ', U"Жұбанов"},    {U'Ғ', U"Есім"},        {U'Ғ', U"Құрманғалиев"}, {U'Ғ', U"Мұтанов"},
    {U'Ғ', U"Сланов"},     {U'Ө', U"Жолдасбеков"}, {U'Ө', U"Жәнібеков"},    {U'Ө', U"Тұрманжанов"},
    {U'Ө', U"Айтбай"},     {U'Ө', U"Шүкеев"},      {U'Ө', U"Қанахин"},      {U'Ү', U"Субханбердин"},
};

// Among given names that begin with a letter beyond windows-1251 half begin with Қ.
constexpr char32_t kCommonest = U'Қ';

// `c` in lower case, letters that may be lost as one and the same.
char32_t folded(char32_t c) {
  constexpr std::u32string_view kLost = U"әғқңөұүһі";
  if (is_hole(c)) return U'?';
  const LetterCode code = letter_code(c);
  if (code == kNotALetter) return c;
  const char32_t lower = letter_of(code);
  return kLost.find(lower) != kLost.npos ? U'?' : lower;
}

// Where the word behind the dot at `dot` begins, or npos.
std::size_t word_behind_dot(std::string_view text, std::size_t dot) {
  std::size_t at = dot + 1;
  if (text.substr(at, 2) == "\u00A0") return at + 2;
  if (at < text.size() && text[at] == ' ') ++at;
  return at < text.size() ? at : text.npos;
}

bool begins(std::string_view text, std::size_t at, std::u32string_view surname) {
  for (const char32_t letter : surname) {
    if (at >= text.size()) return false;
    const CodePoint read = code_point_at(text, at);
    if (folded(read.value) != folded(letter)) return false;
    at += read.length;
  }
  return true;
}

}  // namespace

bool is_dot_of_initial(std::string_view text, std::size_t at) {
  if (at >= text.size() || text[at] != '.') return false;
  const std::size_t name = word_behind_dot(text, at);
  if (name == text.npos) return false;
  const CodePoint first = code_point_at(text, name);
  if (is_letter(first.value)) return is_capital(first.value);
  if (!is_hole(first.value) || name + first.length >= text.size()) return false;
  const char32_t second = code_point_at(text, name + first.length).value;
  return second == U'.' || is_hole(second) || (is_cyrillic(second) && !is_capital(second));
}

char32_t likely_initial(std::string_view text, std::size_t dot) {
  std::size_t name = word_behind_dot(text, dot);
  // Over a second initial.
  const CodePoint first = code_point_at(text, name);
  if (name + first.length < text.size() && text[name + first.length] == '.')
    name = word_behind_dot(text, name + first.length);
  if (name != text.npos)
    for (const KnownPerson& person : kPeople)
      if (begins(text, name, person.surname)) return person.initial;
  return kCommonest;
}

}  // namespace izde::internal
