
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "izde/error.h"

#include "base/random.h"
#include "codec/lengths_reader.h"
#include "codec/lengths_writer.h"
#include "codec/stored_reader.h"
#include "codec/stored_writer.h"

namespace izde::internal {
namespace {

constexpr FileId kId = {9};

using Values = std::vector<StoredValue>;

std::vector<Values> random_documents(Random& random, std::size_t count, std::size_t most) {
  std::vector<Values> documents(count);
  for (Values& values : documents)
    for (std::size_t left = random() % 4; left > 0; --left) {
      StoredValue value{static_cast<std::uint32_t>(random() % 1000), {}};
      for (std::size_t bytes = random() % (most + 1); bytes > 0; --bytes)
        value.value += static_cast<char>(random() % 3 == 0 ? random() : 'a');
      values.push_back(value);
    }
  return documents;
}

std::shared_ptr<Directory> directory_with(const std::vector<Values>& documents) {
  auto directory = make_memory_directory();
  StoredWriter writer(*directory, "s", kId);
  for (const Values& values : documents) {
    for (const StoredValue& value : values) writer.add(value.field, value.value);
    writer.end_document();
  }
  const std::uint64_t size = writer.finish();
  EXPECT_EQ(size, directory->open("s")->bytes().size());
  return directory;
}

void expect_same(const StoredReader& reader, const std::vector<Values>& documents, DocId doc) {
  const Values values = reader.read(doc);
  ASSERT_EQ(values.size(), documents[doc].size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    EXPECT_EQ(values[i].field, documents[doc][i].field);
    EXPECT_EQ(values[i].value, documents[doc][i].value);
  }
}

TEST(Stored, ValuesComeBackInAnyOrder) {
  for (const auto& [count, most] : {std::pair<std::size_t, std::size_t>{0, 0},
                                    {1, 0},
                                    {1, 100},
                                    {5000, 3},
                                    {300, 2000},
                                    {5, 200000}}) {
    SCOPED_TRACE("seed and count " + std::to_string(count));
    Random random(static_cast<unsigned>(count));
    const std::vector<Values> documents = random_documents(random, count, most);
    const auto directory = directory_with(documents);
    const StoredReader reader(*directory, "s", kId);
    EXPECT_EQ(reader.doc_count(), count);
    for (std::size_t i = 0; i < std::min<std::size_t>(count, 500); ++i)
      expect_same(reader, documents, static_cast<DocId>(random() % count));
    if (count > 0) expect_same(reader, documents, static_cast<DocId>(count - 1));
  }
}

TEST(Stored, DocumentsThatAreNotThereAreRefused) {
  const auto directory = directory_with({{}, {}});
  const StoredReader reader(*directory, "s", kId);
  EXPECT_TRUE(reader.read(1).empty());
  EXPECT_THROW(reader.read(2), Error);
}

TEST(Stored, ADamagedBlockIsFoundWhenItIsReadAndOthersStayReadable) {
  Random random(3);
  const std::vector<Values> documents = random_documents(random, 300, 2000);
  auto directory = directory_with(documents);
  std::string bytes(directory->open("s")->bytes());
  bytes[kFileHeaderBytes + 100] = static_cast<char>(bytes[kFileHeaderBytes + 100] ^ 1);
  directory->remove("s");
  directory->create("s")->append(bytes);
  const StoredReader reader(*directory, "s", kId);
  EXPECT_THROW(reader.read(0), Error);
  expect_same(reader, documents, 299);
}

TEST(Lengths, EveryWidthIsExact) {
  Random random(4);
  const std::vector<std::vector<std::uint32_t>> fields = {{0, 255, 3, 17, 0},
                                                          {256, 0, 65535, 1, 2},
                                                          {65536, 0, 4294967295U, 255, 256},
                                                          {0, 0, 0, 0, 0}};
  const auto directory = make_memory_directory();
  LengthsWriter writer(*directory, "l", kId, 5);
  for (std::uint32_t field = 0; field < fields.size(); ++field)
    writer.add(field * 10, fields[field]);
  const std::uint64_t size = writer.finish();
  EXPECT_EQ(size, directory->open("l")->bytes().size());
  const LengthsFile file(*directory, "l", kId, 5);
  for (std::uint32_t field = 0; field < fields.size(); ++field) {
    const LengthsReader* const lengths = file.find(field * 10);
    ASSERT_NE(lengths, nullptr);
    for (DocId doc = 0; doc < 5; ++doc) EXPECT_EQ((*lengths)[doc], fields[field][doc]);
  }
  EXPECT_EQ(file.find(1), nullptr);
  EXPECT_THROW(LengthsFile(*directory, "l", kId, 4), Error);
}

}  // namespace
}  // namespace izde::internal
