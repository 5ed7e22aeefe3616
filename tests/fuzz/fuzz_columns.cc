// The input is the content of a file of columns. Whatever it holds, columns are read, searched and
// merged, or found to be damaged.
#include <algorithm>
#include <array>
#include <limits>

#include "codec/columns_builder.h"
#include "codec/columns_reader.h"
#include "framed_input.h"

namespace {

using namespace izde::internal;

constexpr std::uint32_t kMostDocs = 20000;  // keeps an input fast

void search(const ColumnReader& column, const CodeRange& range, std::uint32_t docs) {
  column.most_matches(range);
  for (std::uint32_t window = 0; window * kColumnWindow < docs; ++window)
    expect_corruption_at_most([&] {
      std::array<std::uint64_t, ColumnReader::kWindowWords> words;
      if (column.may_match(window, range)) column.fill(window, range, words.data());
    });
  for (DocId doc = 0; doc < docs; doc += 1 + doc / 4)
    expect_corruption_at_most([&] { column.matches(doc, range); });
}

void read(const ColumnReader& column, std::uint32_t docs) {
  for (DocId doc = 0; doc < docs; doc += 1 + doc / 8)
    expect_corruption_at_most([&] {
      if (const auto code = column.least_code(doc)) {
        if (column.has_keywords())
          column.keyword(*code);
        else
          column.value(*code);
      }
      column.greatest_code(doc);
    });
  search(column, {0, column.greatest_code()}, docs);
  search(column, {column.greatest_code() / 2, column.greatest_code() / 2}, docs);
  expect_corruption_at_most([&] {
    const auto range = column.has_keywords() ? column.codes(KeywordBounds{"b", "m", true, false})
                                             : column.codes(ValueRange{-1000, 1'000'000'000});
    if (range) search(column, *range, docs);
  });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 4) return 0;
  const std::string bytes = framed(data, size, kColumnsFormat, kColumnsVersion);
  const auto docs = load_le<std::uint32_t>(bytes.data() + kFileHeaderBytes + size - 4);
  if (docs > kMostDocs) return 0;
  const auto directory = make_memory_directory();
  put(*directory, "c", bytes);
  expect_corruption_at_most([&] {
    const ColumnsFile file(*directory, "c", kFuzzId, docs);
    for (const ColumnReader& column : file.columns()) read(column, docs);
    ColumnsWriter writer(*directory, "merged", kFuzzId, docs);
    const ColumnSource source{&file, docs, {}, 0};
    merge_columns({&source, 1}, writer);
    writer.finish();
  });
  return 0;
}
