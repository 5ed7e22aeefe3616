#include "morphology.h"

#include <algorithm>

namespace izde::bench {
namespace {

enum class Final { kVowel, kGlide, kL, kNasal, kVoiced, kVoiceless };

Final classify(char16_t letter) noexcept {
  switch (letter) {
    case u'р':
    case u'й':
    case u'у':
    case u'и':
    case u'ю':
      return Final::kGlide;
    case u'л':
      return Final::kL;
    case u'м':
    case u'н':
    case u'ң':
      return Final::kNasal;
    case u'з':
    case u'ж':
    case u'ғ':
      return Final::kVoiced;
    default:
      return is_vowel(letter) ? Final::kVowel : Final::kVoiceless;
  }
}

/// The consonant of an ending whose first sound follows the stem.
char16_t assimilate(char16_t symbol, Final final) noexcept {
  const bool voiceless = final == Final::kVoiceless;
  const bool sonorant = final == Final::kL || final == Final::kNasal || final == Final::kVoiced;
  switch (symbol) {
    case u'D':
      return voiceless ? u'т' : u'д';
    case u'L':
      return voiceless ? u'т' : sonorant ? u'д' : u'л';
    case u'N':
      return voiceless ? u'т' : final == Final::kVowel || final == Final::kNasal ? u'н' : u'д';
    case u'C':
      return voiceless ? u'т' : final == Final::kVowel ? u'н' : u'д';
    case u'B':
      return voiceless ? u'т' : final == Final::kNasal ? u'н' : u'д';
    case u'M':
      return voiceless ? u'п' : final == Final::kVoiced ? u'б' : u'м';
    case u'W':
      return voiceless ? u'п' : final == Final::kVoiced || final == Final::kNasal ? u'б' : u'м';
    default:
      return symbol;
  }
}

/// Whether the stem's last consonant is л, so that the passive is -н and not -л.
bool ends_in_l(const Word& word) noexcept {
  const char16_t last = word.from_end(1);
  return last == u'л' || (is_vowel(last) && word.from_end(2) == u'л');
}

void voice_final(Word& word) noexcept {
  if (!is_vowel(word.from_end(2)) && word.from_end(2) != u'у' && word.from_end(2) != u'и') return;
  switch (word.from_end(1)) {
    case u'қ':
      word.replace_last(u'ғ');
      break;
    case u'к':
      word.replace_last(u'г');
      break;
    case u'п':
      word.replace_last(u'б');
      break;
    default:
      break;
  }
}

/// Writes one ending after another; what the seam does to the stem is decided at the first letter.
class EndingWriter {
 public:
  EndingWriter(Word& word, bool back) : word_(word), back_(back) {}

  void write(char16_t symbol) noexcept {
    const char16_t last = word_.from_end(1);
    const bool after_vowel = is_vowel(last);
    switch (symbol) {
      case u'+':
        seam_ = true;
        return;
      case u'A':
        return vowel(back_ ? u'а' : u'е');
      case u'Y':
        return vowel(back_ ? u'ы' : u'і');
      case u'a':
        if (!after_vowel) vowel(back_ ? u'а' : u'е');
        return;
      case u'i':
        if (!after_vowel) vowel(back_ ? u'ы' : u'і');
        return;
      case u's':
        if (after_vowel) consonant(u'с');
        return;
      case u'K':
        return consonant(back_ ? u'қ' : u'к');
      case u'G':
        if (is_voiceless(last)) return consonant(back_ ? u'қ' : u'к');
        return consonant(back_ ? u'ғ' : u'г');
      case u'J':
        return present(last, after_vowel);
      case u'U':
        return gerund(last);
      case u'P':
        return passive(after_vowel);
      default:
        return consonant(assimilate(symbol, classify(last)));
    }
  }

 private:
  void vowel(char16_t letter) noexcept {
    if (seam_) voice_final(word_);
    seam_ = false;
    if (letter == u'а' && word_.from_end(1) == u'й') {
      word_.replace_last(u'я');
    } else {
      word_.push(letter);
    }
  }

  void consonant(char16_t letter) noexcept {
    if (seam_ && letter == u'т' && word_.from_end(1) == u'т' && word_.from_end(2) == u'с')
      word_.pop();
    if (is_vowel(letter) && seam_) voice_final(word_);
    seam_ = false;
    word_.push(letter);
  }

  void present(char16_t last, bool after_vowel) noexcept {
    if (last == u'ы' || last == u'і') {
      word_.replace_last(u'и');
    } else if (after_vowel) {
      word_.push(u'й');
    } else {
      return vowel(back_ ? u'а' : u'е');
    }
    seam_ = false;
  }

  void gerund(char16_t last) noexcept {
    if (last == u'й' || last == u'и') {
      word_.replace_last(u'ю');
    } else if (last == u'ы' || last == u'і') {
      word_.replace_last(u'у');
    } else {
      if (seam_) voice_final(word_);
      word_.push(u'у');
    }
    seam_ = false;
  }

  void passive(bool after_vowel) noexcept {
    const char16_t letter = ends_in_l(word_) ? u'н' : u'л';
    if (!after_vowel) vowel(back_ ? u'ы' : u'і');
    seam_ = false;
    word_.push(letter);
  }

  Word& word_;
  bool back_;
  bool seam_ = true;
};

}  // namespace

bool is_back_vowel(char16_t letter) noexcept {
  switch (letter) {
    case u'а':
    case u'о':
    case u'ұ':
    case u'ы':
    case u'я':
    case u'ё':
      return true;
    default:
      return false;
  }
}

bool is_front_vowel(char16_t letter) noexcept {
  switch (letter) {
    case u'ә':
    case u'е':
    case u'ө':
    case u'ү':
    case u'і':
    case u'э':
      return true;
    default:
      return false;
  }
}

bool is_vowel(char16_t letter) noexcept { return is_back_vowel(letter) || is_front_vowel(letter); }

bool is_voiceless(char16_t letter) noexcept { return classify(letter) == Final::kVoiceless; }

bool is_back(std::u16string_view word) noexcept {
  for (auto it = word.rbegin(); it != word.rend(); ++it) {
    if (is_back_vowel(*it)) return true;
    if (is_front_vowel(*it)) return false;
  }
  if (word.find_first_of(u"қғ") != word.npos) return true;
  return word.find_first_of(u"кг") == word.npos;
}

Stem make_stem(std::u16string_view letters) noexcept {
  Stem stem;
  for (const char16_t letter : letters.substr(0, Stem::kCapacity))
    stem.letters[stem.size++] = letter;
  stem.back = is_back(stem.view());
  return stem;
}

void append_endings(Word& word, bool back, std::u16string_view chain) noexcept {
  EndingWriter writer(word, back);
  for (const char16_t symbol : chain) writer.write(symbol);
}

void inflect(const Stem& stem, std::u16string_view chain, Word& out) noexcept {
  out.clear();
  out.push(stem.view());
  if (chain.empty()) return;
  const bool possessive = chain.front() == u'i' || chain.front() == u's';
  if (stem.elides && possessive) {
    const char16_t last = out.from_end(1);
    out.pop();
    out.replace_last(last);
  }
  if (stem.keeps_final && out.size() < Word::kCapacity) {
    // Hidden from the seam: the ending sees the final, but may not change it.
    const char16_t last = out.from_end(1);
    append_endings(out, stem.back, chain);
    Word kept;
    for (std::size_t i = 0; i < out.size(); ++i) kept.push(i + 1 == stem.size ? last : out[i]);
    out = kept;
    return;
  }
  // тап + ып is тауып: a verb's п turns into у before the converb.
  if (chain.starts_with(u"iп") && out.from_end(1) == u'п' && is_vowel(out.from_end(2)))
    out.replace_last(u'у');
  append_endings(out, stem.back, chain);
}

char16_t to_upper(char16_t letter) noexcept {
  if ((letter >= u'а' && letter <= u'я') || (letter >= u'a' && letter <= u'z')) {
    return static_cast<char16_t>(letter - 0x20);
  }
  switch (letter) {
    case u'ё':
      return u'Ё';
    case u'і':
      return u'І';
    case u'ә':
    case u'ғ':
    case u'қ':
    case u'ң':
    case u'ө':
    case u'ұ':
    case u'ү':
    case u'һ':
      return static_cast<char16_t>(letter - 1);
    default:
      return letter;
  }
}

void append_utf8(std::u16string_view letters, std::string& out) {
  std::array<char, 3 * Word::kCapacity> bytes;
  for (; !letters.empty(); letters.remove_prefix(std::min(letters.size(), Word::kCapacity))) {
    std::size_t size = 0;
    for (const char16_t letter : letters.substr(0, Word::kCapacity)) {
      if (letter < 0x80) {
        bytes[size++] = static_cast<char>(letter);
      } else if (letter < 0x800) {
        bytes[size++] = static_cast<char>(0xC0 | (letter >> 6));
        bytes[size++] = static_cast<char>(0x80 | (letter & 0x3F));
      } else {
        bytes[size++] = static_cast<char>(0xE0 | (letter >> 12));
        bytes[size++] = static_cast<char>(0x80 | ((letter >> 6) & 0x3F));
        bytes[size++] = static_cast<char>(0x80 | (letter & 0x3F));
      }
    }
    out.append(bytes.data(), size);
  }
}

}  // namespace izde::bench
