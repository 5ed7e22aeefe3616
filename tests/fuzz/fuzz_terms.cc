// The input is the content of a term dictionary; the checksums of its blocks are made right.
#include "codec/terms_format.h"
#include "codec/terms_reader.h"
#include "framed_input.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace izde::internal;
  std::string bytes = framed(data, size, kTermsFormat, kTermsVersion);
  patch_terms_blocks(bytes);
  const auto directory = make_memory_directory();
  put(*directory, "t", bytes);
  expect_corruption_at_most([&] {
    const TermsReader reader(*directory, "t", kFuzzId);
    for (const std::uint32_t field : {0U, 1U, 2U, 0xFFFFU}) {
      expect_corruption_at_most([&] { reader.find(field, "a"); });
      expect_corruption_at_most([&] {
        const auto cursor = reader.seek(field, "");
        std::string last;
        for (bool first = true; cursor->next(); first = false) {
          if (!first && cursor->term() <= last) __builtin_trap();
          last = cursor->term();
        }
      });
    }
  });
  return 0;
}
