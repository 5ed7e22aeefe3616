// The input is the content of a file of stored values; the checksums of its blocks are made right.
#include <algorithm>

#include "codec/stored_format.h"
#include "codec/stored_reader.h"
#include "framed_input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace izde::internal;
  std::string bytes = framed(data, size, kStoredFormat, kStoredVersion);
  patch_stored_blocks(bytes);
  const auto directory = make_memory_directory();
  put(*directory, "s", bytes);
  expect_corruption_at_most([&] {
    const StoredReader reader(*directory, "s", kFuzzId);
    const std::uint32_t count = reader.doc_count();
    for (DocId doc = 0; doc < std::min(count, 50U); ++doc)
      expect_corruption_at_most([&] { reader.read(doc); });
    expect_corruption_at_most([&] { reader.read(count - 1); });
  });
  return 0;
}
