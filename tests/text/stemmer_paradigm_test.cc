#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "izde/stemmer.h"

#include "kazakh_paradigm.h"
#include "text/lexicon.h"

// The lists of roots from which the tables were made, and all forms of each by rules that the
// stemmer does not share: every form must come back to its root.

namespace izde {
namespace {

const std::filesystem::path kRoots = IZDE_SOURCE_DIR "/tools/lexicon/roots";

std::vector<std::string> words_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::vector<std::string> words;
  std::string line, word;
  while (std::getline(file, line)) {
    std::istringstream text(line.substr(0, line.find('#')));
    while (text >> word) words.push_back(word);
  }
  return words;
}

/// Words of all lists whose name begins so.
std::set<std::string> words_of_lists(const std::string& prefix) {
  std::set<std::string> words;
  for (const auto& entry : std::filesystem::directory_iterator(kRoots)) {
    if (!entry.path().filename().string().starts_with(prefix)) continue;
    for (const std::string& word : words_of(entry.path())) words.insert(word);
  }
  return words;
}

/// The shape before a vowel of roots that lose one (орын: орн).
std::map<std::string, std::string> shapes() {
  std::map<std::string, std::string> found;
  for (const char* name : {"alternates_noun.txt", "alternates_verb.txt"}) {
    for (const std::string& pair : words_of(kRoots / name)) {
      const std::size_t at = pair.find('=');
      const std::string root = pair.substr(0, at), shape = pair.substr(at + 1);
      if (shape.size() < root.size()) found.emplace(root, shape);
    }
  }
  return found;
}

struct Score {
  std::size_t roots = 0, forms = 0, back = 0;
  std::string misses;

  double share() const { return static_cast<double>(back) / static_cast<double>(forms); }
};

/// `also` is another stem that is as good.
void count(const std::string& root, const std::string& also, const std::vector<std::string>& forms,
           Score& score) {
  const KazakhStemmer stemmer;
  std::string stem;
  ++score.roots;
  for (const std::string& form : forms) {
    stemmer.stem(form, stem);
    ++score.forms;
    if (stem == root || stem == also) {
      ++score.back;
    } else if (score.misses.size() < 4000 && score.forms % 7 == 0) {
      score.misses += form + ":" + stem + " ";
    }
  }
}

/// Roots whose endings follow from their letters, and that no other list declares otherwise.
Score score_of(const std::string& prefix, bool verbs) {
  const auto changed = shapes();
  const std::set<std::string> nouns = words_of_lists("noun_");
  Score score;
  for (const std::string& root : words_of_lists(prefix)) {
    if (!Paradigm::is_regular(root) || KazakhStemmer().stem(root) != root) continue;
    const auto shape = changed.find(root);
    const Paradigm paradigm(root, shape != changed.end() ? shape->second : std::string());
    // A gerund that is a noun of its own keeps its forms (оқу: оқуға).
    const std::string gerund =
        verbs && nouns.count(paradigm.gerund()) != 0 ? paradigm.gerund() : "";
    count(root, gerund, verbs ? paradigm.verb_forms() : paradigm.noun_forms(), score);
  }
  testing::Test::RecordProperty(prefix, std::to_string(score.share()));
  return score;
}

TEST(StemmerParadigm, KeepsEveryDeclaredRoot) {
  const KazakhStemmer stemmer;
  std::set<std::string> excused;  // forms that another list gives to another word
  for (const char* name : {"irregular.txt", "alternates_noun.txt"}) {
    for (const std::string& pair : words_of(kRoots / name)) {
      std::istringstream forms(pair.substr(pair.find('=') + 1));
      for (std::string form; std::getline(forms, form, ',');) excused.insert(form);
    }
  }
  std::size_t roots = 0;
  for (const char* prefix : {"noun_", "adj_", "verb_", "whole"}) {
    for (const std::string& root : words_of_lists(prefix)) {
      if (excused.count(root) != 0) continue;
      EXPECT_EQ(stemmer.stem(root), root);
      ++roots;
    }
  }
  EXPECT_GT(roots, 9000U);
}

TEST(StemmerParadigm, BringsEveryFormOfADeclaredNounBack) {
  const Score score = score_of("noun_", false);
  EXPECT_GT(score.roots, 3000U);
  EXPECT_GT(score.share(), 0.97) << score.forms << " forms: " << score.misses;
}

TEST(StemmerParadigm, BringsEveryFormOfADeclaredAdjectiveBack) {
  const Score score = score_of("adj_", false);
  EXPECT_GT(score.roots, 1000U);
  EXPECT_GT(score.share(), 0.95) << score.forms << " forms: " << score.misses;
}

TEST(StemmerParadigm, BringsEveryFormOfADeclaredVerbBack) {
  const Score score = score_of("verb_", true);
  EXPECT_GT(score.roots, 1500U);
  EXPECT_GT(score.share(), 0.96) << score.forms << " forms: " << score.misses;
}

// The words of izde/stemmer.h's promise, one paradigm each.
TEST(StemmerParadigm, BringsPronounsToOneForm) {
  const KazakhStemmer stemmer;
  const std::map<std::string, std::string> paradigms = {
      {"мен", "менің мені маған менде менен менімен менікі менсіз"},
      {"сен", "сенің сені саған сенде сенен сенімен сенікі"},
      {"ол", "оның оны оған онда одан онан онымен онікі олар олардың оларға олардан олармен"},
      {"бұл", "бұның мұның бұны мұны бұған мұған мұнда бұдан мұнан мұнымен бұлар бұларға мұндай"},
      {"сол", "соның соны соған содан сонымен солар солардың соларға солармен"},
      {"осы", "осының осыны осыған осыдан осымен осылар осылардың осыларға"},
      {"біз", "біздің бізді бізге бізде бізден бізбен біздікі"},
      {"сіз", "сіздің сізді сізге сізде сізден сізбен сіздікі сіздер сіздерге"},
      {"өз",
       "өзі өзінің өзін өзіне өзінде өзінен өзімен өзім өзімнің өзімді өзіме өзің өзіңе өзіңіз "
       "өзіңізге өзіміз өзіміздің өзімізге өздері өздерінің өздеріне өзіндегі"},
      {"кім", "кімнің кімді кімге кімде кімнен кіммен кімдер кімнікі"},
      {"не", "ненің нені неден немен нелер"},
      {"бәрі", "бәрінің бәрін бәріне бәрінде бәрінен бәрімен бәріміз бәрімізге бәріңіз"},
      {"барлық", "барлығы барлығын барлығының барлығына барлығымыз"},
      {"ешкім", "ешкімнің ешкімді ешкімге ешкімнен ешкіммен"},
      {"екі", "екінің екіге екіден екінші екіншісі екіншіден"},
      {"екеу", "екеуі екеуінің екеуіне екеуміз"},
      {"жиырма", "жиырманың жиырмасыншы"},
      {"оқу", "оқуы оқуға оқуда оқудың оқуын оқулары"},
      {"оқы", "оқыды оқыған оқиды оқып оқыса оқымайды оқитын"}};
  for (const auto& [root, forms] : paradigms) {
    std::istringstream text(forms);
    for (std::string form; text >> form;) EXPECT_EQ(stemmer.stem(form), root) << form;
  }
}

}  // namespace
}  // namespace izde
