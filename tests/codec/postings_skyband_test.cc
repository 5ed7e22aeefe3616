// Skybands against what their definition says, of written and of merged lists.
#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "izde/error.h"

#include "base/random.h"
#include "codec/postings_reader.h"
#include "codec/postings_writer.h"
#include "store/directory.h"

namespace izde::internal {
namespace {

constexpr FileId kId = {7};

struct Posting {
  DocId doc;
  std::uint32_t freq;
};

/// A segment with one list.
struct OneList {
  std::shared_ptr<Directory> directory = make_memory_directory();
  std::vector<Posting> postings;
  std::vector<std::uint32_t> lengths;  // by document
  TermInfo info;

  std::uint32_t doc_count() const { return static_cast<std::uint32_t>(lengths.size()); }
};

void write(OneList& list, TermKind kind = TermKind::kFrequencies) {
  PostingsWriter writer(*list.directory, "p", "q", kId, list.doc_count());
  writer.begin_term(kind, list.lengths);
  for (const auto& [doc, freq] : list.postings) writer.add(doc, freq);
  list.info = writer.end_term();
  writer.finish();
}

enum class Lengths { kFew, kMany, kOne, kRiseWithFrequency };

OneList random_list(Random& random, std::size_t doc_freq, std::uint32_t most_freq, Lengths lengths,
                    std::uint32_t most_gap) {
  OneList list;
  while (list.postings.size() < doc_freq) {
    list.lengths.resize(list.lengths.size() + random() % most_gap, 1);
    const std::uint32_t freq = 1 + random() % most_freq;
    list.postings.push_back({list.doc_count(), freq});
    switch (lengths) {
      case Lengths::kFew:
        list.lengths.push_back(5 + random() % 7);
        break;
      case Lengths::kMany:
        list.lengths.push_back(1 + random() % (random() % 3 == 0 ? 100'000 : 900));
        break;
      case Lengths::kOne:
        list.lengths.push_back(9);
        break;
      case Lengths::kRiseWithFrequency:
        list.lengths.push_back(3 * freq);
        break;
    }
  }
  return list;
}

/// Of each document that fewer than `depth` others dominate, how often the term occurs in it.
std::map<DocId, std::uint32_t> skyband_of(const OneList& list, std::size_t depth) {
  std::map<DocId, std::uint32_t> found;
  for (const Posting& one : list.postings) {
    std::size_t dominated_by = 0;
    for (const Posting& other : list.postings) {
      const std::uint32_t length = list.lengths[one.doc], others = list.lengths[other.doc];
      if (other.freq < one.freq || others > length) continue;
      const bool equal = other.freq == one.freq && others == length;
      dominated_by += !equal || other.doc < one.doc ? 1 : 0;
      if (dominated_by == depth) break;
    }
    if (dominated_by < depth) found.emplace(one.doc, one.freq);
  }
  return found;
}

bool read(const OneList& list, std::size_t limit, Skyband& out,
          TermKind kind = TermKind::kFrequencies) {
  const PostingsReader reader(*list.directory, "p", "q", kId, list.doc_count());
  return PostingsCursor(reader, list.info, kind).skyband(limit, out);
}

void expect_skyband(const OneList& list, std::size_t limit, std::size_t depth) {
  Skyband found;
  ASSERT_TRUE(read(list, limit, found));
  ASSERT_EQ(found.docs.size(), found.freqs.size());
  std::map<DocId, std::uint32_t> by_doc;
  for (std::size_t i = 0; i < found.docs.size(); ++i)
    ASSERT_TRUE(by_doc.emplace(found.docs[i], found.freqs[i]).second);
  ASSERT_EQ(by_doc, skyband_of(list, depth));
}

void check(const OneList& list) {
  Skyband found;
  if (list.postings.size() < kLeastWithSkyband) {
    EXPECT_FALSE(read(list, 1, found));
    return;
  }
  for (const std::size_t limit : {1U, kSkybandDepth})
    ASSERT_NO_FATAL_FAILURE(expect_skyband(list, limit, kSkybandDepth));
  EXPECT_FALSE(read(list, kDeepSkybandDepth + 1, found));
  if (list.postings.size() < kLeastWithDeepSkyband) {
    EXPECT_FALSE(read(list, kSkybandDepth + 1, found));
    return;
  }
  for (const std::size_t limit : {kSkybandDepth + 1, kDeepSkybandDepth})
    ASSERT_NO_FATAL_FAILURE(expect_skyband(list, limit, kDeepSkybandDepth));
}

TEST(PostingsSkyband, IsThatOfTheDefinition) {
  constexpr std::size_t kSizes[] = {1, 256, 257, 300, 1024, 2500, 8191, 8192, 12000};
  unsigned seed = 1;
  for (const std::size_t size : kSizes)
    for (const Lengths lengths : {Lengths::kFew, Lengths::kMany, Lengths::kOne})
      for (const std::uint32_t most_freq : {1U, 3U, 90U, 0xFFFFFFFFU}) {
        SCOPED_TRACE(::testing::Message() << "seed " << seed << " of " << size << " documents");
        Random random(seed++);
        OneList list = random_list(random, size, most_freq, lengths, 1 + random() % 4);
        write(list);
        ASSERT_NO_FATAL_FAILURE(check(list));
      }
}

TEST(PostingsSkyband, OfAMergedListIsThatOfTheDefinition) {
  constexpr std::size_t kSizes[] = {1, 40, 256, 257, 600, 1024, 3000, 8192, 9000};
  for (unsigned seed = 1; seed <= 25; ++seed) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    Random random(seed);
    const Lengths lengths = random() % 2 == 0 ? Lengths::kFew : Lengths::kMany;
    OneList all;
    std::vector<OneList> parts;
    std::vector<DocId> offsets;
    for (std::size_t left = 2 + random() % 4; left > 0; --left) {
      OneList& part = parts.emplace_back(
          random_list(random, kSizes[random() % std::size(kSizes)], 4, lengths, 3));
      write(part);
      offsets.push_back(all.doc_count());
      for (const Posting& one : part.postings)
        all.postings.push_back({one.doc + offsets.back(), one.freq});
      all.lengths.insert(all.lengths.end(), part.lengths.begin(), part.lengths.end());
    }
    PostingsWriter writer(*all.directory, "p", "q", kId, all.doc_count());
    writer.begin_term(TermKind::kFrequencies, all.lengths);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const PostingsReader reader(*parts[i].directory, "p", "q", kId, parts[i].doc_count());
      writer.append(reader, parts[i].info, offsets[i]);
    }
    all.info = writer.end_term();
    writer.finish();
    ASSERT_NO_FATAL_FAILURE(check(all));
  }
}

TEST(PostingsSkyband, IsNotKeptWhereItTellsLittle) {
  Random random(3);
  Skyband found;
  OneList chains = random_list(random, 12'000, 63, Lengths::kRiseWithFrequency, 1);
  write(chains);
  EXPECT_FALSE(read(chains, 1, found));
  OneList keywords = random_list(random, 2000, 1, Lengths::kFew, 1);
  write(keywords, TermKind::kDocs);
  EXPECT_FALSE(read(keywords, 1, found, TermKind::kDocs));
}

TEST(PostingsSkyband, EveryChangedByteIsFoundOrHarmless) {
  Random random(4);
  OneList list = random_list(random, 8500, 3, Lengths::kMany, 3);
  write(list);
  const std::string_view file = list.directory->open("p")->bytes();
  const std::string content(
      file.substr(kFileHeaderBytes, file.size() - kFileHeaderBytes - kFileFooterBytes));
  const auto blocks = static_cast<std::uint32_t>((list.postings.size() + 255) / 256);
  const SkipLayout without(blocks, 0, true, false);
  // The segment's count of documents and the skip data come before.
  const std::size_t begin = 4 + without.skyband;
  std::size_t refused = 0;
  const auto check_changed = [&](std::size_t at) {
    std::string bytes = content;
    bytes[at] = static_cast<char>(bytes[at] + 1 + static_cast<int>(random() % 255));
    OneList damaged = list;
    damaged.directory = make_memory_directory();
    FramedOutput out(*damaged.directory, "p", kPostingsFormat, kPostingsVersion, kId);
    out.append(bytes);
    out.finish();
    FramedOutput positions(*damaged.directory, "q", kPositionsFormat, kPositionsVersion, kId);
    positions.finish();
    Skyband found;
    try {
      if (!read(damaged, kDeepSkybandDepth, found)) return;
      EXPECT_LE(found.docs.size(), kMostOfSkyband);
      for (const DocId doc : found.docs) EXPECT_LT(doc, list.doc_count()) << "byte " << at;
      for (const std::uint32_t freq : found.freqs) EXPECT_GT(freq, 0U) << "byte " << at;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kCorruption) << error.what();
      ++refused;
    }
  };
  for (std::size_t at = 8; at < 12; ++at) check_changed(at);  // the skyband's bytes
  for (std::size_t at = begin; at < begin + 1500; ++at) check_changed(at);
  EXPECT_GT(refused, 50U);
}

}  // namespace
}  // namespace izde::internal
