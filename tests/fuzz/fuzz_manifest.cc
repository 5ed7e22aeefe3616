// The input is the content of a manifest.
#include "framed_input.h"
#include "index/manifest.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace izde::internal;
  const auto directory = make_memory_directory();
  put(*directory, "manifest.1", framed(data, size, "manifest", 4));
  expect_corruption_at_most([&] {
    const auto manifest = read_manifest(*directory);
    if (!manifest) return;
    // What can be read can be written, and reads the same.
    const auto copy = make_memory_directory();
    write_manifest(*copy, *manifest);
    if (read_manifest(*copy)->segments.size() != manifest->segments.size()) __builtin_trap();
  });
  return 0;
}
