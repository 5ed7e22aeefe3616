// The input is the content of a file of deletes, which is asked for as it says it is.
#include "codec/deleted_docs.h"
#include "framed_input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace izde::internal;
  const auto directory = make_memory_directory();
  put(*directory, "d", framed(data, size, "deletes", 1));
  const auto* const bytes = reinterpret_cast<const char*>(data);
  const std::uint32_t documents = size < 8 ? 1 : load_le<std::uint32_t>(bytes);
  const std::uint32_t count = size < 8 ? 1 : load_le<std::uint32_t>(bytes + 4);
  expect_corruption_at_most([&] {
    const DeletedDocsPtr deleted = read_deletes(*directory, "d", kFuzzId, documents, count);
    if (deleted->count() != count || deleted->doc_count() != documents) __builtin_trap();
    // What can be read can be written, and is the same.
    write_deletes(*directory, "copy", kFuzzId, *deleted);
    const DeletedDocsPtr copy = read_deletes(*directory, "copy", kFuzzId, documents, count);
    for (DocId doc = 0; doc < documents; ++doc)
      if (copy->contains(doc) != deleted->contains(doc)) __builtin_trap();
  });
  return 0;
}
