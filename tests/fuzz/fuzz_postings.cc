// The input: statistics of a term (doc_freq and total_term_freq less doc_freq, u32 each; number of
// documents u32; kind of the field, u8; share of the rest that is positions, u8), then postings,
// then positions.
#include <algorithm>
#include <vector>

#include "codec/postings_reader.h"
#include "codec/postings_writer.h"
#include "framed_input.h"

namespace {

using namespace izde::internal;

void walk(PostingsCursor cursor, bool with_positions, std::uint32_t stride, std::uint32_t most) {
  std::vector<std::uint32_t> positions;
  std::uint64_t last = 0;
  std::uint64_t work = 0;
  for (bool first = true;; first = false) {
    const std::uint64_t target = first ? 0 : last + stride;
    if (target >= most) break;
    const DocId doc =
        stride == 0 || first ? cursor.next() : cursor.advance(static_cast<DocId>(target));
    if (doc == kNoMoreDocs) break;
    if (doc >= most || (!first && doc <= last) || cursor.freq() == 0) __builtin_trap();
    last = doc;
    work += cursor.freq();
    if (!with_positions || work > 100000) continue;
    cursor.positions(positions);
    if (positions.size() != cursor.freq() || !std::is_sorted(positions.begin(), positions.end()))
      __builtin_trap();
  }
}

/// By ranges and into bits: nothing leaves the window, and ranges rise.
void walk_windows(PostingsCursor cursor, std::uint32_t most) {
  constexpr DocId kWindow = 1024;
  std::vector<std::uint64_t> words(kWindow / 64 + 1);
  DocId doc = cursor.next();
  for (int round = 0; round < 5000 && doc != kNoMoreDocs; ++round) {
    if (doc >= most) __builtin_trap();
    if (cursor.advance_shallow(doc) != kNoMoreDocs) {
      if (cursor.level_last(0) < doc) __builtin_trap();
      for (unsigned level = 0; level < PostingsCursor::kLevels; ++level)
        if (cursor.impacts(level).empty()) __builtin_trap();
    }
    const DocId base = doc / kWindow * kWindow;
    words.assign(words.size(), 0);
    words.back() = 42;
    const DocId next = cursor.to_bits(base, std::min(base + kWindow, most), words.data());
    if (words.back() != 42 || next <= doc) __builtin_trap();
    doc = next;
  }
}

/// By blocks, with what is done to several documents at once.
void walk_blocks(PostingsCursor cursor, bool with_positions, std::uint32_t most) {
  DocPositions positions;
  std::vector<std::uint32_t> places, which, freqs;
  std::vector<DocId> wanted;
  DocId doc = cursor.next();
  for (int round = 0; round < 1000 && doc != kNoMoreDocs; ++round) {
    const std::span<const DocId> docs = cursor.block_docs();
    std::uint64_t occurrences = 0;
    places.clear();
    for (std::uint32_t i = 0; i < docs.size(); i += 1 + i % 5) {
      occurrences += cursor.block_freqs()[i];
      if (occurrences > 100000) break;
      places.push_back(i);
    }
    if (with_positions) cursor.positions(places, positions);
    wanted.clear();
    for (std::uint64_t next = std::uint64_t{docs.back()} + 1; next < most && wanted.size() < 500;
         next += 3)
      wanted.push_back(static_cast<DocId>(next));
    if (wanted.empty()) return;
    which.resize(wanted.size());
    freqs.resize(wanted.size());
    const auto found =
        cursor.look_up_bits(wanted.data(), wanted.size(), which.data(), freqs.data());
    for (std::size_t i = 0; i < found.found; ++i)
      if (freqs[i] == 0 || which[i] >= found.passed) __builtin_trap();
    const DocId next = cursor.doc() >= wanted.front() ? cursor.block_docs().front()
                                                      : cursor.advance(wanted.front());
    if (next <= doc) __builtin_trap();
    doc = next;
  }
}

void read_skybands(const PostingsCursor& cursor, std::uint32_t most) {
  Skyband found;
  for (const std::size_t limit : {1U, kDeepSkybandDepth}) {
    if (!cursor.skyband(limit, found)) continue;
    if (found.docs.size() != found.freqs.size() || found.docs.size() > kMostOfSkyband)
      __builtin_trap();
    for (const DocId doc : found.docs)
      if (doc >= most) __builtin_trap();
    for (const std::uint32_t freq : found.freqs)
      if (freq == 0) __builtin_trap();
  }
}

/// A merge of damaged lists reads no byte that is not there.
void merge(const PostingsReader& reader, const TermInfo& info, TermKind kind) {
  const auto directory = make_memory_directory();
  PostingsWriter writer(*directory, "p", "q", kFuzzId, 2 * reader.doc_count());
  writer.begin_term(kind, {});
  writer.append(reader, info, 0);
  writer.append(reader, info, reader.doc_count());
  writer.end_term();
  writer.finish();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kHead = 14;
  if (size < kHead) return 0;
  const char* const head = reinterpret_cast<const char*>(data);
  TermInfo info;
  info.doc_freq = load_le<std::uint32_t>(head);
  info.total_term_freq = std::uint64_t{info.doc_freq} + load_le<std::uint32_t>(head + 4);
  const auto doc_count = load_le<std::uint32_t>(head + 8);
  constexpr TermKind kKinds[] = {TermKind::kDocs, TermKind::kPositions, TermKind::kFrequencies};
  const TermKind kind = kKinds[data[12] % 3];
  const std::size_t positions_size = (size - kHead) * data[13] / 256;
  std::string count;
  append_le(count, doc_count);
  const std::string postings = count + std::string(head + kHead, size - kHead - positions_size);
  info.postings_offset = kFileHeaderBytes + 4;
  info.positions_offset = kFileHeaderBytes;
  if (info.doc_freq == 1) info.singleton_doc = doc_count / 2;

  const auto directory = make_memory_directory();
  put(*directory, "p",
      framed(reinterpret_cast<const std::uint8_t*>(postings.data()), postings.size(),
             kPostingsFormat, kPostingsVersion));
  put(*directory, "q",
      framed(data + size - positions_size, positions_size, kPositionsFormat, kPositionsVersion));
  const PostingsReader reader(*directory, "p", "q", kFuzzId, doc_count);
  for (const std::uint32_t stride : {0U, 1U, 200U, 70000U})
    expect_corruption_at_most(
        [&] { walk(PostingsCursor(reader, info, kind), has_positions(kind), stride, doc_count); });
  expect_corruption_at_most(
      [&] { walk_blocks(PostingsCursor(reader, info, kind), has_positions(kind), doc_count); });
  expect_corruption_at_most([&] { read_skybands(PostingsCursor(reader, info, kind), doc_count); });
  if (doc_count > 100000) return 0;
  expect_corruption_at_most([&] { walk_windows(PostingsCursor(reader, info, kind), doc_count); });
  std::uint64_t occurrences = 0;  // a damaged frequency may ask for many positions
  expect_corruption_at_most([&] {
    PostingsCursor cursor(reader, info, kind);
    while (cursor.next() != kNoMoreDocs) occurrences += cursor.freq();
    if (occurrences < 100000) merge(reader, info, kind);
  });
  return 0;
}
