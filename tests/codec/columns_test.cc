#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "izde/error.h"

#include "base/random.h"
#include "base/values.h"
#include "codec/columns_builder.h"
#include "codec/columns_reader.h"

namespace izde::internal {
namespace {

constexpr FileId kId = {7};
constexpr std::int64_t kLeast = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

/// The values of each document, sorted.
using Numbers = std::vector<std::vector<std::int64_t>>;
using Keywords = std::vector<std::vector<std::string>>;

std::shared_ptr<Directory> written(ColumnsBuilder& builder, std::uint32_t docs) {
  auto directory = make_memory_directory();
  ColumnsWriter writer(*directory, "c", kId, docs);
  builder.write(writer);
  const std::uint64_t size = writer.finish();
  EXPECT_EQ(size, directory->open("c")->bytes().size());
  return directory;
}

std::shared_ptr<Directory> directory_with(Numbers& numbers, bool floats = false) {
  ColumnsBuilder builder;
  for (std::size_t doc = 0; doc < numbers.size(); ++doc) {
    for (const std::int64_t value : numbers[doc])
      builder.add_number(3, static_cast<DocId>(doc), value, floats);
    std::sort(numbers[doc].begin(), numbers[doc].end());
  }
  return written(builder, static_cast<std::uint32_t>(numbers.size()));
}

/// Of the one column.
std::uint64_t size_of(Directory& directory) { return directory.open("c")->bytes().size() - 140; }

void expect_values(const ColumnReader& column, const Numbers& numbers) {
  for (DocId doc = 0; doc < numbers.size(); ++doc) {
    const std::uint32_t row = column.row_of(doc);
    ASSERT_EQ(row == ColumnReader::kNoRow, numbers[doc].empty()) << doc;
    ASSERT_EQ(column.least_code(doc).has_value(), !numbers[doc].empty()) << doc;
    if (numbers[doc].empty()) continue;
    std::vector<std::int64_t> found;
    const auto places = column.places(row);
    for (std::uint64_t place = places.begin; place < places.end; ++place)
      found.push_back(column.value(column.code(place)));
    ASSERT_EQ(found, numbers[doc]) << doc;
    ASSERT_EQ(column.value(column.least_code(doc).value()), numbers[doc].front());
    ASSERT_EQ(column.value(column.greatest_code(doc).value()), numbers[doc].back());
  }
}

template <typename Matches>
void expect_range(const ColumnReader& column, const std::optional<CodeRange>& range,
                  std::uint32_t docs, const Matches& matches) {
  std::uint64_t count = 0;
  for (std::uint32_t window = 0; window * kColumnWindow < docs; ++window) {
    std::array<std::uint64_t, ColumnReader::kWindowWords> words{};
    bool any = false;
    if (range) {
      any = column.fill(window, *range, words.data());
      if (!column.may_match(window, *range)) {
        EXPECT_FALSE(any);
      }
    }
    for (std::uint32_t i = 0; i < kColumnWindow; ++i) {
      const DocId doc = window * kColumnWindow + i;
      const bool found = (words[i / 64] >> (i % 64) & 1) != 0;
      ASSERT_EQ(found, doc < docs && matches(doc)) << doc;
      if (doc < docs && range) {
        ASSERT_EQ(column.matches(doc, *range), found) << doc;
      }
      count += found ? 1 : 0;
    }
    EXPECT_EQ(any, std::any_of(words.begin(), words.end(), [](auto word) { return word != 0; }));
  }
  if (range) {
    EXPECT_GE(column.most_matches(*range), count);
  }
}

void expect_range(const ColumnReader& column, const Numbers& numbers, std::int64_t low,
                  std::int64_t high) {
  SCOPED_TRACE(testing::Message() << low << " to " << high);
  expect_range(column, column.codes(ValueRange{low, high}),
               static_cast<std::uint32_t>(numbers.size()), [&](DocId doc) {
                 return std::any_of(numbers[doc].begin(), numbers[doc].end(),
                                    [&](std::int64_t v) { return low <= v && v <= high; });
               });
}

void expect_same(Numbers numbers, bool floats = false, unsigned seed = 1) {
  const auto directory = directory_with(numbers, floats);
  const ColumnsFile file(*directory, "c", kId, static_cast<std::uint32_t>(numbers.size()));
  std::vector<std::int64_t> all;
  for (const auto& values : numbers) all.insert(all.end(), values.begin(), values.end());
  const ColumnReader* const column = file.find(3);
  ASSERT_EQ(column == nullptr, all.empty());
  EXPECT_EQ(file.find(2), nullptr);
  EXPECT_EQ(file.find(4), nullptr);
  if (column == nullptr) return;
  EXPECT_EQ(column->values(), all.size());
  EXPECT_EQ(column->has_floats(), floats);
  expect_values(*column, numbers);
  Random random(seed);
  expect_range(*column, numbers, kLeast, kMost);
  expect_range(*column, numbers, kLeast, kLeast);
  expect_range(*column, numbers, kMost, kMost);
  for (int i = 0; i < 3; ++i) {
    std::int64_t low = all[random() % all.size()];
    std::int64_t high = all[random() % all.size()];
    if (low > high) std::swap(low, high);
    expect_range(*column, numbers, low, high);
    expect_range(*column, numbers, low, low);
    if (low < kMost && high > kLeast) expect_range(*column, numbers, low + 1, high - 1);
  }
}

std::int64_t random_int64(Random& random) {
  return static_cast<std::int64_t>(std::uint64_t{random()} << 32 | random());
}

/// `share` of 100 documents have values, up to `most` each.
template <typename Make>
Numbers random_numbers(Random& random, std::size_t docs, unsigned share, unsigned most,
                       const Make& make) {
  Numbers numbers(docs);
  for (auto& values : numbers)
    if (random() % 100 < share)
      for (unsigned left = 1 + random() % most; left > 0; --left) values.push_back(make(random));
  return numbers;
}

TEST(Columns, NumbersComeBackAndAreFoundByRange) {
  using Make = std::int64_t (*)(Random&);
  const std::vector<Make> makes = {
      [](Random&) -> std::int64_t { return 42; },
      [](Random& r) -> std::int64_t { return 1900 + r() % 130; },
      [](Random& r) -> std::int64_t { return -1000 + std::int64_t{r()} * 3600; },
      [](Random& r) { return random_int64(r); },
      [](Random& r) -> std::int64_t { return r() % 2 == 0 ? kLeast : kMost; },
      [](Random& r) -> std::int64_t { return r() % 100 == 0 ? random_int64(r) : 5; },
      [](Random& r) -> std::int64_t { return (r() % 7) * 1'000'000'007 * (r() % 3); },
  };
  unsigned seed = 0;
  for (const Make make : makes)
    for (const std::size_t docs : {1U, 63U, 512U, 4096U, 9001U})
      for (const unsigned share : {100U, 60U, 3U})
        for (const unsigned most : {1U, 3U}) {
          SCOPED_TRACE(testing::Message() << "seed " << ++seed << ", " << docs << " documents, "
                                          << share << " %, up to " << most);
          Random random(seed);
          expect_same(random_numbers(random, docs, share, most, make), false, seed);
          if (HasFatalFailure()) return;
        }
}

TEST(Columns, FloatsComeBackBitForBit) {
  using Make = double (*)(Random&);
  const std::vector<Make> makes = {
      [](Random& r) { return (static_cast<double>(r() % 100000) - 50000) / 100; },
      [](Random& r) { return static_cast<double>(r()) / 4096; },
      [](Random& r) { return std::sin(static_cast<double>(r())); },
      [](Random& r) { return r() % 5 == 0 ? -std::numeric_limits<double>::infinity() : 2.77; },
      [](Random& r) {
        return std::ldexp(r() % 2 == 0 ? 1.5 : -1.5, static_cast<int>(r() % 2000) - 1000);
      },
      [](Random& r) { return 9007199254740992.0 - (r() % 10) / 2.0; },
      [](Random& r) { return r() % 2 == 0 ? 90071992547409.92 : 0.001; },
  };
  unsigned seed = 0;
  for (const Make make : makes)
    for (const unsigned share : {100U, 20U}) {
      SCOPED_TRACE(testing::Message() << "seed " << ++seed);
      Random random(seed);
      expect_same(random_numbers(random, 3000, share, 2,
                                 [make](Random& r) { return value_of_float(make(r)); }),
                  true, seed);
    }
}

TEST(Columns, TakeLittleForWhatIsRegular) {
  const auto bytes = [](Numbers numbers, bool floats = false) {
    return size_of(*directory_with(numbers, floats));
  };
  const auto column = [](const auto& make) {
    Numbers numbers(10000);
    for (std::size_t i = 0; i < numbers.size(); ++i)
      numbers[i] = {static_cast<std::int64_t>(make(i))};
    return numbers;
  };
  EXPECT_EQ(bytes(column([](std::size_t) { return 123456789; })), 0);
  // 20 blocks of 512: 12 and a few bytes for each, and the width of a code for each value.
  EXPECT_LT(bytes(column([](std::size_t i) { return 1900 + static_cast<int>(i * 7919 % 128); })),
            10000 * 7 / 8 + 20 * 8);
  EXPECT_LT(bytes(column([](std::size_t i) { return 1'700'000'000LL + 86400LL * (i % 512); })),
            10000 * 9 / 8 + 20 * 10);
  EXPECT_LT(bytes(column([](std::size_t i) { return static_cast<std::int64_t>(i) * 1000; })),
            10000 * 9 / 8 + 20 * 10);
  EXPECT_LT(bytes(column([](std::size_t i) {
                    return value_of_float(static_cast<double>(i * 7919 % 8192) / 100);
                  }),
                  true),
            10000 * 13 / 8 + 20 * 8 + 1);
  EXPECT_LT(bytes(column([](std::size_t i) {
              return std::array{kLeast, std::int64_t{0}, kMost}[i % 3];
            })),
            10000 * 2 / 8 + 20 * 6 + 25);
}

Keywords random_keywords(Random& random, std::size_t docs, unsigned share, unsigned different) {
  Keywords keywords(docs);
  for (auto& values : keywords)
    if (random() % 100 < share)
      for (unsigned left = 1 + random() % 3; left > 0; --left) {
        const unsigned which = random() % different;
        values.push_back(which == 0
                             ? std::string()
                             : "a/" + std::to_string(which * 37) + std::string(which % 5, '\xD2'));
      }
  return keywords;
}

void add_to(ColumnsBuilder& builder, Keywords& keywords) {
  for (std::size_t doc = 0; doc < keywords.size(); ++doc) {
    for (const std::string& each : keywords[doc])
      builder.add_keyword(9, static_cast<DocId>(doc), each);
    const std::set<std::string> unique(keywords[doc].begin(), keywords[doc].end());
    keywords[doc].assign(unique.begin(), unique.end());
  }
}

void expect_keywords(const ColumnReader& column, const Keywords& keywords) {
  ASSERT_TRUE(column.has_keywords());
  for (DocId doc = 0; doc < keywords.size(); ++doc) {
    std::vector<std::string> found;
    if (const std::uint32_t row = column.row_of(doc); row != ColumnReader::kNoRow) {
      const auto places = column.places(row);
      for (std::uint64_t place = places.begin; place < places.end; ++place)
        found.push_back(column.keyword(column.code(place)));
    }
    ASSERT_EQ(found, keywords[doc]) << doc;
  }
}

TEST(Columns, KeywordsComeBackAndAreFoundByRange) {
  unsigned seed = 100;
  for (const unsigned share : {100U, 50U, 2U})
    for (const unsigned different : {1U, 2U, 16U, 17U, 3000U}) {
      SCOPED_TRACE(testing::Message() << "seed " << ++seed);
      Random random(seed);
      Keywords keywords = random_keywords(random, 5000, share, different);
      ColumnsBuilder builder;
      add_to(builder, keywords);
      const auto directory = written(builder, 5000);
      const ColumnsFile file(*directory, "c", kId, 5000);
      const ColumnReader& column = *file.find(9);
      expect_keywords(column, keywords);
      std::vector<std::string> bounds = {"", "a", "a/", "b", std::string(1, '\0')};
      for (int i = 0; i < 6; ++i) {
        const auto& values = keywords[random() % keywords.size()];
        if (!values.empty()) bounds.push_back(values.front());
      }
      for (const std::string& low : bounds)
        for (const std::string& high : bounds) {
          const KeywordBounds wanted{low, high, random() % 2 == 0, random() % 2 == 0};
          expect_range(column, column.codes(wanted), 5000, [&](DocId doc) {
            return std::any_of(keywords[doc].begin(), keywords[doc].end(), [&](const auto& each) {
              return (wanted.includes_low ? each >= low : each > low) &&
                     (wanted.includes_high ? each <= high : each < high);
            });
          });
        }
      expect_range(column, column.codes(KeywordBounds{}), 5000,
                   [&](DocId doc) { return !keywords[doc].empty(); });
    }
}

TEST(Columns, MergedOnesAreThoseOfTheirDocuments) {
  for (unsigned seed = 0; seed < 30; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    Random random(seed);
    std::vector<std::shared_ptr<Directory>> directories;
    std::vector<ColumnsFile> files;
    std::vector<std::vector<DocId>> new_docs;
    std::vector<std::pair<std::vector<std::int64_t>, std::vector<std::string>>> documents;
    std::vector<ColumnSource> sources;
    const bool reorder = seed % 3 == 1;
    const bool drop = seed % 3 == 2;
    for (unsigned segments = 1 + random() % 4; segments > 0; --segments) {
      const std::size_t docs = 1 + random() % 900;
      Numbers numbers = random_numbers(random, docs, random() % 101, 2, [](Random& r) {
        return value_of_float(static_cast<double>(r() % 1000) / 10);
      });
      Keywords keywords = random_keywords(random, docs, random() % 101, 40);
      ColumnsBuilder builder;
      for (DocId doc = 0; doc < docs; ++doc)
        for (const std::int64_t value : numbers[doc]) builder.add_number(2, doc, value, true);
      for (auto& values : numbers) std::sort(values.begin(), values.end());
      add_to(builder, keywords);
      directories.push_back(written(builder, static_cast<std::uint32_t>(docs)));
      files.emplace_back(*directories.back(), "c", kId, static_cast<std::uint32_t>(docs));
      auto& mapped = new_docs.emplace_back();
      for (DocId doc = 0; doc < docs; ++doc) {
        const bool gone = drop && random() % 4 == 0;
        mapped.push_back(gone ? kNoMoreDocs : static_cast<DocId>(documents.size()));
        if (!gone) documents.emplace_back(numbers[doc], keywords[doc]);
      }
      sources.push_back({nullptr, static_cast<std::uint32_t>(docs), {}, mapped.front()});
    }
    if (reorder) {
      std::vector<DocId> order(documents.size());
      for (DocId i = 0; i < order.size(); ++i) order[i] = i;
      std::mt19937 shuffler(seed);
      std::shuffle(order.begin(), order.end(), shuffler);
      auto moved = documents;
      for (DocId i = 0; i < order.size(); ++i) moved[order[i]] = documents[i];
      documents = moved;
      for (auto& mapped : new_docs)
        for (DocId& doc : mapped) doc = order[doc];
    }
    for (std::size_t i = 0; i < sources.size(); ++i) {
      sources[i].columns = &files[i];
      if (reorder || drop) sources[i].new_docs = new_docs[i];
    }
    const auto docs = static_cast<std::uint32_t>(documents.size());
    const auto directory = make_memory_directory();
    ColumnsWriter writer(*directory, "c", kId, docs);
    merge_columns(sources, writer);
    writer.finish();
    const ColumnsFile file(*directory, "c", kId, docs);
    Numbers numbers;
    Keywords keywords;
    for (const auto& [a, b] : documents) {
      numbers.push_back(a);
      keywords.push_back(b);
    }
    if (const ColumnReader* const column = file.find(2)) {
      expect_values(*column, numbers);
      EXPECT_TRUE(column->has_floats());
    }
    if (const ColumnReader* const column = file.find(9)) expect_keywords(*column, keywords);
  }
}

std::string hex(std::string_view bytes) {
  std::string text;
  for (const char byte : bytes) text += fmt::format("{:02x}", static_cast<unsigned char>(byte));
  return text;
}

// The worked example of docs/format/columns.md.
TEST(Columns, StandAsDocumented) {
  ColumnsBuilder builder;
  for (const auto& [doc, value] : {std::pair<DocId, std::int64_t>{0, 2020}, {2, 2040}, {2, 2024}})
    builder.add_number(1, doc, value, false);
  for (const auto& [doc, value] : {std::pair<DocId, const char*>{0, "kaz"}, {1, "rus"}, {2, "kaz"}})
    builder.add_keyword(4, doc, value);
  const auto directory = written(builder, 3);
  const std::string_view bytes = directory->open("c")->bytes();
  const std::string_view content = bytes.substr(40, bytes.size() - 40 - 24);
  const std::string wanted =
      // Years: rows before the window, documents 0 and 2.
      "00000000"
      "0000"
      "0200"
      // Where values begin: 0 and 1, less the row.
      "00"
      "00"
      "00000000"
      // Codes 0, 1, 5 of 3 bits.
      "00"
      "05"
      "03000000"
      "4801"
      // Languages: ordinals 0, 1, 0 of 1 bit.
      "00"
      "01"
      "01000000"
      "02"
      // Where blocks of terms begin; kaz, rus.
      "00"
      "00"
      "00000000"
      "036b617a"
      "0003727573"
      // The table: years, then languages.
      "01000000"
      "00"
      "02"
      "00"
      "00"
      "02000000"
      "00000000"
      "0300000000000000"
      "e407000000000000"
      "0400000000000000"
      "0500000000000000"
      "2800000000000000"
      "0000000000000000"
      "04000000"
      "03"
      "00"
      "00"
      "00"
      "03000000"
      "00000000"
      "0300000000000000"
      "0000000000000000"
      "0000000000000000"
      "0100000000000000"
      "3e00000000000000"
      "0900000000000000"
      // Where the table begins, documents.
      "5400000000000000"
      "03000000";
  EXPECT_EQ(hex(content), wanted);
}

/// Reads all of a column, by document and by range.
void read_all(const ColumnReader& column, std::uint32_t docs) {
  std::array<std::uint64_t, ColumnReader::kWindowWords> words{};
  const CodeRange half{0, column.greatest_code() / 2};
  for (std::uint32_t window = 0; window * kColumnWindow < docs; ++window)
    if (column.may_match(window, half)) column.fill(window, half, words.data());
  column.most_matches(half);
  for (DocId doc = 0; doc < docs; ++doc) {
    column.matches(doc, half);
    const auto code = column.least_code(doc);
    if (!code) continue;
    if (column.has_keywords())
      column.first_code(column.keyword(*code));
    else
      column.codes(ValueRange{column.value(*code), 5});
    column.greatest_code(doc);
  }
}

// Whatever a byte becomes, reading ends well or with kCorruption.
TEST(Columns, DamagedOnesAreReadOrRefused) {
  Random random(5);
  Numbers several =
      random_numbers(random, 1100, 60, 3, [](Random& r) -> std::int64_t { return r() % 999; });
  Numbers few = random_numbers(random, 1100, 2, 1, [](Random& r) { return random_int64(r); });
  Numbers tabled = random_numbers(random, 1100, 100, 1,
                                  [](Random& r) { return random_int64(r) >> (r() % 2) << 60; });
  Keywords keywords = random_keywords(random, 1100, 30, 40);
  ColumnsBuilder builder;
  for (DocId doc = 0; doc < 1100; ++doc) {
    for (const std::int64_t value : several[doc]) builder.add_number(1, doc, value, false);
    for (const std::int64_t value : few[doc]) builder.add_number(2, doc, value, false);
    for (const std::int64_t value : tabled[doc]) builder.add_number(3, doc, value, true);
  }
  add_to(builder, keywords);
  const auto directory = written(builder, 1100);
  const std::string good(directory->open("c")->bytes());
  std::size_t refused = 0;
  for (std::size_t round = 0; round < 2000; ++round) {
    std::string bytes = good;
    // The table and what stands at the beginning of columns decide about most.
    const std::size_t area = round % 2 == 0 ? good.size() : 300;
    const std::size_t at =
        std::max<std::size_t>(good.size() - 24 - random() % area % (good.size() - 64), 40);
    bytes[at] = static_cast<char>(random());
    const auto damaged = make_memory_directory();
    damaged->create("c")->append(bytes);
    try {
      const ColumnsFile file(*damaged, "c", kId, 1100);
      for (const ColumnReader& column : file.columns()) read_all(column, 1100);
    } catch (const Error& error) {
      ASSERT_EQ(error.code(), ErrorCode::kCorruption) << error.what();
      ++refused;
    }
  }
  EXPECT_GT(refused, 250U);
}

}  // namespace
}  // namespace izde::internal
