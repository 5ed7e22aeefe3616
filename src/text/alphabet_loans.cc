#include "text/alphabet_loans.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "base/utf8.h"
#include "text/ending.h"

namespace izde::internal {
namespace {

#include "text/alphabet_loans.inc"

constexpr std::size_t kMaxSkeleton = 16;
constexpr std::size_t kMinSkeleton = 3;
constexpr std::size_t kLongSkeleton = 6;  // so long that what follows need not be an ending

// What a letter is in a skeleton; 0: nothing.
constexpr auto kMerged = [] {
  constexpr std::u32string_view kFrom = U"әғқңөұүһцэщчійяюё";
  constexpr std::u32string_view kTo = U"агкноуухсешшииауо";
  std::array<LetterCode, kCyrillicLetterCount> merged{};
  for (LetterCode code = 0; code < kCyrillicLetterCount; ++code) merged[code] = code;
  for (std::size_t i = 0; i < kFrom.size(); ++i) merged[cyrillic(kFrom[i])] = cyrillic(kTo[i]);
  merged[cyrillic(U'ь')] = merged[cyrillic(U'ъ')] = 0;
  return merged;
}();

constexpr LetterSet kVowels = letter_set(U"аеоуы");
constexpr LetterCode kI = cyrillic(U'и');
constexpr LetterCode kS = cyrillic(U'с');
constexpr LetterCode kT = cyrillic(U'т');
constexpr LetterCode kD = cyrillic(U'д');
constexpr LetterCode kZh = cyrillic(U'ж');

// What is left of a word in all alphabets. Two spellings of one loan have one skeleton: letters are
// merged, ь and ъ dropped, and и before a vowel and д before ж; one of two equal letters stays.
class Skeleton {
 public:
  constexpr void add(LetterCode code) {
    const LetterCode letter = kMerged[code];
    if (letter == 0 || letter == last_) return;
    const bool replaces =
        (last_ == kI && in_set(kVowels, letter)) || (last_ == kD && letter == kZh);
    if (!replaces) {
      before_ = hash_;
      ++size_;
    }
    hash_ = (before_ ^ letter) * 0x9E3779B97F4A7C15U;
    hash_ ^= hash_ >> 29U;
    last_ = letter;
  }

  constexpr std::uint64_t hash() const { return hash_; }
  constexpr std::size_t size() const { return size_; }
  constexpr bool full() const { return size_ == kMaxSkeleton; }

 private:
  std::uint64_t hash_ = 0;
  std::uint64_t before_ = 0;
  std::size_t size_ = 0;
  LetterCode last_ = 0;
};

constexpr std::size_t kLoanCount =
    static_cast<std::size_t>(std::count(kLoanWords.begin(), kLoanWords.end(), ' ')) + 1;

struct Loan {
  std::uint64_t skeleton = 0;
  std::uint16_t begin = 0;  // in the letters of all
  std::uint8_t size = 0;
};

constexpr std::size_t kSlots = 4096;
static_assert(2 * kLoanCount < kSlots);

constexpr std::size_t slot_of(std::uint64_t skeleton) { return skeleton >> 52U; }

struct Loans {
  std::array<Loan, kLoanCount> words{};
  std::array<LetterCode, kLoanWords.size() / 2> letters{};
  std::array<std::uint16_t, kSlots>
      slots{};  // open addressing by skeleton: 0, or one more than the number of a word
};

// Cyrillic letters are two bytes each.
constexpr char32_t letter_at(std::string_view text, std::size_t at) {
  const auto lead = static_cast<unsigned char>(text[at]);
  const auto trail = static_cast<unsigned char>(text[at + 1]);
  return ((lead & 0x1FU) << 6U) | (trail & 0x3FU);
}

constexpr Loans make_loans() {
  Loans loans;
  std::uint16_t letters = 0;
  std::size_t count = 0;
  for (std::size_t at = 0; at < kLoanWords.size(); ++at, ++count) {
    Loan& loan = loans.words[count];
    loan.begin = letters;
    Skeleton skeleton;
    for (; at < kLoanWords.size() && kLoanWords[at] != ' '; at += 2) {
      const LetterCode letter = cyrillic(letter_at(kLoanWords, at));
      skeleton.add(letter);
      loans.letters[letters++] = letter;
    }
    loan.size = static_cast<std::uint8_t>(letters - loan.begin);
    loan.skeleton = skeleton.hash();
  }
  for (std::size_t i = 0; i < kLoanCount; ++i) {
    std::size_t slot = slot_of(loans.words[i].skeleton);
    while (loans.slots[slot] != 0) slot = (slot + 1) % kSlots;
    loans.slots[slot] = static_cast<std::uint16_t>(i + 1);
  }
  return loans;
}

constexpr Loans kLoans = make_loans();

const Loan* find(std::uint64_t skeleton) {
  for (std::size_t slot = slot_of(skeleton); kLoans.slots[slot] != 0; slot = (slot + 1) % kSlots) {
    const Loan& loan = kLoans.words[kLoans.slots[slot] - 1U];
    if (loan.skeleton == skeleton) return &loan;
  }
  return nullptr;
}

bool is_ending_of_word(std::span<const LetterCode> letters) {
  if (letters.empty()) return true;
  std::string ending;
  for (const LetterCode letter : letters) append_code_point(ending, letter_of(letter));
  return is_ending(ending, EndingHost::kWord);
}

}  // namespace

std::span<const LetterCode> find_loan(std::span<const LetterCode> reading) noexcept {
  Skeleton skeleton;
  const Loan* best = nullptr;
  for (std::size_t i = 0; i < reading.size() && !skeleton.full(); ++i) {
    skeleton.add(reading[i]);
    if (skeleton.size() < kMinSkeleton) continue;
    const Loan* const loan = find(skeleton.hash());
    if (loan != nullptr &&
        (skeleton.size() >= kLongSkeleton || is_ending_of_word(reading.subspan(i + 1))))
      best = loan;
  }
  // Latin drops a last т behind с: `faşis` is фашист.
  if (!reading.empty() && reading.back() == kS && !skeleton.full()) {
    skeleton.add(kT);
    if (const Loan* const loan = find(skeleton.hash()); loan != nullptr) best = loan;
  }
  if (best == nullptr) return {};
  return std::span(kLoans.letters).subspan(best->begin, best->size);
}

}  // namespace izde::internal
