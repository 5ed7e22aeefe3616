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

constexpr char32_t merged(char32_t letter) {
  constexpr std::u32string_view kFrom = U"әғқңөұүһцэщчій";
  constexpr std::u32string_view kTo = U"агкноуухсешшии";
  const std::size_t at = place_of(letter, kFrom);
  return at == kFrom.size() ? letter : kTo[at];
}

// What is left of a word in all alphabets. Two spellings of one loan have one skeleton: letters are
// merged, ь and ъ dropped, and и before a vowel; one of two equal letters stays.
class Skeleton {
 public:
  constexpr void add(char32_t letter) {
    if (letter == U'ь' || letter == U'ъ') return;
    if (letter == U'д') {
      push(letter);
      return;
    }
    constexpr std::u32string_view kIotated = U"яюё";
    if (const std::size_t at = place_of(letter, kIotated); at != kIotated.size()) {
      push(U"ауо"[at]);
      return;
    }
    push(merged(letter));
  }

  constexpr std::uint64_t hash() const { return hash_; }
  constexpr std::size_t size() const { return size_; }
  constexpr bool full() const { return size_ == kMaxSkeleton; }

 private:
  constexpr void push(char32_t letter) {
    constexpr LetterSet kVowels = letter_set(U"аеоуы");
    if (size_ > 0 && last_ == U'и' && in_set(kVowels, cyrillic(letter))) {
      last_ = letter;
      hash_ = mixed(before_, letter);
      return;
    }
    if (size_ > 0 && last_ == letter) return;
    if (size_ > 0 && last_ == U'д' && letter == U'ж') {  // дж is written j
      last_ = letter;
      hash_ = mixed(before_, letter);
      return;
    }
    before_ = hash_;
    hash_ = mixed(hash_, letter);
    last_ = letter;
    ++size_;
  }

  static constexpr std::uint64_t mixed(std::uint64_t hash, char32_t letter) {
    hash = (hash ^ letter) * 0x9E3779B97F4A7C15U;
    return hash ^ (hash >> 29U);
  }

  std::uint64_t hash_ = 0;
  std::uint64_t before_ = 0;
  std::size_t size_ = 0;
  char32_t last_ = 0;
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
      const char32_t letter = letter_at(kLoanWords, at);
      skeleton.add(letter);
      loans.letters[letters++] = cyrillic(letter);
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
    skeleton.add(kCyrillicLetters[reading[i]]);
    if (skeleton.size() < kMinSkeleton) continue;
    const Loan* const loan = find(skeleton.hash());
    if (loan != nullptr &&
        (skeleton.size() >= kLongSkeleton || is_ending_of_word(reading.subspan(i + 1))))
      best = loan;
  }
  if (best == nullptr) return {};
  return std::span(kLoans.letters).subspan(best->begin, best->size);
}

}  // namespace izde::internal
