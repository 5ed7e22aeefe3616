#include <algorithm>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "izde/decode.h"

#include "base/utf8.h"
#include "text/encoding_cost.h"

namespace izde {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::string_view kEncodings[] = {"UTF-8",   "UTF-16LE", "UTF-16BE", "windows-1251",
                                           "KZ-1048", "PT154",    "CP866",    "KOI8-R"};

constexpr std::string_view kRussian =
    "Прошлым летом мы с братом решили пройти пешком вдоль всей реки, от истока до устья. Собрали "
    "рюкзаки, купили карту, взяли палатку и котелок. Первые три дня шёл дождь, и идти было "
    "тяжело, зато потом выглянуло солнце, и стало видно, какие здесь красивые места: сосновый "
    "бор, луга, далёкие холмы. В одной деревне старик угостил нас мёдом и рассказал, что раньше "
    "по реке ходили баржи с зерном, а теперь она обмелела. «Приезжайте ещё, — сказал он на "
    "прощание, — осенью тут грибов видимо-невидимо». Настоящее положение определяет порядок "
    "учёта и хранения технических средств, выданных сотрудникам организации. Ответственность за "
    "сохранность имущества несёт руководитель подразделения. При увольнении сотрудник обязан "
    "сдать все полученные средства в течение двух рабочих дней. ПРИКАЗ № 17: утвердить график "
    "отпусков на следующий год, ознакомить с ним всех работников под подпись. Как вырастить "
    "помидоры на балконе? Посейте семена в марте, держите ящики в тепле, поливайте через день и "
    "не забывайте рыхлить землю. Через два месяца рассаду можно пересадить в большие горшки.";

std::string utf8_of(std::u32string_view text) {
  std::string out;
  for (const char32_t c : text) internal::append_code_point(out, c);
  return out;
}

/// Writes text in an encoding; what it cannot hold becomes '?'.
class Encoder {
 public:
  explicit Encoder(std::string_view name) : name_(name) {
    for (int byte = 0; byte < 256 && !name.starts_with("UTF"); ++byte) {
      const std::string bytes(1, static_cast<char>(byte));
      const DecodedText text = decode(bytes, name);
      if (text.replaced_bytes == 0)
        bytes_.try_emplace(internal::code_points_of(text.text).front(), bytes);
    }
  }

  std::string operator()(std::u32string_view text) const {
    if (name_ == "UTF-8") return utf8_of(text);
    std::string out;
    for (const char32_t c : text) {
      if (name_.starts_with("UTF-16")) {
        const char halves[] = {static_cast<char>(c >> 8U), static_cast<char>(c & 0xFFU)};
        out += halves[name_ == "UTF-16BE" ? 0 : 1];
        out += halves[name_ == "UTF-16BE" ? 1 : 0];
      } else {
        const auto found = bytes_.find(c);
        out += found == bytes_.end() ? "?" : found->second;
      }
    }
    return out;
  }

 private:
  std::string name_;
  std::map<char32_t, std::string> bytes_;
};

/// The sample collection: Kazakh, with the markup of JSON around it.
const std::u32string& kazakh() {
  static const std::u32string text = [] {
    std::ifstream file(IZDE_SOURCE_DIR "/examples/data/texts.jsonl", std::ios::binary);
    return internal::code_points_of(std::string(std::istreambuf_iterator<char>(file), {}));
  }();
  return text;
}

/// What was found of the pieces of a text in all encodings, each of `bytes` bytes and a little
/// more.
struct Found {
  std::size_t all = 0;
  std::size_t right = 0;  // the text that the encoding written in gives
  double confidence = 0;
  std::string wrong;
};

Found detect_pieces(std::u32string_view text, std::size_t bytes) {
  Found found;
  for (const std::string_view name : kEncodings) {
    const Encoder encode(name);
    const std::size_t length = name.starts_with("UTF") ? bytes / 2 + 1 : bytes;
    for (std::size_t at = 0; at + length <= text.size(); at += length) {
      const std::string piece = encode(text.substr(at, length));
      const DetectedEncoding detected = detect_encoding(piece);
      const bool right = decode(piece, detected.encoding).text == decode(piece, name).text;
      ++found.all;
      found.right += right ? 1 : 0;
      found.confidence += static_cast<double>(detected.confidence);
      if (!right) found.wrong.append(name).append(": ").append(decode(piece, name).text) += '\n';
    }
  }
  return found;
}

TEST(DetectEncoding, IsRightOnTwoHundredBytesOfKazakh) {
  ASSERT_GT(kazakh().size(), 20'000U);
  for (const std::size_t bytes : {200U, 500U}) {
    const Found found = detect_pieces(kazakh(), bytes);
    EXPECT_GT(found.all, 500U);
    EXPECT_GE(static_cast<double>(found.right), 0.995 * static_cast<double>(found.all))
        << found.wrong;
  }
}

TEST(DetectEncoding, IsRightOnTwoHundredBytesOfRussian) {
  const Found found = detect_pieces(internal::code_points_of(kRussian), 200);
  EXPECT_GE(found.all, 40U);
  EXPECT_EQ(found.right, found.all) << found.wrong;
}

TEST(DetectEncoding, ConfidenceIsHowOftenItIsRight) {
  for (const std::size_t bytes : {8U, 16U, 32U}) {
    const Found found = detect_pieces(kazakh(), bytes);
    const auto all = static_cast<double>(found.all);
    EXPECT_GE(static_cast<double>(found.right) / all, 0.95) << bytes;
    EXPECT_NEAR(static_cast<double>(found.right) / all, found.confidence / all, 0.04) << bytes;
  }
}

TEST(DetectEncoding, NamesTheCommonerOfTheSame) {
  const Encoder kz("KZ-1048");
  EXPECT_EQ(detect_encoding("plain text").encoding, "UTF-8");
  EXPECT_EQ(detect_encoding("plain text").confidence, 1.0F);
  EXPECT_EQ(detect_encoding("").encoding, "UTF-8");
  const DetectedEncoding russian = detect_encoding(kz(internal::code_points_of(kRussian)));
  EXPECT_EQ(russian.encoding, "windows-1251");
  EXPECT_GT(russian.confidence, 0.999F);
  EXPECT_EQ(detect_encoding(kz(U"Қазақ тілінің сөздігі: ә мен ғ")).encoding, "KZ-1048");
}

TEST(DetectEncoding, ByteOrderMarks) {
  EXPECT_EQ(detect_encoding("\xFF\xFE\x9B\x04"sv).encoding, "UTF-16LE");
  EXPECT_EQ(detect_encoding("\xFE\xFF\x04\x9B"sv).encoding, "UTF-16BE");
  EXPECT_EQ(detect_encoding("\xEF\xBB\xBFx").encoding, "UTF-8");
  EXPECT_EQ(detect_encoding("\xFF\xFE"sv).encoding, "UTF-16LE");
  EXPECT_EQ(decode("\xFF\xFE\x9B\x04\x30\x04"sv, "auto").text, "қа");
}

TEST(DetectEncoding, OtherScriptsInUnicode) {
  for (const std::string_view text :
       {"قازاق ءتىلى", "საქართველო", "日本語の文章", "Qazaq tılı – älemge", "😀", "№", "Ç"})
    EXPECT_EQ(detect_encoding(text).encoding, "UTF-8") << text;
}

TEST(DetectEncoding, Utf8ThatIsCutOrDamagedIsStillUtf8) {
  const std::string text = utf8_of(kazakh().substr(500, 300));
  for (std::size_t cut = 0; cut < 4; ++cut) {
    EXPECT_EQ(detect_encoding(std::string_view(text).substr(cut)).encoding, "UTF-8");
    EXPECT_EQ(detect_encoding(std::string_view(text).substr(0, text.size() - cut)).encoding,
              "UTF-8");
  }
  std::string damaged = text;
  for (std::size_t at = 20; at < damaged.size(); at += 40) damaged[at] = '\xFF';
  EXPECT_EQ(detect_encoding(damaged).encoding, "UTF-8");
}

TEST(DetectEncoding, FramesOfOldScreens) {
  const std::u32string frame = U"╔══════════╗\n║  Тізім   ║\n╚══════════╝\n";
  EXPECT_EQ(detect_encoding(Encoder("CP866")(frame)).encoding, "CP866");
  EXPECT_EQ(detect_encoding(Encoder("KOI8-R")(frame)).encoding, "KOI8-R");
}

TEST(DetectEncoding, WhatIsNoTextHasNoConfidence) {
  std::mt19937 random(20);
  for (const std::size_t size : {64U, 1000U, 100'000U}) {
    std::string bytes(size, '\0');
    for (char& c : bytes) c = static_cast<char>(random());
    EXPECT_LT(detect_encoding(bytes).confidence, 0.05F) << size;
  }
  EXPECT_LT(detect_encoding("Les \xE9l\xE8ves ont \xE9t\xE9 tr\xE8s d\xE9\xE7us").confidence,
            0.05F);
}

TEST(DetectEncoding, OneLetterFarInsideALongTextDecides) {
  const Encoder encode("KZ-1048");
  std::string text;
  while (text.size() < 300'000) text += encode(internal::code_points_of(kRussian)) + "\n";
  EXPECT_EQ(detect_encoding(text).encoding, "windows-1251");
  text.insert(123'457, encode(U" Өскемен қаласындағы әкімдіктің үні "));
  EXPECT_EQ(detect_encoding(text).encoding, "KZ-1048");
  std::string plain;
  while (plain.size() < 300'000) plain += "nothing but plain English text in here\n";
  plain.insert(200'000, encode(U"мұғалімдердің әдістемелік көмегі"));
  EXPECT_EQ(decode(plain, "auto").encoding, "KZ-1048");
}

TEST(DetectEncoding, AutoIsAnEncoding) {
  EXPECT_TRUE(is_known_encoding("auto"));
  EXPECT_TRUE(is_known_encoding("AUTO"));
  const std::string bytes = Encoder("PT154")(U"Ұлы дала елі, әсем табиғат, өзен мен көл");
  const DecodedText text = decode(bytes, "auto");
  EXPECT_EQ(text.encoding, "PT154");
  EXPECT_EQ(text.text, "Ұлы дала елі, әсем табиғат, өзен мен көл");
}

TEST(DetectEncoding, AnyBytes) {
  const std::uint32_t seed = std::random_device{}();
  SCOPED_TRACE(::testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  for (int round = 0; round < 3000; ++round) {
    std::string bytes(random() % (round % 100 == 0 ? 70'000 : 60), '\0');
    const unsigned mask = (random() % 2 == 0 ? 0xFFU : 0xDFU);
    for (char& c : bytes) c = static_cast<char>(random() & mask);
    const DetectedEncoding found = detect_encoding(bytes);
    ASSERT_NE(std::find(std::begin(kEncodings), std::end(kEncodings), found.encoding),
              std::end(kEncodings));
    ASSERT_TRUE(found.confidence >= 0 && found.confidence <= 1) << found.confidence;
    const DecodedText text = decode(bytes, "auto");
    ASSERT_EQ(text.text, decode(bytes, found.encoding).text);
  }
}

TEST(DetectEncoding, UpperHalvesAreThoseOfDecode) {
  for (const auto& [encoding, name] :
       {std::pair(internal::ByteEncoding::kWindows1251, "windows-1251"sv),
        std::pair(internal::ByteEncoding::kKz1048, "KZ-1048"sv),
        std::pair(internal::ByteEncoding::kPt154, "PT154"sv),
        std::pair(internal::ByteEncoding::kCp866, "CP866"sv),
        std::pair(internal::ByteEncoding::kKoi8R, "KOI8-R"sv)}) {
    for (std::size_t byte = 0x80; byte < 0x100; ++byte) {
      const std::string bytes(1, static_cast<char>(byte));
      const char32_t meant = internal::upper_half_of(encoding)[byte - 0x80];
      EXPECT_EQ(utf8_of({&meant, 1}), decode(bytes, name).text) << name << ' ' << byte;
    }
  }
}

}  // namespace
}  // namespace izde
