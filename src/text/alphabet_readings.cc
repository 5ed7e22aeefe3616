#include "text/alphabet_readings.h"

#include <string_view>

namespace izde::internal {
namespace {

struct Rule {
  std::u32string_view from;
  std::u32string_view to;
  float cost = 0;
  ReadingPlace place = ReadingPlace::kAnywhere;
};

using enum ReadingPlace;

// The order of rules with the same first letter matters: where nothing speaks for another, a word
// is read by the first that fits. The costs are rough: the model of Kazakh words decides, they keep
// what is rare from what is common.

// Letters that all Latin alphabets share.
constexpr Rule kSharedLetters[] = {
    {U"a", U"а"}, {U"b", U"б"}, {U"d", U"д"}, {U"e", U"е"}, {U"f", U"ф"},
    {U"g", U"г"}, {U"h", U"х"}, {U"j", U"ж"}, {U"k", U"к"}, {U"l", U"л"},
    {U"m", U"м"}, {U"n", U"н"}, {U"o", U"о"}, {U"p", U"п"}, {U"q", U"қ"},
    {U"r", U"р"}, {U"s", U"с"}, {U"t", U"т"}, {U"v", U"в"}, {U"z", U"з"},
};

// Letters of loans that Latin alphabets write like others or drop.
constexpr Rule kLoans[] = {
    {U"e", U"э", 2, kStart},
    {U"e", U"э", 4, kAfterVowel},
    {U"e", U"э", 6, kAfterConsonant},
    {U"e", U"ье", 8, kAfterConsonant},
    {U"e", U"ъе", 9, kAfterConsonant},
    {U"h", U"һ", 3},
    {U"j", U"дж", 5},
    {U"s", U"ц", 3, kBeforeVowel},
    {U"ts", U"ц", 4},
    {U"oid", U"оид", 1},
    {U"ein", U"еин", 4},
    {U"s", U"ст", 6, kEnd},
    {U"l", U"ль", 9},
    {U"n", U"нь", 9},
    {U"r", U"рь", 9},
    {U"s", U"сь", 9},
    {U"t", U"ть", 9},
    {U"b", U"бб", 7},
    {U"f", U"фф", 6},
    {U"k", U"кк", 7},
    {U"l", U"лл", 6},
    {U"m", U"мм", 6},
    {U"n", U"нн", 6},
    {U"p", U"пп", 6},
    {U"r", U"рр", 6},
    {U"s", U"сс", 6},
    {U"t", U"тт", 6},
};

constexpr Rule kOnly2021[] = {
    {U"ä", U"ә"},
    {U"äl", U"аль", 3},
    {U"äl", U"яль", 6},
    {U"än", U"ань", 6},
    {U"är", U"арь", 6},
    {U"ä", U"я", 3.5, kAfterConsonant},
    {U"ä", U"а", 8},
    {U"ğ", U"ғ"},
    {U"ñ", U"ң"},
    {U"ö", U"ө"},
    {U"ö", U"о", 8},
    {U"öl", U"оль", 3},
    {U"ör", U"орь", 6},
    {U"ö", U"ё", 6, kAfterConsonant},
    {U"ū", U"ұ"},
    {U"u", U"у"},
    {U"ü", U"ү"},
    {U"ü", U"у", 8},
    {U"ül", U"уль", 3},
    {U"ül", U"юль", 5},
    {U"üs", U"усь", 6},
    {U"ü", U"ю", 5, kAfterConsonant},
    {U"ü", U"ью", 8, kAfterConsonant},
    {U"ü", U"ъю", 9, kAfterConsonant},
    {U"y", U"ы"},
    {U"ı", U"і"},
    {U"ia", U"я", 0, kOpen},
    {U"ia", U"ия", 0, kAfterConsonant},
    {U"ia", U"ия", 3, kOpen},
    {U"ia", U"иа", 3},
    {U"iu", U"ю", 0, kOpen},
    {U"iu", U"иу", 0.5, kAfterConsonant},
    {U"iu", U"ию", 1, kAfterConsonant},
    {U"io", U"йо", 1, kOpen},
    {U"io", U"ё", 2, kOpen},
    {U"io", U"ио"},
    {U"ui", U"уи", 0.5},
    {U"i", U"й", 0, kAfterVowel},
    {U"i", U"и", 0, kAfterConsonant},
    {U"i", U"и", 0, kStart},
    {U"i", U"и", 4, kAfterVowel},
    {U"i", U"ий", 0.5, kEnd},
    {U"i", U"ий", 5, kAfterConsonant},
    {U"i", U"й", 3, kStart},
    {U"i", U"і", 8, kAfterConsonant},  // typed without ı at hand
    {U"i", U"і", 8, kStart},
    {U"şş", U"щ", 1},
    {U"ş", U"ш"},
    {U"ş", U"щ", 6},
    {U"ş", U"ч", 5},
    {U"şş", U"шш", 1},
    {U"ch", U"ч"},
};

// ı is both и and й in 2018, i' in 2017, so the two share the rules about them with i above.
constexpr Rule kOnly2018[] = {
    {U"á", U"ә"},
    {U"á", U"я", 6, kAfterConsonant},
    {U"ǵ", U"ғ"},
    {U"ń", U"ң"},
    {U"ó", U"ө"},
    {U"u", U"ұ"},
    {U"u", U"у", 5},
    {U"ú", U"ү"},
    {U"ú", U"ю", 5, kAfterConsonant},
    {U"ý", U"у"},
    {U"y", U"ы"},
    {U"i", U"і"},
    {U"i", U"и", 4.5},
    {U"i", U"й", 4.5, kAfterVowel},
    {U"ıa", U"я", 0, kOpen},
    {U"ıa", U"ия", 0, kAfterConsonant},
    {U"ıa", U"ия", 3, kOpen},
    {U"ıa", U"иа", 3},
    {U"ıý", U"ю", 0, kOpen},
    {U"ıý", U"иу", 0.5, kAfterConsonant},
    {U"ıý", U"ию", 1, kAfterConsonant},
    {U"ıo", U"йо", 1, kOpen},
    {U"ıo", U"ё", 1, kOpen},
    {U"ıo", U"ио"},
    {U"ı", U"й", 0, kAfterVowel},
    {U"ı", U"и", 0, kAfterConsonant},
    {U"ı", U"и", 0, kStart},
    {U"ı", U"и", 4, kAfterVowel},
    {U"ı", U"ий", 0.5, kEnd},
    {U"ı", U"ий", 5, kAfterConsonant},
    {U"ı", U"й", 3, kStart},
    {U"shch", U"щ"},
    {U"sh", U"ш"},
    {U"sh", U"щ", 6},
    {U"sh", U"сх", 4},
    {U"ch", U"ч"},
};

constexpr Rule kOnly2017[] = {
    {U"a'", U"ә"},
    {U"a'", U"я", 6, kAfterConsonant},
    {U"g'", U"ғ"},
    {U"n'", U"ң"},
    {U"o'", U"ө"},
    {U"u'", U"ү"},
    {U"u'", U"ю", 5, kAfterConsonant},
    {U"u", U"ұ"},
    {U"u", U"у", 5},
    {U"y'", U"у"},
    {U"y", U"ы"},
    {U"i'a", U"я", 0, kOpen},
    {U"i'a", U"ия", 0, kAfterConsonant},
    {U"i'a", U"ия", 3, kOpen},
    {U"i'a", U"иа", 3},
    {U"i'y'", U"ю", 0, kOpen},
    {U"i'y'", U"иу", 0.5, kAfterConsonant},
    {U"i'y'", U"ию", 1, kAfterConsonant},
    {U"i'o", U"йо", 1, kOpen},
    {U"i'o", U"ё", 1, kOpen},
    {U"i'o", U"ио"},
    {U"i'", U"й", 0, kAfterVowel},
    {U"i'", U"и", 0, kAfterConsonant},
    {U"i'", U"и", 0, kStart},
    {U"i'", U"и", 4, kAfterVowel},
    {U"i'", U"ий", 0.5, kEnd},
    {U"i'", U"ий", 5, kAfterConsonant},
    {U"i'", U"й", 3, kStart},
    {U"i", U"і"},
    {U"i", U"и", 4.5},
    {U"i", U"й", 4.5, kAfterVowel},
    {U"s'c'", U"щ"},
    {U"s'", U"ш"},
    {U"s'", U"щ", 6},
    {U"c'", U"ч"},
};

// People mix alphabets, and leave out marks.
constexpr Rule kAnyPairs[] = {
    {U"ae", U"ә", 2},
    {U"a'", U"ә"},
    {U"ch", U"ч", 1},
    {U"ch", U"ш", 2.5},
    {U"c'", U"ч", 1},
    {U"gh", U"ғ"},
    {U"g'", U"ғ"},
    {U"ia", U"я", 0.5, kOpen},
    {U"ia", U"ия", 0.5, kAfterConsonant},
    {U"iya", U"ия", 0.5, kAfterConsonant},
    {U"ia", U"иа", 3},
    {U"iu", U"ю", 0.7F, kOpen},
    {U"iu", U"иу", 1, kAfterConsonant},
    {U"iyu", U"ию", 0.7F, kAfterConsonant},
    {U"iu", U"ию", 1.5, kAfterConsonant},
    {U"io", U"йо", 2, kOpen},
    {U"io", U"ио", 0.5},
    {U"iy", U"ий", 0.7F},
    {U"i'", U"и", 0.7F},
    {U"i'", U"й", 0.3F, kAfterVowel},
    {U"ıa", U"я", 0.5, kOpen},
    {U"ıa", U"ия", 1, kAfterConsonant},
    {U"ıý", U"ю", 0.5, kOpen},
    {U"kh", U"х", 0.5},
    {U"ng", U"ң", 0.3F},
    {U"n'", U"ң"},
    {U"o'", U"ө"},
    {U"sh", U"ш"},
    {U"sh", U"щ", 5},
    {U"shch", U"щ"},
    {U"şş", U"щ", 2},
    {U"s'", U"ш"},
    {U"u'", U"ү"},
    {U"uw", U"у", 0.5},
    {U"ya", U"я", 0.3F},
    {U"yu", U"ю", 0.5},
    {U"yo", U"йо", 1},
    {U"yo", U"ё", 2},
    {U"y'", U"у"},
    {U"zh", U"ж"},
};

constexpr Rule kAnyLetters[] = {
    {U"a", U"ә", 2},
    {U"ä", U"ә"},
    {U"á", U"ә"},
    {U"ə", U"ә"},
    {U"äl", U"аль", 4},
    {U"ä", U"я", 4, kAfterConsonant},
    {U"c", U"с", 5},
    {U"č", U"ч"},
    {U"ç", U"ш", 1},
    {U"ç", U"ч", 1},
    {U"g", U"ғ", 0.7F},
    {U"ğ", U"ғ"},
    {U"ǵ", U"ғ"},
    {U"i", U"й", 0.3F, kAfterVowel},
    {U"i", U"и", 0.7F},
    {U"i", U"і", 0.7F},
    {U"i", U"ы", 1.8F},
    {U"i", U"ий", 3, kEnd},
    {U"ı", U"і", 0.5},
    {U"ı", U"ы", 1},
    {U"ı", U"й", 1, kAfterVowel},
    {U"ı", U"и", 1.5},
    {U"ï", U"и"},
    {U"k", U"қ", 0.7F},
    {U"n", U"ң", 1.7F},
    {U"ñ", U"ң"},
    {U"ń", U"ң"},
    {U"ŋ", U"ң"},
    {U"o", U"ө", 1},
    {U"ö", U"ө"},
    {U"ó", U"ө"},
    {U"öl", U"оль", 4},
    {U"q", U"қ"},
    {U"ş", U"ш"},
    {U"š", U"ш"},
    {U"ş", U"ч", 6},
    {U"u", U"у", 0.7F},
    {U"u", U"ұ", 0.7F},
    {U"u", U"ү", 1},
    {U"ū", U"ұ"},
    {U"ü", U"ү"},
    {U"ú", U"ү"},
    {U"ü", U"ю", 4, kAfterConsonant},
    {U"ül", U"уль", 4},
    {U"w", U"у", 0.5},
    {U"w", U"ш", 2.5},
    {U"w", U"в", 5},
    {U"x", U"х", 0.7F},
    {U"x", U"кс", 2},
    {U"y", U"й", 0.3F, kAfterVowel},
    {U"y", U"ы", 0.3F},
    {U"y", U"й", 3, kStart},
    {U"y", U"и", 4},
    {U"y", U"і", 4},
    {U"ý", U"у", 0.3F},
    {U"ý", U"й", 2},
    {U"ž", U"ж"},
    {U"4", U"ч"},
    {U"6", U"ш"},
};

// The hamza is looked at for the whole word, and then read as nothing.
constexpr Rule kArabic[] = {
    {U"ٴ", U""},
    {U"ا", U"ә", 0, kFront},
    {U"ا", U"а", 0.5, kFront},
    {U"ا", U"а", 0, kBack},
    {U"ا", U"ә", 4, kBack},
    {U"ٵ", U"ә"},
    {U"ب", U"б"},
    {U"ۆ", U"в"},
    {U"گ", U"г"},
    {U"ع", U"ғ"},
    {U"غ", U"ғ"},
    {U"د", U"д"},
    {U"ە", U"е"},
    {U"ە", U"э", 2, kStart},
    {U"ە", U"э", 4},
    {U"ج", U"ж"},
    {U"ژ", U"ж", 1},
    {U"ز", U"з"},
    {U"يا", U"я", 0, kOpen},
    {U"يا", U"ия", 0, kAfterConsonant},
    {U"يا", U"я", 3, kAfterConsonant},
    {U"يا", U"иа", 3},
    {U"يۋ", U"ю", 0, kOpen},
    {U"يۋ", U"иу", 0.5, kAfterConsonant},
    {U"يۋ", U"ию", 1, kAfterConsonant},
    {U"يو", U"йо", 1, kOpen},
    {U"يو", U"ё", 1, kOpen},
    {U"يو", U"ио", 1},
    {U"ي", U"й", 0, kAfterVowel},
    {U"ي", U"и", 0, kAfterConsonant},
    {U"ي", U"и", 0, kStart},
    {U"ي", U"и", 4, kAfterVowel},
    {U"ي", U"й", 2, kStart},
    {U"ي", U"ий", 0.5, kEnd},
    {U"ي", U"ий", 5, kAfterConsonant},
    {U"ىيا", U"ия", 0.3F},
    {U"ىيۋ", U"иу", 0.7F},
    {U"ىي", U"и", 0.3F},
    {U"ىي", U"ый", 1.5, kBack},
    {U"ىي", U"ій", 1.5, kFront},
    {U"ىي", U"ий", 1, kEnd},
    {U"ى", U"і", 0, kFront},
    {U"ى", U"ы", 1.5, kFront},
    {U"ى", U"ы", 0, kBack},
    {U"ى", U"і", 2.5, kBack},
    {U"ٸ", U"і"},
    {U"ك", U"к"},
    {U"ق", U"қ"},
    {U"ل", U"л"},
    {U"ل", U"ль", 9},
    {U"م", U"м"},
    {U"ن", U"н"},
    {U"ڭ", U"ң"},
    {U"و", U"ө", 0.3F, kFront},
    {U"و", U"о", 1.5, kFront},
    {U"و", U"о", 0, kBack},
    {U"و", U"ө", 3, kBack},
    {U"ٶ", U"ө"},
    {U"پ", U"п"},
    {U"ر", U"р"},
    {U"س", U"с"},
    {U"س", U"ц", 5},
    {U"ت", U"т"},
    {U"تس", U"ц", 1},
    {U"تش", U"ч", 1},
    {U"ۋ", U"у"},
    {U"ۋ", U"в", 7},
    {U"ۇ", U"ү", 0, kFront},
    {U"ۇ", U"ұ", 1.5, kFront},
    {U"ۇ", U"ұ", 0, kBack},
    {U"ۇ", U"ү", 2.5, kBack},
    {U"ۇ", U"у", 5},
    {U"ٷ", U"ү"},
    {U"ف", U"ф"},
    {U"ح", U"х"},
    {U"ح", U"һ", 2.5},
    {U"ھ", U"һ"},
    {U"ھ", U"х", 2},
    {U"ه", U"һ", 1},
    {U"ه", U"х", 1},
    {U"ه", U"е", 3},
    {U"چ", U"ч"},
    {U"شش", U"щ", 1},
    {U"ش", U"ш"},
    {U"ش", U"щ", 5},
};

constexpr Reading compiled(const Rule& rule) {
  Reading reading;
  for (const char32_t letter : rule.from) reading.from[reading.from_size++] = source_letter(letter);
  for (const char32_t letter : rule.to) reading.to[reading.to_size++] = cyrillic(letter);
  reading.place = rule.place;
  reading.cost = rule.cost;
  return reading;
}

template <std::size_t kSize>
struct Compiled {
  std::array<Reading, kSize> readings{};
  std::array<std::uint16_t, kSourceLetterCount + 1> begins{};

  constexpr ReadingTable table() const { return {readings, begins}; }
};

// Rules sorted by their first letter, otherwise in the order given.
template <std::size_t... kSizes>
constexpr auto compile(const Rule (&... parts)[kSizes]) {
  Compiled<(kSizes + ...)> out;
  for (const std::span<const Rule> rules : {std::span<const Rule>(parts)...})
    for (const Rule& rule : rules) ++out.begins[source_letter(rule.from.front()) + 1U];
  for (std::size_t letter = 1; letter <= kSourceLetterCount; ++letter) {
    const std::size_t sum = std::size_t{out.begins[letter]} + out.begins[letter - 1];
    out.begins[letter] = static_cast<std::uint16_t>(sum);
  }
  auto next = out.begins;
  for (const std::span<const Rule> rules : {std::span<const Rule>(parts)...})
    for (const Rule& rule : rules)
      out.readings[next[source_letter(rule.from.front())]++] = compiled(rule);
  return out;
}

constexpr auto k2021 = compile(kOnly2021, kSharedLetters, kLoans);
constexpr auto k2018 = compile(kOnly2018, kSharedLetters, kLoans);
constexpr auto k2017 = compile(kOnly2017, kSharedLetters, kLoans);
constexpr auto kAny = compile(kAnyPairs, kSharedLetters, kAnyLetters, kLoans);
constexpr auto kArab = compile(kArabic);

}  // namespace

constinit const ReadingTable kLatin2021Readings = k2021.table();
constinit const ReadingTable kLatin2018Readings = k2018.table();
constinit const ReadingTable kLatin2017Readings = k2017.table();
constinit const ReadingTable kAnyLatinReadings = kAny.table();
constinit const ReadingTable kArabicReadings = kArab.table();

}  // namespace izde::internal
