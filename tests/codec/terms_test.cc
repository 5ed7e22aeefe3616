// The term dictionary against std::map.
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "izde/error.h"

#include "base/random.h"
#include "codec/terms_reader.h"
#include "codec/terms_writer.h"

namespace izde::internal {
namespace {

constexpr FileId kId = {7};

using Terms = std::map<std::string, TermInfo>;

struct FieldOfTerms {
  std::uint32_t number;
  TermKind kind;
  Terms terms;
};

/// Words over few letters of any byte, so that prefixes of eight bytes and more are shared.
std::string random_term(Random& random, std::size_t most) {
  static const std::vector<std::string> kPieces = {"a",   "b",  "қ",    "аз",
                                                   "ның", "\0", "\xFF", "мектеп"};
  std::string term;
  for (std::size_t left = random() % (most + 1); left > 0; --left)
    term += random() % 9 == 0 ? std::string(1, '\0') : kPieces[random() % kPieces.size()];
  return term;
}

FieldOfTerms random_field(Random& random, std::uint32_t number, TermKind kind, std::size_t count) {
  FieldOfTerms field{number, kind, {}};
  for (std::size_t tries = 0; field.terms.size() < count && tries < 50 * count; ++tries)
    field.terms.emplace(random_term(random, 4 + count / 100), TermInfo{});
  std::uint64_t postings = 44;
  std::uint64_t positions = 40;
  for (auto& [term, info] : field.terms) {
    info.doc_freq = random() % 3 == 0 ? 1 : 2 + random() % (random() % 2 == 0 ? 5 : 3000000000U);
    info.total_term_freq = info.doc_freq;
    if (has_frequencies(kind) && random() % 2 == 0)
      info.total_term_freq += random() % 2 == 0 ? random() % 9 : std::uint64_t{random()} << 20;
    if (info.doc_freq == 1)
      info.singleton_doc = static_cast<DocId>(random() % 0xFFFFFFFFU);
    else
      info.postings_offset = postings += random() % 100000;
    if (kind == TermKind::kPositions)
      info.positions_offset = info.total_term_freq == 1 ? random() : positions += random() % 100000;
  }
  return field;
}

void expect_same(const FieldOfTerms& field, const TermInfo& found, const TermInfo& wanted) {
  EXPECT_EQ(found.doc_freq, wanted.doc_freq);
  EXPECT_EQ(found.total_term_freq, wanted.total_term_freq);
  if (field.kind == TermKind::kStatistics) return;
  EXPECT_EQ(found.singleton_doc, wanted.singleton_doc);
  if (wanted.doc_freq > 1) {
    EXPECT_EQ(found.postings_offset, wanted.postings_offset);
  }
  if (field.kind == TermKind::kPositions) {
    EXPECT_EQ(found.positions_offset, wanted.positions_offset);
  }
}

void write(Directory& directory, const std::vector<FieldOfTerms>& fields) {
  TermsWriter writer(directory, "t", kId);
  for (const FieldOfTerms& field : fields) {
    writer.begin_field(field.number, field.kind);
    for (const auto& [term, info] : field.terms) writer.add(term, info);
  }
  const std::uint64_t size = writer.finish();
  EXPECT_EQ(size, directory.open("t")->bytes().size());
}

void check_find(const TermsReader& reader, const FieldOfTerms& field, Random& random) {
  for (const auto& [term, info] : field.terms) {
    const auto found = reader.find(field.number, term);
    ASSERT_TRUE(found) << term;
    expect_same(field, *found, info);
  }
  for (int i = 0; i < 200; ++i) {
    const std::string term = random_term(random, 6);
    EXPECT_EQ(reader.find(field.number, term).has_value(), field.terms.contains(term)) << term;
  }
}

void check_seek(const TermsReader& reader, const FieldOfTerms& field, const std::string& from) {
  const auto cursor = reader.seek(field.number, from);
  for (auto at = field.terms.lower_bound(from); at != field.terms.end(); ++at) {
    ASSERT_TRUE(cursor->next());
    ASSERT_EQ(cursor->term(), at->first);
    expect_same(field, cursor->info(), at->second);
  }
  EXPECT_FALSE(cursor->next());
  EXPECT_FALSE(cursor->next());
}

/// Terms with a random set of prefixes, or such as have all bytes of a set.
class RandomAutomaton final : public TermAutomaton {
 public:
  /// Transitions over bytes whose low bits choose one of a few classes.
  RandomAutomaton(Random& random, std::uint32_t states) : table_(std::size_t{states} * kClasses) {
    for (State& next : table_) next = random() % 3 == 0 ? kDead : random() % states;
    for (std::uint32_t i = 0; i < states; ++i) matches_.push_back(random() % 2 == 0);
  }
  State start() override { return 0; }
  State step(State state, std::uint8_t byte) override {
    return table_[state * kClasses + byte % kClasses];
  }
  bool is_match(State state) override { return matches_[state]; }

  bool matches(const std::string& term) {
    State state = start();
    for (const char byte : term)
      if ((state = step(state, static_cast<std::uint8_t>(byte))) == kDead) return false;
    return is_match(state);
  }

 private:
  static constexpr State kClasses = 7;
  std::vector<State> table_;
  std::vector<bool> matches_;
};

void check_automaton(const TermsReader& reader, const FieldOfTerms& field, Random& random) {
  RandomAutomaton automaton(random, 1 + random() % 20);
  const auto cursor = reader.seek(field.number, automaton);
  for (const auto& [term, info] : field.terms) {
    if (!automaton.matches(term)) continue;
    ASSERT_TRUE(cursor->next());
    ASSERT_EQ(cursor->term(), term);
    expect_same(field, cursor->info(), info);
  }
  EXPECT_FALSE(cursor->next());
}

TEST(Terms, AgreeWithAMapAtEveryCount) {
  for (const std::size_t count : {0, 1, 2, 31, 32, 33, 63, 64, 65, 1000, 5000}) {
    SCOPED_TRACE("seed and count " + std::to_string(count));
    Random random(static_cast<unsigned>(count));
    const std::vector<FieldOfTerms> fields = {
        random_field(random, 0, TermKind::kPositions, count),
        random_field(random, 3, TermKind::kDocs, count),
        random_field(random, 500, TermKind::kPositions, 3),
        random_field(random, 0x4000, TermKind::kFrequencies, count),
        random_field(random, 0xFFFF, TermKind::kStatistics, count)};
    const auto directory = make_memory_directory();
    write(*directory, fields);
    const TermsReader reader(*directory, "t", kId);
    for (const FieldOfTerms& field : fields) {
      EXPECT_EQ(reader.term_count(field.number), field.terms.size());
      check_find(reader, field, random);
      check_seek(reader, field, "");
      for (int i = 0; i < 50; ++i) check_seek(reader, field, random_term(random, 5));
      for (int i = 0; i < 100; ++i) check_automaton(reader, field, random);
    }
  }
}

// A checksum is not compared again once it was right; as long as it is wrong, it is.
TEST(Terms, DamagedBlocksAreReportedEachTime) {
  Random random(77);
  const FieldOfTerms field = random_field(random, 1, TermKind::kPositions, 200);
  const auto whole = make_memory_directory();
  write(*whole, {field});
  std::string bytes(whole->open("t")->bytes());
  bytes[kFileHeaderBytes + 40] = static_cast<char>(bytes[kFileHeaderBytes + 40] + 1);
  const auto directory = make_memory_directory();
  const auto file = directory->create("t");
  file->append(bytes);
  file->close();
  const TermsReader reader(*directory, "t", kId);
  std::size_t damaged = 0, right = 0;
  for (int round = 0; round < 3; ++round)
    for (const auto& [term, info] : field.terms) try {
        const auto found = reader.find(field.number, term);
        ASSERT_TRUE(found) << term;
        expect_same(field, *found, info);
        ++right;
      } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::kCorruption) << error.what();
        ++damaged;
      }
  EXPECT_EQ(damaged, 3U * 32);
  EXPECT_EQ(right, 3U * (field.terms.size() - 32));
}

TEST(Terms, FieldsThatAreNotThereAreEmpty) {
  const auto directory = make_memory_directory();
  write(*directory, {});
  const TermsReader reader(*directory, "t", kId);
  EXPECT_FALSE(reader.find(0, "a").has_value());
  EXPECT_FALSE(reader.seek(0, "")->next());
  EXPECT_EQ(reader.term_count(0), 0U);
}

TEST(Terms, TermsThatDifferPastTheirFirstEightBytesAreFound) {
  FieldOfTerms field{1, TermKind::kDocs, {}};
  for (int i = 0; i < 2000; ++i) {
    TermInfo info;
    info.doc_freq = 1;
    info.total_term_freq = 1;
    info.singleton_doc = static_cast<DocId>(i);
    field.terms.emplace("samebeginning" + std::to_string(i), info);
  }
  const auto directory = make_memory_directory();
  write(*directory, {field});
  Random random(1);
  const TermsReader reader(*directory, "t", kId);
  check_find(reader, field, random);
  check_seek(reader, field, "samebeginning5");
}

TEST(Terms, LongTermsComeBack) {
  FieldOfTerms field{1, TermKind::kDocs, {}};
  for (int i = 0; i < 100; ++i) {
    TermInfo info;
    info.doc_freq = 1;
    info.total_term_freq = 1;
    info.singleton_doc = 0;
    field.terms.emplace(std::string(32768, static_cast<char>(i)) + "x", info);
  }
  const auto directory = make_memory_directory();
  write(*directory, {field});
  check_seek(TermsReader(*directory, "t", kId), field, "");
}

}  // namespace
}  // namespace izde::internal
