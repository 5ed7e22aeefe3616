#include "text/word_class.h"

#include "base/utf8.h"

namespace izde::internal {
namespace {

#include "text/word_break_data.inc"

constexpr unsigned kBlockBits = 7;
constexpr char32_t kBlockMask = (1U << kBlockBits) - 1;

}  // namespace

const std::uint8_t* const kWordClassDirect = kWordClassBlocks;

unsigned word_entry(char32_t value) noexcept {
  const unsigned block = kWordClassIndex[value >> kBlockBits];
  return kWordClassBlocks[(block << kBlockBits) | (value & kBlockMask)];
}

WordChar word_char_at(std::string_view text, std::size_t at) noexcept {
  const CodePoint read = code_point_at(text, at);
  return {word_entry(read.value), read.value, read.length};
}

}  // namespace izde::internal
