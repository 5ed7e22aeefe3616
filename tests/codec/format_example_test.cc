// The worked examples of docs/format/{postings,positions,terms}.md: the bytes that the pages show
// are what the writers write, and the readers make of them what the pages say.
#include <algorithm>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "codec/postings_reader.h"
#include "codec/postings_writer.h"
#include "codec/terms_reader.h"
#include "codec/terms_writer.h"

namespace izde::internal {
namespace {

constexpr FileId kId = {3};

/// The bytes of the lines `    XX XX ...  # what they are` of a page's section "Example".
std::string example_of(const std::string& page) {
  std::ifstream file(std::string(IZDE_SOURCE_DIR) + "/docs/format/" + page);
  std::string line;
  while (std::getline(file, line) && line != "## Example") {
  }
  std::string bytes;
  while (std::getline(file, line) && !line.starts_with("## ")) {
    if (!line.starts_with("    ")) continue;
    line.resize(std::min(line.size(), line.find('#')));
    for (std::size_t at = 4; at + 1 < line.size(); at += 3)
      if (line[at] != ' ') bytes += static_cast<char>(std::stoi(line.substr(at, 2), nullptr, 16));
  }
  return bytes;
}

std::string content_of(const Directory& directory, const std::string& name, std::string_view format,
                       std::uint32_t version) {
  const FramedInput file = open_framed(directory, name, format, version, version, &kId);
  return std::string(file.bytes.substr(kFileHeaderBytes, file.content_end - kFileHeaderBytes));
}

std::string hex(const std::string& bytes) {
  std::string text;
  for (const char byte : bytes) {
    constexpr char kDigits[] = "0123456789ABCDEF";
    const auto value = static_cast<unsigned char>(byte);
    text += kDigits[value / 16];
    text += kDigits[value % 16];
    text += ' ';
  }
  return text;
}

void put(Directory& directory, const std::string& name, std::string_view format,
         std::uint32_t version, const std::string& content) {
  FramedOutput file(directory, name, format, version, kId);
  file.append(content);
  file.finish();
}

/// A term in documents 5 (positions 2 and 9), 6 (0) and 40 (3), and one in all 300, at 0.
std::vector<TermInfo> write_postings(Directory& directory) {
  const std::vector<std::uint32_t> lengths(300, 10);
  PostingsWriter writer(directory, "p", "q", kId, 300);
  std::vector<TermInfo> infos;
  writer.begin_term(TermKind::kPositions, lengths);
  writer.add(5, std::vector<std::uint32_t>{2, 9});
  writer.add(6, std::vector<std::uint32_t>{0});
  writer.add(40, std::vector<std::uint32_t>{3});
  infos.push_back(writer.end_term());
  writer.begin_term(TermKind::kPositions, lengths);
  for (DocId doc = 0; doc < 300; ++doc) writer.add(doc, std::vector<std::uint32_t>{0});
  infos.push_back(writer.end_term());
  writer.finish();
  return infos;
}

TEST(FormatExample, PostingsAndPositions) {
  const std::string postings = example_of("postings.md");
  const std::string positions = example_of("positions.md");
  const auto written = make_memory_directory();
  const std::vector<TermInfo> infos = write_postings(*written);
  EXPECT_EQ(hex(content_of(*written, "p", kPostingsFormat, kPostingsVersion)), hex(postings));
  EXPECT_EQ(hex(content_of(*written, "q", kPositionsFormat, kPositionsVersion)), hex(positions));

  const auto directory = make_memory_directory();
  put(*directory, "p", kPostingsFormat, kPostingsVersion, postings);
  put(*directory, "q", kPositionsFormat, kPositionsVersion, positions);
  const PostingsReader reader(*directory, "p", "q", kId, 300);
  PostingsCursor few(reader, infos[0], TermKind::kPositions);
  std::vector<std::uint32_t> found;
  EXPECT_EQ(few.next(), 5U);
  EXPECT_EQ(few.freq(), 2U);
  few.positions(found);
  EXPECT_EQ(found, (std::vector<std::uint32_t>{2, 9}));
  EXPECT_EQ(few.next(), 6U);
  EXPECT_EQ(few.next(), 40U);
  EXPECT_EQ(few.next(), kNoMoreDocs);
  PostingsCursor all(reader, infos[1], TermKind::kPositions);
  for (DocId doc = 0; doc < 300; ++doc) EXPECT_EQ(all.next(), doc);
  EXPECT_EQ(all.next(), kNoMoreDocs);
  EXPECT_EQ(all.advance_shallow(300), kNoMoreDocs);
}

std::vector<std::pair<std::string, TermInfo>> example_terms() {
  return {{"ана", {3, 5, 44, 40, kNoMoreDocs}},
          {"анаң", {1, 1, 0, 7, 12}},
          {"тау", {2, 2, 60, 49, kNoMoreDocs}}};
}

TEST(FormatExample, Terms) {
  const std::string terms = example_of("terms.md");
  const auto written = make_memory_directory();
  TermsWriter writer(*written, "t", kId);
  writer.begin_field(0, TermKind::kPositions);
  for (const auto& [term, info] : example_terms()) writer.add(term, info);
  writer.finish();
  EXPECT_EQ(hex(content_of(*written, "t", kTermsFormat, kTermsVersion)), hex(terms));

  const auto directory = make_memory_directory();
  put(*directory, "t", kTermsFormat, kTermsVersion, terms);
  const TermsReader reader(*directory, "t", kId);
  for (const auto& [term, info] : example_terms()) {
    const auto found = reader.find(0, term);
    ASSERT_TRUE(found) << term;
    EXPECT_EQ(found->doc_freq, info.doc_freq);
    EXPECT_EQ(found->total_term_freq, info.total_term_freq);
    EXPECT_EQ(found->singleton_doc, info.singleton_doc);
    EXPECT_EQ(found->positions_offset, info.positions_offset);
    if (info.doc_freq > 1) {
      EXPECT_EQ(found->postings_offset, info.postings_offset);
    }
  }
}

}  // namespace
}  // namespace izde::internal
