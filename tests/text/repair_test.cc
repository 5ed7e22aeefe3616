#include "text/repair.h"

#include <cstdlib>
#include <fstream>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <unicode/ucnv.h>
#include <vector>

#include <gtest/gtest.h>

#include "izde/decode.h"

#include "base/utf8.h"

namespace izde {
namespace {

using internal::append_code_point;
using internal::code_point_at;
using internal::OffsetMap;
using internal::RepairedText;

constexpr std::string_view kSentences[] = {
    "Ауылымыздың ортасынан ағып өтетін өзеннің суы мөлдір әрі салқын.",
    "Бүгін мектеп оқушылары мұражайға барып, ежелгі қолөнер бұйымдарын көрді.",
    "Ғалымдар жаңа дәрінің емдік қасиеттерін бес жыл бойы зерттеген.",
    "Қаланың орталық алаңында ұлттық ойындар мен ән байқауы өтеді.",
    "Әжем немересіне қошақан туралы қызық ертегі айтып отырды.",
    "Өткен аптада жауын қатты жауып, өзендердің деңгейі көтерілді.",
    "Кітапханашы оқырмандарға үш күнге тегін кітап беретінін хабарлады.",
    "Дүкен түнгі онға дейін жұмыс істейді, ал жексенбіде демалады.",
    "Шаруалар биыл бидай мен арпаның мол өнімін жинап алды.",
    "Ұстаз шәкіртінің жетістігіне қуанып, оған алғыс хат тапсырды.",
    "Жергілікті тұрғындар жолдың жөнделуін көптен бері күтіп жүр.",
    "Теңіз жағасындағы шағын қалада балық аулау кәсібі дамыған.",
};

std::string repaired(std::string_view text, RepairLevel level = RepairLevel::kFull) {
  return Repairer(level).repair(text).text;
}

std::string replace_letters(std::string_view text,
                            const std::map<char32_t, std::u32string>& table) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto read = code_point_at(text, at);
    at += read.length;
    const auto found = table.find(read.value);
    for (const char32_t c : found == table.end() ? std::u32string(1, read.value) : found->second)
      append_code_point(out, c);
  }
  return out;
}

/// The letters that each kind of damage replaces.
const std::map<std::string, std::map<char32_t, std::u32string>>& letter_damages() {
  static const std::map<std::string, std::map<char32_t, std::u32string>> damages = {
      {"hook", {{U'ң', U"ӊ"}, {U'Ң', U"Ӊ"}}},
      {"schwa", {{U'ә', U"ə"}, {U'Ә', U"Ə"}}},
      {"decomposed", {{U'й', U"и\u0306"}, {U'Й', U"И\u0306"}, {U'ё', U"е\u0308"}}},
      {"tails", {{U'қ', U"к\u0329"}, {U'ң', U"н\u0321"}, {U'ғ', U"г\u0335"}}},
      {"latin i", {{U'і', U"i"}, {U'І', U"I"}}},
      {"capital И", {{U'ғ', U"И"}, {U'ұ', U"И"}}},
      {"font letters",
       {{U'Ә', U"Ј"},
        {U'ә', U"ј"},
        {U'Ң', U"Ѕ"},
        {U'ң', U"ѕ"},
        {U'Ғ', U"Є"},
        {U'ғ', U"є"},
        {U'Ү', U"Ї"},
        {U'ү', U"ї"},
        {U'Ұ', U"Ў"},
        {U'ұ', U"ў"},
        {U'Қ', U"Ќ"},
        {U'қ', U"ќ"},
        {U'Ө', U"Ґ"},
        {U'ө', U"ґ"},
        {U'Һ', U"Ћ"},
        {U'һ', U"ћ"}}},
      {"PT154 as windows-1251",
       {{U'Ә', U"Є"},
        {U'ә', U"є"},
        {U'Ң', U"Њ"},
        {U'ң', U"њ"},
        {U'Ғ', U"Ѓ"},
        {U'ғ', U"ѓ"},
        {U'Ү', U"‡"},
        {U'ү', U"‰"},
        {U'Ұ', U"¦"},
        {U'ұ', U"±"},
        {U'Қ', U"Ќ"},
        {U'қ', U"ќ"},
        {U'Ө', U"¤"},
        {U'ө', U"µ"},
        {U'Һ', U"Ћ"},
        {U'һ', U"ћ"}}},
  };
  return damages;
}

TEST(Repair, EachLetterDamageIsUndone) {
  for (const auto& [name, table] : letter_damages())
    for (const std::string_view sentence : kSentences)
      EXPECT_EQ(repaired(replace_letters(sentence, table)), sentence) << name;
}

/// Each code point's UTF-8 bytes, read in `encoding`; a byte that has no meaning there keeps its
/// code point whole.
std::string read_wrongly(std::string_view text, std::string_view encoding,
                         bool kazakh_letters_only) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto read = code_point_at(text, at);
    const std::string_view bytes = text.substr(at, read.length);
    at += read.length;
    const bool kazakh =
        std::u32string_view(U"әғқңөұүһіӘҒҚҢӨҰҮҺІ").find(read.value) != std::u32string_view::npos;
    const bool lost = encoding == "windows-1251" && bytes.find('\x98') != std::string_view::npos;
    if (lost || (kazakh_letters_only && !kazakh))
      out += bytes;
    else
      out += decode(bytes, encoding).text;
  }
  return out;
}

TEST(Repair, WrongEncodingsAreUndone) {
  for (const std::string_view sentence : kSentences) {
    EXPECT_EQ(repaired(read_wrongly(sentence, "windows-1251", false)), sentence);
    EXPECT_EQ(repaired(read_wrongly(sentence, "ISO-8859-1", false)), sentence);
    EXPECT_EQ(repaired(read_wrongly(sentence, "windows-1251", true)), sentence);
    for (const std::string_view page : {"IBM866", "KOI8-R", "x-mac-cyrillic"})
      EXPECT_EQ(repaired(read_wrongly(sentence, page, false)), sentence) << page;
  }
}

// Windows-1251 gives byte 98 no meaning: the letters Ә and И lose it.
TEST(Repair, TheByteThatWindows1251LacksIsKnown) {
  EXPECT_EQ(repaired("У\uFFFDР»РµРј РјУ™РґРµРЅРёРµС‚С–"), "Әлем мәдениеті");
}

TEST(Repair, EncodingsUponEncodingsComeApart) {
  const std::string_view text = kSentences[0];
  std::string damaged(text);
  for (int times = 0; times < 3; ++times) damaged = read_wrongly(damaged, "ISO-8859-1", false);
  EXPECT_EQ(repaired(damaged), text);
  EXPECT_EQ(repaired(read_wrongly(read_wrongly(text, "windows-1251", false), "ISO-8859-1", false)),
            text);
}

TEST(Repair, PartsOfATextAreMendedAlone) {
  const std::string_view good = kSentences[3];
  const std::string bad = read_wrongly(kSentences[4], "windows-1251", false);
  EXPECT_EQ(repaired(std::string(good) + " " + bad),
            std::string(good) + " " + std::string(kSentences[4]));
}

TEST(Repair, PunctuationComesBackWithTheLetters) {
  const std::string_view text = "«Алатау» – биік тау… № 5 үй, “Жібек жолы” көшесі";
  EXPECT_EQ(repaired(read_wrongly(text, "windows-1251", false)), text);
  EXPECT_EQ(repaired(read_wrongly(text, "ISO-8859-1", false)), text);
}

// The words that stand alone decide here, so each sentence has to hold few that have a rival.
TEST(Repair, LostLettersComeBack) {
  constexpr std::string_view kLost = "әғқңөұүһӘҒҚҢӨҰҮҺ";
  std::map<char32_t, std::u32string> questions, replacements;
  for (std::size_t at = 0; at < kLost.size(); at += 2) {
    questions[code_point_at(kLost, at).value] = U"?";
    replacements[code_point_at(kLost, at).value] = U"\uFFFD";
  }
  for (const std::string_view sentence :
       {"Қазақстан Республикасының Үкіметі жаңа бағдарлама қабылдады.",
        "Облыс әкімі тұрғындармен кездесу өткізді.",
        "Қазіргі уақытта мемлекеттік қызмет көрсету сапасы артып келеді.",
        "Ұлттық банк өкілдері бұл мәселені қарап жатыр."}) {
    EXPECT_EQ(repaired(replace_letters(sentence, questions)), sentence);
    EXPECT_EQ(repaired(replace_letters(sentence, replacements)), sentence);
    questions[U'і'] = U"?";
    EXPECT_EQ(repaired(replace_letters(sentence, questions)), sentence);
    questions.erase(U'і');
  }
}

TEST(Repair, LostInitialsAndAcronymsComeBack) {
  EXPECT_EQ(repaired("Елбасы Н. ?. Назарбаев ?азіргі ма?саттарды айтты."),
            "Елбасы Н. Ә. Назарбаев қазіргі мақсаттарды айтты.");
  EXPECT_EQ(repaired("Ж?мысты ?. М?сірепов пен Т. Ахметов ж?ргізді."),
            "Жұмысты Ғ. Мүсірепов пен Т. Ахметов жүргізді.");
  EXPECT_EQ(repaired("Б?л туралы Б?? ?кілі ?аз?У-да айтты."),
            "Бұл туралы БҰҰ өкілі ҚазҰУ-да айтты.");
}

// A byte that is no UTF-8 behind or before a word is a letter only where letters are lost.
TEST(Repair, StrayBytesAreNoLetters) {
  EXPECT_EQ(repaired("пайдаланИан\xFF"), "пайдаланған\uFFFD");
  EXPECT_EQ(repaired("\xFFпайдаланған сөз"), "\uFFFDпайдаланған сөз");
  EXPECT_EQ(repaired("Қаланың\xFF ортасында бақ бар"), "Қаланың\uFFFD ортасында бақ бар");
  EXPECT_EQ(repaired("\uFFFDаланы\uFFFD ортасында ба\uFFFDша бар"), "Қаланың ортасында бақша бар");
}

TEST(Repair, InvisibleCharactersAreDropped) {
  EXPECT_EQ(repaired("кітап\u00ADхана жа\u200Bңа \uFEFFүй тең\u2060із"), "кітапхана жаңа үй теңіз");
  EXPECT_EQ(repaired("بچه\u200Cها 👨\u200D👩\u200D👧"), "بچه\u200Cها 👨\u200D👩\u200D👧");
}

TEST(Repair, LookAlikesFollowTheWord) {
  EXPECT_EQ(repaired("мeмлeкeттiк тiлдi үйpeну"), "мемлекеттік тілді үйрену");
  EXPECT_EQ(repaired("Wіndоws жүйесі"), "Windows жүйесі");
  EXPECT_EQ(repaired("ХVІІІ ғасыр"), "XVIII ғасыр");
  EXPECT_EQ(repaired("iPhoneның бағасы, IPға, Cocaколаның"), "iPhoneның бағасы, IPға, Cocaколаның");
}

TEST(Repair, CapitalIIsWeighed) {
  EXPECT_EQ(repaired("пайдаланИан жаӊа"), "пайдаланған жаңа");
  EXPECT_EQ(repaired("жаИдайда қИқық Иасыр Иылым"), "жағдайда құқық ғасыр ғылым");
  EXPECT_EQ(repaired("жаИдайда Иран мен Италия"), "жағдайда Иран мен Италия");
  for (const std::string_view name :
       {"ИИН", "ИИН-ді", "ҚазИнформ", "АйТи", "ФлайАрыстан", "БИЗНЕС ОРТАЛЫҒЫ", "И. Ахметов",
        "Иран", "Исламның", "Италияда", "Ильяс", "ТехИнфо", "Иә, солай", "И"})
    EXPECT_EQ(repaired(name), name);
}

TEST(Repair, CleanTextStaysByteForByte) {
  for (const std::string_view text : {
           "Апам базардан алма мен өрік әкелді, біз «Рақмет!» дедік. Ертең ше? Әлі белгісіз.",
           "Неге кешіктің? Автобус күттім. Сен барасың ба? Жоқ, бармаймын, – деді ол (күліп).",
           "Мы вчера долго гуляли по парку, а потом пили чай. Почему так поздно? Иногда бывает и "
           "такое.",
           "Ежегодно здесь выращивают пшеницу, ячмень и рожь; объём производства растёт.",
           "Її подруга живе в Києві, а я – у Львові. Чому ґанок мокрий? Є підозра, що йшов дощ.",
           "Щороку наприкінці серпня ми їздимо до бабусі; єдине, чого бракує, – це моря.",
           "Јуче је Ђорђе купио њихову кућу, љубазно се захвалио и отишао. Шта ћемо сад?",
           "Ноќта беше долга, а куќата студена; ѓаконот ѕиркаше низ прозорецот.",
           "Учора ўвечары мы хадзілі ў тэатр, дзе бачылі цікавы спектакль.",
           "The naïve café owner asked: “Why is it so late?” – nobody knew; El Niño didn't care.",
           "if (a[i] == '?' && b != 0x3F) { return x ? y : z; }  // Type<T>::kValue",
           "https://kk.example.org/search?q=қазақ&lang=kk#тарих biz@example.kz user_name=Иван "
           "C:\\Тест\\И1",
           "Azərbaycan dilində “ə” hərfi çox işlənir; Türkçe'de ı ve İ vardır.",
           "Təbriz şəhəri, Gəncə və Şəki; Øresund, Łódź, Þingvellir, ÑANDÚ, ÓSCAR",
           "USB-кабель, QR-код, Wi-Fi желісі, АҚШ-тың, 54,7%-ға, 3-ші, №5, 20 °C, ±5 %, 10‰, "
           "µTorrent",
           "%lic %2luc %sНомер --add-comments=ТЕГ -cТЕГ МетодHTTP ТИПом РЕЖИМов ОПЦИЯта ДИксФ",
           "Сен кеше келдің бе?Жоқ, мен (бардым ба?) білмеймін… Рас па?! Немене?..",
           "Повреждён индекс (возможно?) или диск? Проверьте: «так?» – иначе ошибка.",
           "┌──────┬────┐ │ қала │ 12 │ ╔══╦══╗ ║ул.║ 5 ║ ╨ ╤ п─н─к ▓▒░ √2 ≈ 1,41 ≤ ∞",
           "–Рас, –Сен де, —Қала, “Уақыт”, ”Сөз” ≥ 5 µм, “±5”, “£” – €, © ™ § ¶ •",
           "Кто это??? Где?! «Что?» – Как?.. ?Да? ? ?? ??? А. ?. Б? (?) И.?",
           "Зачем?Почему?Потому. SELECT * FROM t WHERE a=? AND b=?; Куда??? Никуда.",
           "Шта?Где?Ко?Зашто? Што?Дзе?Чаму? Що?Де?Чому? Какво?Къде?",
           "ҚАЗАҚСТАН РЕСПУБЛИКАСЫНЫҢ ҮКІМЕТІ ИСЛАМ ИНСТИТУТЫ АИТОВ ИИТУ",
           "СССР» кітабы, «АҚТ», “ҰБТ”, ОТУ™, РФ–ҚР, С–Петербург, Т± 0,5, Р. Сейітов",
       })
    EXPECT_EQ(repaired(text), text);
}

TEST(Repair, CleanTextIsNotCopied) {
  const std::string_view text = "Жазғы демалыста балалар көлге шомылуға барады.";
  RepairedText out;
  internal::repair_text(text, RepairLevel::kFull, out);
  EXPECT_EQ(out.text().data(), text.data());
  EXPECT_FALSE(out.changed());
  EXPECT_TRUE(out.offsets().empty());
}

TEST(Repair, LevelsDoWhatTheySay) {
  const std::string_view text = "жаӊа жаИдай бiз";
  EXPECT_EQ(repaired(text, RepairLevel::kOff), text);
  EXPECT_EQ(repaired(text, RepairLevel::kUnambiguous), "жаңа жаИдай біз");
  EXPECT_EQ(repaired(text, RepairLevel::kFull), "жаңа жағдай біз");
  EXPECT_EQ(repaired("қа\xFFз", RepairLevel::kOff), "қа\uFFFDз");
}

TEST(Repair, ReportsWhatWhereAndWhy) {
  const Repaired result = Repairer{}.repair("бұл жаӊа жаИдай\u00AD");
  ASSERT_EQ(result.changes.size(), 3U);
  EXPECT_EQ(result.changes[0].offset, std::string_view("бұл жа").size());
  EXPECT_EQ(result.changes[0].from, "ӊ");
  EXPECT_EQ(result.changes[0].to, "ң");
  EXPECT_EQ(result.changes[0].reason, RepairReason::kWrongCodePoint);
  EXPECT_EQ(result.changes[0].confidence, 1.0F);
  EXPECT_EQ(result.changes[1].from, "И");
  EXPECT_EQ(result.changes[1].to, "ғ");
  EXPECT_EQ(result.changes[1].reason, RepairReason::kLostLetter);
  EXPECT_GT(result.changes[1].confidence, 0.9F);
  EXPECT_EQ(result.changes[2].to, "");
  EXPECT_EQ(result.changes[2].reason, RepairReason::kInvisible);
}

TEST(Repair, InvalidBytesAreCounted) {
  RepairedText out;
  internal::repair_text("a\xD0 b\xE2\x82 c\xFF", RepairLevel::kUnambiguous, out);
  EXPECT_EQ(out.text(), "a\uFFFD b\uFFFD c\uFFFD");
  EXPECT_EQ(out.replaced_bytes(), 4U);
  EXPECT_EQ(out.offsets().source_span(1, 4), (OffsetMap::Span{1, 2}));
}

/// Text that holds bits of every damage side by side, and rubbish.
std::string random_damage(std::mt19937& random) {
  const auto pick = [&](std::size_t count) { return random() % count; };
  std::string text;
  for (std::size_t sentences = 1 + pick(3); sentences > 0; --sentences) {
    std::string sentence(kSentences[pick(std::size(kSentences))]);
    if (pick(2) == 0) {
      auto damage = letter_damages().begin();
      std::advance(damage, static_cast<std::ptrdiff_t>(pick(letter_damages().size())));
      sentence = replace_letters(sentence, damage->second);
    }
    constexpr std::string_view kPages[] = {"windows-1251", "ISO-8859-1", "IBM866", "KOI8-R",
                                           "x-mac-cyrillic"};
    if (pick(4) == 0)
      sentence = read_wrongly(sentence, kPages[pick(std::size(kPages))], pick(2) == 0);
    text += sentence + (pick(3) == 0 ? "\n" : " ");
  }
  constexpr std::string_view kBits[] = {
      "?", "И", "\uFFFD", "\u00AD", "\u200B",  "\u0306", "\u0329", "i", "ə", "Т›",  "С–", "ќ",
      "±", "‰", "\xFF",   "\xD0",   "Ò\u009B", "Р°",     "«",      " ", "-", "aca", "..", "ӊ"};
  for (std::size_t bits = pick(12); bits > 0; --bits)
    text.insert(pick(text.size() + 1), kBits[pick(std::size(kBits))]);
  return text;
}

/// What lies between two edits is the same on both sides, the edits are in order, and what they say
/// was there was.
void check_offsets(std::string_view source, const RepairedText& out) {
  std::size_t from = 0, to = 0;
  for (const OffsetMap::Edit& edit : out.offsets().edits()) {
    ASSERT_GE(edit.source_begin, from);
    ASSERT_EQ(source.substr(from, edit.source_begin - from),
              out.text().substr(to, edit.derived_begin - to));
    from = edit.source_end;
    to = edit.derived_end;
    ASSERT_LE(from, source.size());
    ASSERT_LE(to, out.text().size());
    ASSERT_GT(edit.confidence, 0.0F);
    ASSERT_LE(edit.confidence, 1.0F);
  }
  ASSERT_EQ(source.substr(from), out.text().substr(to));
}

TEST(Repair, RandomDamageKeepsItsPromises) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  RepairedText out, again;
  for (int round = 0; round < 1500; ++round) {
    const std::string text = random_damage(random);
    for (const RepairLevel level :
         {RepairLevel::kOff, RepairLevel::kUnambiguous, RepairLevel::kFull}) {
      internal::repair_text(text, level, out);
      ASSERT_TRUE(internal::is_valid_utf8(out.text()));
      ASSERT_NO_FATAL_FAILURE(check_offsets(text, out)) << text;
      internal::repair_text(out.text(), level, again);
      ASSERT_EQ(again.text(), out.text()) << "repaired twice, from:\n" << text;
    }
  }
}

TEST(Repair, AnyBytesAreTaken) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  RepairedText out, again;
  for (int round = 0; round < 3000; ++round) {
    std::string text(random() % 80, '\0');
    for (char& c : text) c = static_cast<char>(random() % 3 == 0 ? random() : 0xD0 + random() % 4);
    internal::repair_text(text, RepairLevel::kFull, out);
    ASSERT_TRUE(internal::is_valid_utf8(out.text()));
    ASSERT_NO_FATAL_FAILURE(check_offsets(text, out));
    ASSERT_LE(out.text().size(), 3 * text.size());
    internal::repair_text(out.text(), RepairLevel::kFull, again);
    ASSERT_EQ(again.text(), out.text());
  }
}

// One chunk of 200,000 signs each: quadratic work would take minutes.
TEST(Repair, LongChunksTakeLinearTime) {
  RepairedText out;
  for (const std::string_view bit : {"к\u0329", "и\u0306", "а\u00AD", "аИ", "а?", "а\uFFFD",
                                     "\u0301", "аa", "У™", "ќа", "«", "Т±"}) {
    std::string text;
    for (int i = 0; i < 200000; ++i) text += bit;
    internal::repair_text(text, RepairLevel::kFull, out);
    EXPECT_TRUE(internal::is_valid_utf8(out.text()));
  }
}

TEST(Repair, RunningTextStaysAsItIs) {
  const char* shared = std::getenv("IZDE_SHARED");
  const std::string root = shared != nullptr ? shared : std::string(IZDE_SOURCE_DIR) + "/../shared";
  std::ifstream file(root + "/data/text/clean.txt");
  if (!file) GTEST_SKIP() << "no clean.txt in " << root << " (IZDE_SHARED)";
  RepairedText out;
  for (std::string line; std::getline(file, line);) {
    internal::repair_text(line, RepairLevel::kFull, out);
    EXPECT_EQ(out.text(), line);
  }
}

}  // namespace
}  // namespace izde
