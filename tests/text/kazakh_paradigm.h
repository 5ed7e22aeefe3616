#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace izde {

/// Declension and conjugation written down a second time, from the rules of the language: it shares
/// no table with the stemmer. Only for roots that keep harmony and take endings by the rules.
class Paradigm {
 public:
  /// `shape` is what vowel endings attach to when it is not the root (орын: орн).
  explicit Paradigm(std::string root, std::string shape = {});

  /// Whether the letters tell the harmony of all endings.
  static bool is_regular(const std::string& root);

  /// Number x possession x case, and -дағы, -дай.
  std::vector<std::string> noun_forms() const;
  /// Tenses, moods, participles, converbs, gerund; affirmative and negative; in several persons.
  std::vector<std::string> verb_forms() const;
  std::string gerund() const { return with_vowel_ending(root_, "у"); }

 private:
  /// Which case endings follow: after 1st and 2nd person possession the dative, after the 3rd most
  /// cases are of their own.
  enum Declension { kBare, kMine, kTheirs };
  enum Kind { kVowel, kGlide, kLiquid, kNasal, kZ, kVoiceless };

  static std::string last_letter(const std::string& word) { return word.substr(word.size() - 2); }
  static Kind kind(const std::string& word);
  std::string pick(std::string_view back) const;
  std::string before_vowel() const;
  std::string with_vowel_ending(const std::string& stem, const std::string& ending) const;
  void append_cases(const std::string& base, Declension declension,
                    std::vector<std::string>& forms) const;
  void append_finite(const std::string& stem, bool negative, std::vector<std::string>& forms) const;

  std::string root_;
  std::string shape_;
  bool front_;
};

}  // namespace izde
