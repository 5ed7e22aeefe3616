// Every byte of lists of every form changed: what a reader makes of them either is found to be
// damage or rises and ends.
#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "izde/error.h"

#include "base/random.h"
#include "postings_lists.h"

namespace izde::internal {
namespace {

std::string content_of(const Directory& directory, const std::string& name) {
  const std::string_view bytes = directory.open(name)->bytes();
  return std::string(
      bytes.substr(kFileHeaderBytes, bytes.size() - kFileHeaderBytes - kFileFooterBytes));
}

/// A frame around changed content, so that its checksum is right.
void put(Directory& directory, const std::string& name, std::string_view format,
         std::uint32_t version, const std::string& content) {
  FramedOutput file(directory, name, format, version, kId);
  file.append(content);
  file.finish();
}

/// Returns false when documents did not rise or left the segment.
bool walk(PostingsCursor cursor, std::uint32_t doc_count, DocId step, bool with_positions) {
  std::vector<std::uint32_t> positions;
  std::vector<std::uint64_t> words(4096 / 64);
  for (DocId doc = cursor.next(); doc != kNoMoreDocs;) {
    if (doc >= doc_count || cursor.freq() == 0) return false;
    cursor.advance_shallow(doc);
    for (unsigned level = 0; level < PostingsCursor::kLevels; ++level) cursor.impacts(level);
    if (with_positions && cursor.freq() < 1000) cursor.positions(positions);
    const DocId next = step == 0
                           ? cursor.to_bits(doc, std::min(doc + 4096, doc_count), words.data())
                       : step == 1 ? cursor.next()
                                   : cursor.advance(doc + step);
    if (next <= doc) return false;
    doc = next;
  }
  return true;
}

/// The same by what is done to several documents at once.
bool walk_blocks(PostingsCursor cursor, std::uint32_t doc_count, bool with_positions) {
  static constexpr std::uint32_t kPlaces[] = {0, 1, 5, 77, 254};
  DocPositions positions;
  for (DocId doc = cursor.next(); doc != kNoMoreDocs;) {
    const std::span<const DocId> docs = cursor.block_docs();
    const std::span<const std::uint32_t> freqs = cursor.block_freqs();
    std::size_t count = 0;
    while (count < std::size(kPlaces) && kPlaces[count] < docs.size() &&
           freqs[kPlaces[count]] < 1000)
      ++count;
    if (with_positions) cursor.positions({kPlaces, count}, positions);
    std::vector<DocId> wanted;
    for (DocId next = docs.back() + 1; next < doc_count; next += 3) wanted.push_back(next);
    if (wanted.empty()) return true;
    std::vector<std::uint32_t> which(wanted.size()), found(wanted.size());
    cursor.look_up_bits(wanted.data(), wanted.size(), which.data(), found.data());
    const DocId next = cursor.doc() >= wanted.front() ? cursor.block_docs().front()
                                                      : cursor.advance(wanted.front());
    if (next <= doc) return false;
    doc = next;
  }
  return true;
}

TEST(PostingsDamage, EveryChangedByteIsFoundOrHarmless) {
  constexpr Shape kShapes[] = {{20, 9, 3, 20}, {300, 5, 2, 20}, {300, 1, 1, 5}, {600, 2, 2, 9}};
  for (const Shape& shape : kShapes)
    for (const TermKind kind : {TermKind::kDocs, TermKind::kPositions}) {
      Random random(shape.doc_freq + shape.most_gap);
      const List list = random_list(random, shape);
      const std::uint32_t doc_count = list.rbegin()->first + 5;
      const auto whole = make_memory_directory();
      PostingsWriter writer(*whole, "p", "q", kId, doc_count);
      writer.begin_term(kind, {});
      for (const auto& [doc, positions] : list)
        has_positions(kind) ? writer.add(doc, positions) : writer.add(doc, 1);
      const TermInfo info = writer.end_term();
      writer.finish();
      const std::string postings = content_of(*whole, "p");
      const std::string positions = content_of(*whole, "q");
      for (std::size_t at = 4; at < postings.size() + positions.size(); ++at) {
        std::string p = postings;
        std::string q = positions;
        char& byte = at < p.size() ? p[at] : q[at - p.size()];
        byte = static_cast<char>(byte + 1 + static_cast<int>(random() % 255));
        const auto directory = make_memory_directory();
        put(*directory, "p", kPostingsFormat, kPostingsVersion, p);
        put(*directory, "q", kPositionsFormat, kPositionsVersion, q);
        const PostingsReader reader(*directory, "p", "q", kId, doc_count);
        try {
          EXPECT_TRUE(
              walk_blocks(PostingsCursor(reader, info, kind), doc_count, has_positions(kind)))
              << "byte " << at;
        } catch (const Error& error) {
          EXPECT_EQ(error.code(), ErrorCode::kCorruption) << error.what();
        }
        for (const DocId step : {0U, 1U, 7U, 300U}) try {
            EXPECT_TRUE(
                walk(PostingsCursor(reader, info, kind), doc_count, step, has_positions(kind)))
                << "byte " << at << " step " << step;
          } catch (const Error& error) {
            EXPECT_EQ(error.code(), ErrorCode::kCorruption) << error.what();
          }
      }
    }
}

}  // namespace
}  // namespace izde::internal
