#include "kazakh_paradigm.h"

#include <initializer_list>
#include <utility>

namespace izde {
namespace {

constexpr std::string_view kBackVowels = "аоұыяё";
constexpr std::string_view kFrontVowels = "әеөүіэ";

bool has(std::string_view set, std::string_view letter) {
  for (std::size_t i = 0; i + 1 < set.size(); i += 2) {
    if (set.substr(i, 2) == letter) return true;
  }
  return false;
}

/// 1 back, 2 front, 0 when no letter tells, 3 when they disagree.
int harmony_of(std::string_view word) {
  int seen = 0, by_consonant = 0;
  for (std::size_t i = 0; i + 1 < word.size(); i += 2) {
    const std::string_view letter = word.substr(i, 2);
    if (has(kBackVowels, letter)) seen |= 1;
    if (has(kFrontVowels, letter)) seen |= 2;
    if (has("қғ", letter)) by_consonant |= 1;
    if (has("кг", letter)) by_consonant |= 2;
  }
  return seen != 0 ? seen : by_consonant;
}

}  // namespace

Paradigm::Paradigm(std::string root, std::string shape)
    : root_(std::move(root)),
      shape_(shape.empty() ? root_ : std::move(shape)),
      front_(harmony_of(root_) == 2) {}

bool Paradigm::is_regular(const std::string& root) {
  if (root.size() < 6) return false;
  for (std::size_t i = 0; i + 1 < root.size(); i += 2) {
    if (has("ёвфхһцчщъьэюяи-", std::string_view(root).substr(i, 2))) return false;
  }
  const int harmony = harmony_of(root);
  const std::string last = last_letter(root);
  // б в г д end loans; ә is heard as front or back; у alone may be a vowel or a consonant.
  return (harmony == 1 || harmony == 2) && !has("бгдәж", last) && last != "у";
}

Paradigm::Kind Paradigm::kind(const std::string& word) {
  const std::string letter = last_letter(word);
  if (has("аәеоөыі", letter)) return kVowel;
  if (has("руйию", letter)) return kGlide;
  if (letter == "л") return kLiquid;
  if (has("мнң", letter)) return kNasal;
  return has("зғ", letter) ? kZ : kVoiceless;
}

/// The ending in the harmony of the root, from its back form.
std::string Paradigm::pick(std::string_view back) const {
  if (!front_) return std::string(back);
  std::string out;
  for (std::size_t i = 0; i < back.size(); i += 2) {
    const std::string_view letter = back.substr(i, 2);
    out += letter == "а"   ? "е"
           : letter == "ы" ? "і"
           : letter == "ғ" ? "г"
           : letter == "қ" ? "к"
                           : letter;
  }
  return out;
}

/// The shape of the root before a vowel: қ к п between vowels are voiced.
std::string Paradigm::before_vowel() const {
  if (shape_ != root_ || shape_.size() < 4) return shape_;
  const std::string last = last_letter(shape_);
  const std::string head = shape_.substr(0, shape_.size() - 2);
  if (!has("аәеоөыіұүу", last_letter(head))) return shape_;
  if (last == "қ") return head + "ғ";
  if (last == "к") return head + "г";
  if (last == "п") return head + "б";
  return shape_;
}

std::vector<std::string> Paradigm::noun_forms() const {
  std::vector<std::string> forms;
  const Kind last = kind(root_);
  const char* plural = last == kVoiceless                                ? "тар"
                       : last == kLiquid || last == kNasal || last == kZ ? "дар"
                                                                         : "лар";
  const std::string many = root_ + pick(plural);
  append_cases(root_, kBare, forms);
  append_cases(many, kBare, forms);
  const bool vowel = last == kVowel;
  for (const bool is_many : {false, true}) {
    const bool after_vowel = vowel && !is_many;
    const std::string base = is_many ? many : after_vowel ? root_ : before_vowel();
    const std::string link = after_vowel ? "" : "ы";
    for (const char* ending : {"м", "ң"}) append_cases(base + pick(link + ending), kMine, forms);
    for (const char* ending : {"ңыз", "мыз"})
      append_cases(base + pick(link + ending), kBare, forms);
    append_cases(base + pick(after_vowel ? "сы" : "ы"), kTheirs, forms);
  }
  return forms;
}

void Paradigm::append_cases(const std::string& base, Declension declension,
                            std::vector<std::string>& forms) const {
  forms.push_back(base);
  if (declension == kTheirs) {
    for (const char* ending : {"ның", "н", "на", "нда", "нан", "ндағы", "ндай"}) {
      forms.push_back(base + pick(ending));
    }
    forms.push_back(base + "мен");
    return;
  }
  const Kind last = kind(base);
  const std::string t = last == kVoiceless ? "т" : "д";
  forms.push_back(base + pick((last == kVowel || last == kNasal ? "н" : t) + "ың"));
  forms.push_back(base + pick((last == kVowel ? "н" : t) + "ы"));
  forms.push_back(base + pick(declension == kMine ? "а" : last == kVoiceless ? "қа" : "ға"));
  forms.push_back(base + pick(t + "а"));
  forms.push_back(base + pick((last == kNasal ? "н" : t) + "ан"));
  forms.push_back(base + pick(t + "ағы"));
  forms.push_back(base + pick(t + "ай"));
  forms.push_back(base + (last == kVoiceless ? "пен" : last == kZ ? "бен" : "мен"));
}

/// Joins a verb stem and an ending that begins with a vowel, а or у or ы.
std::string Paradigm::with_vowel_ending(const std::string& stem, const std::string& ending) const {
  const std::string first = ending.substr(0, 2), rest = ending.substr(2);
  const std::string head = stem.substr(0, stem.size() - 2), last = last_letter(stem);
  if (kind(stem) == kVowel) {
    if (first == "ы") return stem + pick(rest);
    if (has("ыі", last)) return head + (first == "а" ? "и" : "у") + pick(rest);
    return stem + (first == "а" ? "й" : "у") + pick(rest);
  }
  if (last == "й" && first == "у") return head + "ю" + pick(rest);
  if (last == "й" && first == "а" && !front_) return head + "я" + pick(rest);
  if (last == "й" && first == "а") return head + "йе" + pick(rest);
  if (stem != root_) return stem + pick(ending);
  if (last == "п" && first == "ы" && has("ае", last_letter(head))) return head + "у" + pick(ending);
  return before_vowel() + pick(ending);
}

void Paradigm::append_finite(const std::string& stem, bool negative,
                             std::vector<std::string>& forms) const {
  const bool hard = kind(stem) == kVoiceless;
  for (const char* person : {"", "м", "ң", "ңыз", "қ"}) {
    forms.push_back(stem + pick((hard ? "ты" : "ды") + std::string(person)));
    forms.push_back(stem + pick("са" + std::string(person)));
  }
  for (const char* more :
       {"", "да", "нан", "ның", "дар", "дарға", "ымыз", "ына", "дай", "мын", "сыз", "дықтан"}) {
    forms.push_back(stem + pick((hard ? "қан" : "ған") + std::string(more)));
  }
  for (const char* more : {"ды", "мын", "сың", "сыз", "мыз", "тын", "тынын", "тындар"}) {
    forms.push_back(with_vowel_ending(stem, "а" + std::string(more)));
  }
  for (const char* more : {"", "ға", "дың", "ы", "ына", "ында", "да", "ға"}) {
    forms.push_back(with_vowel_ending(stem, "у" + std::string(more)));
  }
  forms.push_back(stem + pick("сын"));
  if (!negative) {
    forms.push_back(with_vowel_ending(stem, "ып"));
    forms.push_back(with_vowel_ending(stem, "ыпты"));
    forms.push_back(stem + pick(hard ? "қалы" : "ғалы"));
  }
}

std::vector<std::string> Paradigm::verb_forms() const {
  std::vector<std::string> forms{root_};
  append_finite(root_, false, forms);
  const Kind last = kind(root_);
  const char* no = last == kVoiceless ? "па" : last == kNasal || last == kZ ? "ба" : "ма";
  append_finite(root_ + pick(no), true, forms);
  forms.push_back(root_ + pick(no + std::string("с")));
  forms.push_back(root_ + pick(no + std::string("й")));
  forms.push_back(root_ + pick(no + std::string("қ")));
  return forms;
}

}  // namespace izde
