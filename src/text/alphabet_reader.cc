#include "text/alphabet_reader.h"

#include <algorithm>
#include <limits>

#include "text/alphabet_loans.h"

namespace izde::internal {
namespace {

constexpr std::size_t kBeam = 8;
constexpr float kBeamWidth = 10.0F;    // in nats below the best
constexpr std::size_t kMaxChosen = 2;  // complete readings that are looked up in the lexicon
constexpr float kRootBonus = 2.5F;
constexpr float kRareWord = -12.2F;  // ln of the share of a word that was counted twice
constexpr float kLoanBonus = 20.0F;
constexpr float kLoanBonusInChat = 14.0F;  // where letters are merged, a skeleton says less

// Töte jazu marks a word with front vowels, unless one of these letters shows them already.
bool shows_front_vowels(std::span<const SourceLetter> word) {
  constexpr SourceLetter kSigns[] = {source_letter(U'ٴ'), source_letter(U'ە'), source_letter(U'ك'),
                                     source_letter(U'گ'), source_letter(U'ٵ'), source_letter(U'ٶ'),
                                     source_letter(U'ٷ'), source_letter(U'ٸ')};
  return std::any_of(word.begin(), word.end(), [&](SourceLetter letter) {
    return std::find(std::begin(kSigns), std::end(kSigns), letter) != std::end(kSigns);
  });
}

bool is_vowel(SourceLetter letter) {
  constexpr std::u32string_view kVowels = U"aeiyıouäöüūáóúý";
  return kVowels.find(kSourceLetters[letter]) != std::u32string_view::npos;
}

// The letter that the i-th one of a reading comes from.
std::uint8_t source_of(const Reading& reading, std::size_t at, std::size_t i) {
  return static_cast<std::uint8_t>(at + std::min<std::size_t>(i, reading.from_size - 1U));
}

}  // namespace

std::span<const ReadLetter> WordReader::read(std::span<const SourceLetter> word, Effort effort) {
  word_ = word;
  front_ =
      is_arabic_source(word.empty() ? kNoSourceLetter : word.front()) && shows_front_vowels(word);
  known_ = false;
  score_ = 0;
  begins_ = {};
  const bool whole = read_first();
  if (effort == Effort::kFirst) return letters_;
  if (whole) {
    const bool thorough = effort == Effort::kThorough;
    const KnownWord known = look_up_word(codes());
    known_ = known.known;
    if (known_ && !thorough && known.log_probability > kRareWord) return letters_;
    if (read_loan(thorough ? kLoanBonusInChat : kLoanBonus)) return letters_;
    if (!thorough && (known_ || has_known_root(codes()))) return letters_;
  }
  read_best();
  return letters_;
}

// Reads the word as the loan that it seems to begin with, if that is likelier than to read it
// freely.
bool WordReader::read_loan(float bonus) {
  begins_ = find_loan(codes_);
  if (begins_.empty()) return false;
  // процесс loses a letter before an ending: процесі.
  constexpr LetterCode kS = cyrillic(U'с');
  const std::size_t size = begins_.size();
  const bool doubled = size > 2 && begins_[size - 1] == kS && begins_[size - 2] == kS;
  if (doubled && codes_.size() + 1 > size) begins_ = begins_.first(size - 1);
  read_best();
  const std::vector<ReadLetter> as_loan = letters_;
  const float score = score_;
  const bool known = known_;
  begins_ = {};
  read_best();
  if (as_loan.empty() || score_ > score + bonus) return true;
  letters_ = as_loan;
  score_ = score;
  known_ = known;
  codes();
  return true;
}

bool WordReader::has_root() const { return !codes_.empty() && has_known_root(codes_); }

std::span<const LetterCode> WordReader::codes() {
  codes_.clear();
  for (const ReadLetter& letter : letters_) codes_.push_back(letter.code);
  return codes_;
}

bool WordReader::fits(const Reading& reading, std::size_t at, LetterCode before) const noexcept {
  if (reading.from_size > word_.size() - at) return false;
  for (std::size_t i = 1; i < reading.from_size; ++i)
    if (word_[at + i] != reading.from[i]) return false;
  if (splits_pair(reading, at)) return false;
  switch (reading.place) {
    case ReadingPlace::kAnywhere:
      return true;
    case ReadingPlace::kStart:
      return before == kWordEdge;
    case ReadingPlace::kEnd:
      return at + reading.from_size == word_.size();
    case ReadingPlace::kAfterVowel:
      return in_set(kCyrillicVowels, before);
    case ReadingPlace::kAfterConsonant:
      return before != kWordEdge && !in_set(kCyrillicVowels, before);
    case ReadingPlace::kOpen:
      return before == kWordEdge || in_set(kCyrillicVowels, before);
    case ReadingPlace::kBeforeVowel:
      return at + reading.from_size == word_.size() || is_vowel(word_[at + reading.from_size]);
    case ReadingPlace::kFront:
      return front_;
    case ReadingPlace::kBack:
      return !front_;
  }
  return false;
}

// What stands for и or й is not read apart from a vowel that the table has rules for together with
// it: я is `ia`.
bool WordReader::splits_pair(const Reading& reading, std::size_t at) const noexcept {
  constexpr SourceLetter kIs[] = {source_letter(U'i'), source_letter(U'ı'), source_letter(U'ي')};
  const SourceLetter first = reading.from[0];
  const std::size_t size = reading.from_size;
  if (std::find(std::begin(kIs), std::end(kIs), first) == std::end(kIs) ||
      at + size >= word_.size())
    return false;
  const auto others = table_->of(first);
  return std::any_of(others.begin(), others.end(), [&](const Reading& other) {
    return other.from_size > size && other.from_size <= word_.size() - at &&
           other.from[other.from_size - 1U] != source_letter(U'y') &&
           std::equal(other.from.begin(), other.from.begin() + other.from_size,
                      word_.begin() + static_cast<std::ptrdiff_t>(at)) &&
           std::equal(reading.from.begin(), reading.from.begin() + reading.from_size,
                      other.from.begin());
  });
}

bool WordReader::read_first() {
  letters_.clear();
  LetterCode before = kWordEdge;
  for (std::size_t at = 0; at < word_.size();) {
    const auto readings = table_->of(word_[at]);
    const auto first = std::find_if(readings.begin(), readings.end(), [&](const Reading& reading) {
      return fits(reading, at, before);
    });
    if (first == readings.end()) {
      letters_.clear();
      return false;
    }
    for (std::size_t i = 0; i < first->to_size; ++i) {
      before = first->to[i];
      letters_.push_back({before, source_of(*first, at, i)});
    }
    at += first->from_size;
  }
  return true;
}

void WordReader::read_best() {
  const std::size_t size = word_.size();
  nodes_.assign(1, {0, {kWordEdge, 0}});
  if (paths_.size() <= size) paths_.resize(size + 1);
  for (std::size_t i = 0; i <= size; ++i) paths_[i].clear();
  paths_[0].push_back({0, 0, LetterContext{}, 0, 0});
  // A beginning that is set leaves few paths, and none of them may fall out because it is unlikely.
  const float width = begins_.empty() ? kBeamWidth : std::numeric_limits<float>::infinity();
  for (std::size_t at = 0; at < size; ++at) {
    float best = -std::numeric_limits<float>::infinity();
    for (const Path& path : paths_[at]) best = std::max(best, path.score());
    for (std::size_t i = 0; i < paths_[at].size(); ++i)
      if (paths_[at][i].score() > best - width) extend(Path(paths_[at][i]), at);
  }
  choose(paths_[size]);
}

void WordReader::extend(const Path& path, std::size_t at) {
  const LetterCode before = nodes_[path.node].letter.code;
  for (const Reading& reading : table_->of(word_[at])) {
    if (!fits(reading, at, before)) continue;
    Path next = path;
    if (append(reading, at, next)) keep(paths_[at + reading.from_size], next);
  }
}

bool WordReader::append(const Reading& reading, std::size_t at, Path& path) {
  path.cost += reading.cost;
  for (std::size_t i = 0; i < reading.to_size; ++i) {
    const LetterCode letter = reading.to[i];
    if (path.length < begins_.size() && begins_[path.length] != letter) return false;
    path.by_letters += path.context.log_probability(letter);
    path.context = path.context.then(letter);
    nodes_.push_back({path.node, {letter, source_of(reading, at, i)}});
    path.node = static_cast<std::uint32_t>(nodes_.size() - 1);
    ++path.length;
  }
  return true;
}

void WordReader::keep(std::vector<Path>& paths, const Path& path) {
  if (paths.size() < kBeam) {
    paths.push_back(path);
    return;
  }
  const auto worst = std::min_element(paths.begin(), paths.end(), [](const Path& a, const Path& b) {
    return a.score() < b.score();
  });
  if (worst->score() < path.score()) *worst = path;
}

void WordReader::trace(std::uint32_t node) {
  letters_.clear();
  for (; node != 0; node = nodes_[node].previous) letters_.push_back(nodes_[node].letter);
  std::reverse(letters_.begin(), letters_.end());
}

void WordReader::choose(std::vector<Path>& complete) {
  letters_.clear();
  codes_.clear();
  std::erase_if(complete, [&](const Path& path) { return path.length < begins_.size(); });
  for (Path& path : complete) path.by_letters += path.context.log_probability(kWordEdge);
  std::sort(complete.begin(), complete.end(),
            [](const Path& a, const Path& b) { return a.score() > b.score(); });
  float best = -std::numeric_limits<float>::infinity();
  std::uint32_t best_node = 0;
  for (std::size_t i = 0; i < complete.size(); ++i) {
    trace(complete[i].node);
    float score = word_log_probability(codes(), complete[i].by_letters) - complete[i].cost;
    const bool known = look_up_word(codes_).known;
    if (!known && i < kMaxChosen && score + kRootBonus > best && has_known_root(codes_))
      score += kRootBonus;
    if (score <= best) continue;
    best = score;
    best_node = complete[i].node;
    known_ = known;
  }
  trace(best_node);
  codes();
  score_ = best;
}

}  // namespace izde::internal
