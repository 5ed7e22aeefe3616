#include "text/user_dictionary_builder.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <set>
#include <utility>

#include "izde/error.h"

#include "base/utf8.h"
#include "text/normalizer.h"
#include "text/stemmer_letters.h"
#include "text/tokenizer.h"

namespace izde::internal {
namespace {

constexpr std::string_view kArrow = "->";
constexpr std::string_view kKeywords[] = {"keep", "noun", "verb"};  // in the order of their kinds

constexpr std::uint64_t bits_of(std::initializer_list<Letter> letters) {
  std::uint64_t bits = 0;
  for (const Letter letter : letters) bits |= std::uint64_t{1} << letter;
  return bits;
}
constexpr bool in(std::uint64_t set, char letter) {
  return (set >> static_cast<unsigned char>(letter) & 1U) != 0;
}

constexpr std::uint64_t kCloseVowels = bits_of({kY, kShortY});
constexpr std::uint64_t kFullVowels =
    bits_of({kA, kAe, kO, kOe, kU, kShortU, kUe, kI, kYe, kE, kYo}) | kCloseVowels;
/// What may stand after a vowel that possessive endings drop: орын, ауыз, халық, ерік, қауіп.
constexpr std::uint64_t kAfterDropped = bits_of({kEn, kEl, kEr, kZe, kQa, kKa, kPe});
constexpr std::uint64_t kSoft = bits_of({kSoftSign});

/// The spellings that endings give a noun besides its own; the empty string: none.
std::string without_close_vowel(const std::string& root) {
  const std::size_t size = root.size();
  const bool fits =
      size >= 4 && in(kAfterDropped, root[size - 1]) && in(kCloseVowels, root[size - 2]) &&
      (!in(kFullVowels, root[size - 3]) || root[size - 3] == kU) && in(kFullVowels, root[size - 4]);
  return fits ? root.substr(0, size - 2) + root[size - 1] : std::string();
}

std::string without_last_letter(const std::string& root) {
  const std::size_t size = root.size();
  const bool fits = size >= 4 && (in(kSoft, root[size - 1]) || (root[size - 1] == root[size - 2] &&
                                                                !in(kFullVowels, root[size - 1])));
  return fits ? root.substr(0, size - 1) : std::string();
}

std::string letters_of(const std::string& word) {
  LetterWord letters;
  read_letters(word, letters);  // roots have been read before
  return {reinterpret_cast<const char*>(letters.letters()), letters.size};
}

/// The pieces of a line between blanks, without its comment.
std::vector<std::string_view> pieces_of(std::string_view line) {
  constexpr std::string_view kBlanks = " \t\r";
  std::vector<std::string_view> pieces;
  for (std::size_t at = line.find_first_not_of(kBlanks); at != std::string_view::npos;) {
    if (line[at] == '#') break;
    const std::size_t end = std::min(line.find_first_of(kBlanks, at), line.size());
    pieces.push_back(line.substr(at, end - at));
    at = line.find_first_not_of(kBlanks, end);
  }
  return pieces;
}

DictionaryEntry entry_of(const std::vector<std::string_view>& pieces, std::size_t number,
                         const UserDictionaryBuilder& builder) {
  const auto arrow = std::find(pieces.begin(), pieces.end(), kArrow);
  if (arrow != pieces.end()) {
    if (arrow != pieces.begin() + 1 || pieces.size() != 3)
      builder.refuse(number, "one word is expected on each side of ->");
    return {DictionaryEntryKind::kException, std::string(pieces[0]), std::string(pieces[2])};
  }
  const auto keyword = std::find(std::begin(kKeywords), std::end(kKeywords), pieces[0]);
  if (keyword == std::end(kKeywords)) {
    builder.refuse(
        number,
        fmt::format("\"{}\": it begins with keep, noun or verb, or is FORM -> WORD", pieces[0]));
  }
  if (pieces.size() != 2)
    builder.refuse(number, fmt::format("one word is expected after {}", pieces[0]));
  return {static_cast<DictionaryEntryKind>(keyword - std::begin(kKeywords)),
          std::string(pieces[1])};
}

}  // namespace

void add_lines(std::string_view text, UserDictionaryBuilder& builder) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    if (!is_valid_utf8(line)) builder.refuse(number, "it is no UTF-8");
    if (const auto pieces = pieces_of(line); !pieces.empty())
      builder.add(entry_of(pieces, number, builder), number);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

void UserDictionaryBuilder::refuse(std::size_t number, std::string_view message) const {
  throw Error(ErrorCode::kInvalidArgument,
              fmt::format("user dictionary, {} {}: {}", place_, number, message));
}

std::string UserDictionaryBuilder::spelled(std::string_view written, std::size_t number) {
  if (!is_valid_utf8(written)) refuse(number, "it is no UTF-8");
  std::string spelling = spelled_once(written, number);
  // Text has the word in either spelling; the dictionary has to be read back from its own.
  if (spelled_once(spelling, number) != spelling)
    refuse(number, fmt::format("\"{}\": no word is spelled so", written));
  return spelling;
}

std::string UserDictionaryBuilder::spelled_once(std::string_view written, std::size_t number) {
  Tokenizer tokenizer(written);
  RawToken token;
  if (written.empty()) refuse(number, "a word is missing");
  const bool found = written.size() <= 4 * UserDictionary::kMaxWordBytes && tokenizer.next(token);
  if (!found || token.begin != 0 || token.end != written.size())
    refuse(number, fmt::format("\"{}\" is no single word as izde cuts text", written));
  if (token.kind != TokenKind::kWord && token.kind != TokenKind::kAcronym &&
      token.kind != TokenKind::kTag) {
    refuse(number, fmt::format("\"{}\" is never stemmed: izde takes it for a {}", written,
                               to_string(token.kind)));
  }
  if (token.core_begin != 0 || token.core_end != written.size()) {
    refuse(number,
           fmt::format("\"{}\" is looked up without its ending or sign: give it as \"{}\"", written,
                       written.substr(token.core_begin, token.core_end - token.core_begin)));
  }
  std::string spelling;
  normalize(written, spelling);
  reader_.read(spelling);
  if (spelling.empty() || spelling.size() > UserDictionary::kMaxWordBytes) {
    refuse(number,
           fmt::format("\"{}\": a word has 1 to {} bytes", written, UserDictionary::kMaxWordBytes));
  }
  return spelling;
}

std::string UserDictionaryBuilder::spelled_root(std::string_view written, std::size_t number) {
  std::string spelling = spelled(written, number);
  LetterWord letters;
  if (!read_letters(spelling, letters) || letters.size < 2) {
    refuse(number,
           fmt::format("\"{}\": a root has 2 to {} letters of the Kazakh alphabet; other words can "
                       "be kept",
                       written, LetterWord::kMaxLetters - 1));
  }
  spelling.clear();
  append_letters(letters, spelling);
  return spelling;
}

UserDictionaryBuilder::Word& UserDictionaryBuilder::word_of(const std::string& spelling,
                                                            std::size_t number) {
  const auto [at, is_new] = words_.try_emplace(spelling);
  if (is_new) at->second.number = number;
  if (words_.size() > UserDictionary::kMaxEntries) {
    throw Error(ErrorCode::kResourceExhausted,
                fmt::format("user dictionary: more than {} words", UserDictionary::kMaxEntries));
  }
  return at->second;
}

void UserDictionaryBuilder::add(const DictionaryEntry& entry, std::size_t number) {
  if (entry.kind == DictionaryEntryKind::kException) return add_exception(entry, number);
  if (!entry.target.empty()) refuse(number, "only an exception has a target");
  switch (entry.kind) {
    case DictionaryEntryKind::kKeep:
      return add_kept(spelled(entry.word, number), number);
    case DictionaryEntryKind::kNoun:
      word_of(spelled_root(entry.word, number), number).noun = true;
      break;
    case DictionaryEntryKind::kVerb:
      word_of(spelled_root(entry.word, number), number).verb = true;
      break;
    default:
      refuse(number, "there is no such kind of entry");
  }
}

void UserDictionaryBuilder::add_kept(const std::string& spelling, std::size_t number) {
  Word& word = word_of(spelling, number);
  word.keep = true;
  if (word.is_exception()) refuse_both(spelling, number, word);
}

void UserDictionaryBuilder::add_exception(const DictionaryEntry& entry, std::size_t number) {
  const std::string spelling = spelled(entry.word, number);
  std::string target = spelled(entry.target, number);
  if (target == spelling) {
    refuse(number,
           fmt::format("\"{}\" leads to itself: keep {} leaves it whole", spelling, spelling));
  }
  Word& word = word_of(spelling, number);
  if (word.keep) refuse_both(spelling, number, word);
  if (word.is_exception() && word.target != target) {
    refuse(number, fmt::format("\"{}\" leads to \"{}\" here and to \"{}\" above", spelling, target,
                               word.target));
  }
  word.target = std::move(target);
}

void UserDictionaryBuilder::refuse_both(const std::string& spelling, std::size_t number,
                                        const Word& word) const {
  refuse(number, fmt::format("\"{}\" cannot be kept and be an exception: see {} {}", spelling,
                             place_, word.number));
}

UserRoots UserDictionaryBuilder::make_roots() const {
  std::vector<UserRoots::Spelling> spellings;
  std::vector<std::string> stems;
  for (const auto& [spelling, word] : words_) {
    if (!word.is_root()) continue;
    const std::string letters = letters_of(spelling);
    spellings.push_back({letters,
                         static_cast<std::uint8_t>((word.noun ? UserRoots::kNounRoot : 0) |
                                                   (word.verb ? UserRoots::kVerbRoot : 0)),
                         UserRoots::kNone});
    if (!word.noun) continue;
    const std::pair<std::string, UserRoots::Flag> changed[] = {
        {without_close_vowel(letters), UserRoots::kVowelDropped},
        {without_last_letter(letters), UserRoots::kEndingDropped}};
    for (const auto& [shorter, flag] : changed) {
      if (shorter.empty()) continue;
      spellings.push_back({shorter, flag, static_cast<std::uint32_t>(stems.size())});
      stems.push_back(spelling);
    }
  }
  return {std::move(spellings), std::move(stems)};
}

/// Follows an exception to a word that is none, over what it stems to. All on the way go there.
void UserDictionaryBuilder::resolve(const std::string& spelling, Word& word, WordStemmer& stemmer) {
  std::vector<Word*> way;
  std::set<const Word*> seen;
  Word* here = &word;
  std::string term;
  while (here->term.empty()) {
    if (!seen.insert(here).second) {
      refuse(word.number, fmt::format("\"{}\" leads round in a circle", spelling));
    }
    way.push_back(here);
    auto next = words_.find(here->target);
    if (next == words_.end()) {
      std::string target = here->target;
      const WordLanguage language = stemmer.read(target);
      stemmer.stem(target, language, term);
      if (term.empty()) term = target;
      next = words_.find(term);
    } else {
      term = here->target;
    }
    if (next == words_.end() || !next->second.is_exception()) break;
    here = &next->second;
  }
  if (!here->term.empty()) term = here->term;
  for (Word* const one : way) one->term = term;
}

std::vector<UserEntry> UserDictionaryBuilder::fixed_entries() const {
  std::vector<UserEntry> entries;
  for (const auto& [spelling, word] : words_)
    if (!word.is_exception()) entries.push_back({spelling, spelling});
  return entries;
}

void UserDictionaryBuilder::append_exceptions(std::vector<UserEntry>& entries,
                                              WordStemmer& stemmer) const {
  const KazakhStemmer kazakh(stemmer.dictionary());
  std::set<std::string_view> terms;
  std::string again;
  for (const auto& [spelling, word] : words_) {
    if (!word.is_exception()) continue;
    entries.push_back({spelling, word.term});
    if (words_.contains(word.term) || !terms.insert(word.term).second) continue;
    // A term that stemming would change (Snowball's may be no words) is kept, so that a stem is its
    // own stem.
    std::string term = word.term;
    const WordLanguage language = stemmer.read(term);
    stemmer.stem(term, language, again);
    if (again != word.term || kazakh.stem(word.term) != word.term)
      entries.push_back({word.term, word.term});
  }
}

std::string UserDictionaryBuilder::canonical_text() const {
  std::string text;
  for (const auto& [spelling, word] : words_) {
    if (word.keep) text.append("keep ").append(spelling).append("\n");
    if (word.noun) text.append("noun ").append(spelling).append("\n");
    if (word.verb) text.append("verb ").append(spelling).append("\n");
    if (word.is_exception()) text.append(spelling).append(" -> ").append(word.target).append("\n");
  }
  return text;
}

std::shared_ptr<const UserDictionary::State> UserDictionaryBuilder::build() {
  if (words_.empty()) return nullptr;
  auto state = std::make_shared<UserDictionary::State>();
  state->roots = make_roots();
  state->entries = UserEntries(fixed_entries());
  state->text = canonical_text();
  state->size = static_cast<std::size_t>(std::count(state->text.begin(), state->text.end(), '\n'));
  // Where exceptions lead is found out with all the rest of the dictionary in force.
  WordStemmer stemmer{UserDictionary(state)};
  for (auto& [spelling, word] : words_)
    if (word.is_exception()) resolve(spelling, word, stemmer);
  std::vector<UserEntry> entries = fixed_entries();
  append_exceptions(entries, stemmer);
  auto whole = std::make_shared<UserDictionary::State>(*state);
  whole->entries = UserEntries(std::move(entries));
  return whole;
}

}  // namespace izde::internal
