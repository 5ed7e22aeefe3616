#include <algorithm>
#include <array>
#include <cstddef>
#include <string>

#include "izde/transliterator.h"

#include "base/utf8.h"
#include "text/alphabet.h"
#include "text/normalizer.h"

namespace izde {
namespace {

using internal::SourceSign;

constexpr std::size_t kMaxBytes = std::size_t{64} << 10U;

class Detector {
 public:
  DetectedAlphabet detect(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = word_end(text, at);
      if (end > at) count(text.substr(at, end - at));
      at = std::max(end, at + internal::code_point_at(text, at).length);
    }
    return decided();
  }

 private:
  enum class Script { kNone, kCyrillic, kLatin, kArabic };

  static Script script_of(char32_t c) {
    if (c >= 0x400 && c < 0x530) return Script::kCyrillic;
    const SourceSign sign = internal::source_sign(c, false);
    if (sign.letter == internal::kNoSourceLetter || (c < 0x80 && c >= U'0' && c <= U'9'))
      return Script::kNone;
    return internal::is_arabic_source(sign.letter) ? Script::kArabic : Script::kLatin;
  }

  static bool is_apostrophe(char32_t c) {
    return internal::source_sign(c, false).letter == internal::source_letter(U'\'');
  }

  // A run of letters of one script; apostrophes inside count as Latin.
  std::size_t word_end(std::string_view text, std::size_t at) {
    letters_ = 0;
    script_ = Script::kNone;
    while (at < text.size()) {
      const internal::CodePoint read = internal::code_point_at(text, at);
      const Script script = script_of(read.value);
      if (letters_ == 0 && is_apostrophe(read.value)) break;
      if (script == Script::kNone || (letters_ > 0 && script != script_)) break;
      script_ = script;
      ++letters_;
      at += read.length;
    }
    return at;
  }

  std::size_t& letters_in(Alphabet alphabet) { return in_[static_cast<std::size_t>(alphabet)]; }

  void count(std::string_view word) {
    all_ += letters_;
    if (script_ == Script::kCyrillic) {
      letters_in(Alphabet::kCyrillic) += letters_;
      return;
    }
    internal::normalize(word, form_);
    while (form_.ends_with('\'')) {  // a mark or a quote
      if (reader_.read(form_, cyrillic_)) break;
      form_.pop_back();
    }
    if (!reader_.read(form_, cyrillic_)) return;
    letters_in(script_ == Script::kArabic ? Alphabet::kArabic : latin_of(form_)) += letters_;
  }

  static Alphabet latin_of(std::string_view form) {
    bool marked = false;
    for (std::size_t at = 0; at < form.size();) {
      const internal::CodePoint read = internal::code_point_at(form, at);
      at += read.length;
      if (std::u32string_view(U"áǵńóúý").find(read.value) != std::u32string_view::npos)
        return Alphabet::kLatin2018;
      if (read.value == U'\'') return Alphabet::kLatin2017;
      marked = marked || read.value >= 0x80;
    }
    return marked ? Alphabet::kLatin2021 : Alphabet::kChat;
  }

  // Words of a to z alone may be of any Latin alphabet that others show.
  DetectedAlphabet decided() {
    std::size_t& chat = letters_in(Alphabet::kChat);
    const auto marked =
        std::max({Alphabet::kLatin2021, Alphabet::kLatin2018, Alphabet::kLatin2017},
                 [&](Alphabet a, Alphabet b) { return letters_in(a) < letters_in(b); });
    if (8 * letters_in(marked) > chat) {
      letters_in(marked) += chat;
      chat = 0;
    }
    const auto best = std::max_element(in_.begin(), in_.end());
    if (*best == 0) return {};
    return {static_cast<Alphabet>(best - in_.begin()),
            static_cast<float>(*best) / static_cast<float>(all_)};
  }

  internal::AlphabetReader reader_;
  std::array<std::size_t, 6> in_{};  // letters of words in each alphabet
  std::size_t all_ = 0;
  std::size_t letters_ = 0;  // of the last word
  Script script_ = Script::kNone;
  std::string form_;
  std::string cyrillic_;
};

}  // namespace

DetectedAlphabet detect_alphabet(std::string_view text) {
  return Detector().detect(text.substr(0, kMaxBytes));
}

}  // namespace izde
