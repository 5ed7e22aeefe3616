#include "text/term_builder.h"

#include <algorithm>
#include <cstddef>
#include <libstemmer.h>

#include "text/language.h"
#include "text/normalizer.h"

namespace izde::internal {
namespace {

void cut(std::string& text, std::size_t max_bytes) {
  if (text.size() <= max_bytes) return;
  std::size_t end = max_bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  text.resize(end);
}

void erase_all(std::string& text, std::string_view what) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at))
    text.erase(at, what.size());
}

// `25 000` (U+00A0, U+2009, U+202F) is one number, `54,7 %` is `54,7%`.
void erase_blanks(std::string& number) {
  for (const std::string_view blank : {" ", "\u00A0", "\u2009", "\u202F"}) erase_all(number, blank);
}

// `3.5` is `3,5`; dates (12.05.2017) stay.
void unify_decimal_sign(std::string& number) {
  const std::size_t point = number.find_first_of(".,");
  if (point != std::string::npos && number.find_first_of(".,", point + 1) == std::string::npos)
    number[point] = ',';
}

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
  constexpr std::string_view kCases[] = {"иями", "иях", "ией", "ии", "ию"};
  constexpr std::size_t kMinStemBytes = 6;
  for (const std::string_view ending : kCases) {
    if (!word.ends_with(ending) || word.size() < ending.size() + kMinStemBytes) continue;
    word.replace(word.size() - ending.size(), ending.size(), "ия");
    return true;
  }
  return false;
}

}  // namespace

TermBuilder::TermBuilder() = default;
TermBuilder::~TermBuilder() = default;
TermBuilder::TermBuilder(TermBuilder&&) noexcept = default;
TermBuilder& TermBuilder::operator=(TermBuilder&&) noexcept = default;

void TermBuilder::Close::operator()(sb_stemmer* stemmer) const noexcept {
  sb_stemmer_delete(stemmer);
}

void TermBuilder::build(const TokenText& token, bool stem) {
  const bool number = token.kind == TokenKind::kNumber;
  const auto behind = static_cast<std::size_t>(token.core.data() - token.whole.data());
  normalize(token.whole.substr(behind), form_);
  if (number) erase_blanks(form_);
  if (stem && token.whole.size() != behind + token.core.size()) {
    normalize(token.core, word_);
    if (number) erase_blanks(word_);
    if (word_.empty()) word_ = form_;
  } else {
    word_ = form_;
  }
  const bool word = token.kind == TokenKind::kWord || token.kind == TokenKind::kAcronym ||
                    token.kind == TokenKind::kTag;
  if (stem && word && word_.size() <= kMaxTermBytes) {
    stem_word();
  } else {
    term_ = word_;
    if (stem && number) unify_decimal_sign(term_);
  }
  cut(term_, kMaxTermBytes);
}

void TermBuilder::stem_word() {
  const bool roman = unify_roman_numeral(word_);
  // All alphabets of Kazakh have one term: `qazaqtyñ`, `kazaktyn` and `قازاقتىڭ` that of
  // `қазақтың`.
  if (!roman && alphabets_.read(word_, cyrillic_)) normalize(cyrillic_, word_);
  const WordLanguage language = roman ? WordLanguage::kOther : language_of(word_);
  if (language == WordLanguage::kOther) {
    term_ = word_;
  } else if (language == WordLanguage::kEnglish) {
    stem_snowball(english_, "english");
  } else {
    erase_all(word_, "'");  // a quote or a sign of a foreign name; no letter of Cyrillic
    if (language == WordLanguage::kRussian) {
      stem_russian();
    } else {
      kazakh_.stem(word_, term_);
      // Kazakh endings on a Russian word: `министерствоның` and `министерства` are one.
      if (language_of(term_) == WordLanguage::kRussian) {
        word_ = term_;
        stem_russian();
      }
    }
  }
  if (term_.empty()) term_ = form_;
}

void TermBuilder::stem_russian() {
  term_ = word_;
  if (!restore_shared_noun(term_)) stem_snowball(russian_, "russian");
}

void TermBuilder::stem_snowball(Snowball& stemmer, const char* algorithm) {
  if (stemmer == nullptr) stemmer.reset(sb_stemmer_new(algorithm, "UTF_8"));
  term_ = word_;
  if (stemmer == nullptr) return;
  const sb_symbol* const stem =
      sb_stemmer_stem(stemmer.get(), reinterpret_cast<const sb_symbol*>(word_.data()),
                      static_cast<int>(word_.size()));
  if (stem != nullptr)
    term_.assign(reinterpret_cast<const char*>(stem),
                 static_cast<std::size_t>(sb_stemmer_length(stemmer.get())));
}

}  // namespace izde::internal
