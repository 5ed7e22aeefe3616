#include "text/word_stemmer.h"

#include <cstddef>
#include <string_view>
#include <utility>

#include "text/normalizer.h"
#include "text/user_dictionary.h"

namespace izde::internal {
namespace {

// Roman numerals of centuries and chapters are typed with Cyrillic І and Х, Latin I, V and X, or
// both: they become Latin. Returns false and changes nothing for other words.
bool unify_roman_numeral(std::string& word) {
  constexpr std::string_view kCyrillicI = "і";
  constexpr std::string_view kCyrillicX = "х";
  std::string latin;
  for (std::string_view rest = word; !rest.empty();) {
    const bool ascii = rest[0] == 'i' || rest[0] == 'v' || rest[0] == 'x';
    if (!ascii && !rest.starts_with(kCyrillicI) && !rest.starts_with(kCyrillicX)) return false;
    latin.push_back(ascii ? rest[0] : rest.starts_with(kCyrillicI) ? 'i' : 'x');
    rest.remove_prefix(ascii ? 1 : kCyrillicI.size());
  }
  word = latin;
  return true;
}

// Russian case forms of the nouns in -ия that Kazakh shares; their Kazakh stem is the nominative.
bool restore_shared_noun(std::string& word) {
  constexpr std::string_view kCases[] = {"иями", "иях", "иям", "ией", "ии", "ию"};
  // Behind other letters it is an adjective as often, or a noun in -ие.
  constexpr std::string_view kGenitives[] = {"ций", "сий", "зий", "рий", "лий", "мий", "фий"};
  constexpr std::size_t kMinStemBytes = 6;
  for (const std::string_view ending : kGenitives) {
    if (!word.ends_with(ending) || word.size() < ending.size() + kMinStemBytes) continue;
    word.replace(word.size() - 2, 2, "я");
    return true;
  }
  for (const std::string_view ending : kCases) {
    if (!word.ends_with(ending) || word.size() < ending.size() + kMinStemBytes) continue;
    word.replace(word.size() - ending.size(), ending.size(), "ия");
    return true;
  }
  return false;
}

}  // namespace

WordStemmer::WordStemmer(UserDictionary dictionary) : kazakh_(std::move(dictionary)) {}
WordLanguage WordStemmer::read(std::string& word) {
  if (unify_roman_numeral(word)) return WordLanguage::kOther;
  // All alphabets of Kazakh have one term: `qazaqtyñ`, `kazaktyn` and `قازاقتىڭ` that of
  // `қазақтың`.
  if (alphabets_.read(word, spare_)) normalize(spare_, word);
  const WordLanguage language = language_of(word);
  // In Cyrillic it is a quote or a sign of a foreign name, and no letter.
  if (language == WordLanguage::kKazakh || language == WordLanguage::kRussian)
    std::erase(word, '\'');
  return language;
}

void WordStemmer::stem(const std::string& word, WordLanguage language, std::string& out) {
  const UserDictionary::State* const entries = dictionary().state();
  if (entries != nullptr) {
    if (const UserEntry* entry = entries->find(word)) {
      out = entry->term;
      return;
    }
  }
  switch (language) {
    case WordLanguage::kOther:
      out = word;
      break;
    case WordLanguage::kEnglish:
      english_.stem(word, out);
      break;
    default:
      stem_cyrillic(word, language, out);
  }
  if (entries == nullptr) return;
  if (const UserEntry* entry = entries->find(out)) out = entry->term;
}

void WordStemmer::stem_cyrillic(const std::string& word, WordLanguage language, std::string& out) {
  const UserDictionary::State* const entries = dictionary().state();
  const bool russian = language == WordLanguage::kRussian;
  if (russian && (entries == nullptr || !entries->has_roots())) return stem_russian(word, out);
  kazakh_.stem(word, out);
  // What the user calls a root, or keeps, is no Russian word, whatever it ends in.
  if (entries != nullptr && entries->find(out) != nullptr) return;
  if (russian) return stem_russian(word, out);
  // Kazakh endings on a Russian word: `министерствоның` and `министерства` are one.
  if (language_of(out) != WordLanguage::kRussian) return;
  spare_ = out;
  stem_russian(spare_, out);
}

void WordStemmer::stem_second(const std::string& word, WordLanguage language,
                              const std::string& term, std::string& out) {
  out.clear();
  const UserDictionary::State* const entries = dictionary().state();
  if (entries != nullptr && (entries->find(word) != nullptr || entries->find(term) != nullptr))
    return;  // the user says what it is
  if (language == WordLanguage::kRussian) {
    // A case of a noun in -ия has that for its term. One in -ие (`решению`) looks the same.
    if (term.ends_with("ия")) russian_.stem(word, out);
  } else if (language == WordLanguage::kKazakh && may_be_russian(word, term)) {
    stem_russian(word, out);
    if (!is_russian_stem(out, word, term)) out.clear();
  }
  if (out == term) out.clear();
}

void WordStemmer::stem_russian(const std::string& word, std::string& out) {
  out = word;
  if (!restore_shared_noun(out)) russian_.stem(word, out);
}

}  // namespace izde::internal
