#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "izde/transliterator.h"

#include "base/utf8.h"

/// The first byte names two alphabets, the rest is any text: valid UTF-8 stays valid, nothing grows
/// without bound, text without letters stays as it is, detection gives a share.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const auto from = static_cast<izde::Alphabet>(data[0] % 6);
  const auto to = static_cast<izde::Alphabet>(data[0] / 6 % 6);
  const std::string_view text(reinterpret_cast<const char*>(data + 1), size - 1);
  const std::string out = izde::transliterate(text, from, to);
  if (out.size() > 8 * text.size()) std::abort();
  if (izde::internal::is_valid_utf8(text) && !izde::internal::is_valid_utf8(out)) std::abort();
  if (from == to && out != text) std::abort();
  const izde::DetectedAlphabet detected = izde::detect_alphabet(text);
  if (!(detected.confidence >= 0 && detected.confidence <= 1)) std::abort();
  return 0;
}
