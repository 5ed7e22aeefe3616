// The input is the content of a term dictionary; the checksums of its blocks are made right.
#include "codec/terms_format.h"
#include "codec/terms_reader.h"
#include "framed_input.h"

namespace {

/// Terms without the byte 'b' and without the letter б.
class NoB final : public izde::internal::TermAutomaton {
 public:
  State start() override { return 0; }
  State step(State state, std::uint8_t byte) override {
    if (byte == 'b' || (state == 1 && byte == 0xB1)) return kDead;
    return byte == 0xD0 ? 1 : 0;
  }
  bool is_match(State /*state*/) override { return true; }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace izde::internal;
  std::string bytes = framed(data, size, kTermsFormat, kTermsVersion);
  patch_terms_blocks(bytes);
  const auto directory = make_memory_directory();
  put(*directory, "t", bytes);
  expect_corruption_at_most([&] {
    const TermsReader reader(*directory, "t", kFuzzId);
    for (const std::uint32_t field : {0U, 1U, 2U, 0xFFFFU}) {
      for (const char* term : {"a", "", "\xFF\xD0", "қазақ", "қазақстандық"})
        expect_corruption_at_most([&] { reader.find(field, term); });
      expect_corruption_at_most([&] {
        NoB automaton;
        const auto cursor = reader.seek(field, automaton);
        while (cursor->next())
          if (cursor->term().find('b') != std::string_view::npos) __builtin_trap();
      });
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
