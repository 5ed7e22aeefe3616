#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <string_view>

#include "izde/decode.h"

#include "base/utf8.h"

/// The first byte chooses the encoding, the rest is text: whatever it is, valid UTF-8 comes out.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::string_view kEncodings[] = {"UTF-8",  "UTF-16", "UTF-16LE",  "UTF-16BE", "KZ-1048",
                                             "PT154",  "CP1251", "CP866",     "KOI8-R",   "GB18030",
                                             "UTF-32", "UTF-7",  "Shift_JIS", "auto"};
  if (size == 0) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const izde::DecodedText out = izde::decode(bytes, kEncodings[data[0] % std::size(kEncodings)]);
  if (!izde::internal::is_valid_utf8(out.text)) std::abort();
  if (out.replaced_bytes > bytes.size()) std::abort();
  if (izde::decode(out.text).replaced_bytes != 0) std::abort();
  const izde::DetectedEncoding found = izde::detect_encoding(bytes);
  if (!(found.confidence >= 0 && found.confidence <= 1)) std::abort();
  if (!izde::is_known_encoding(found.encoding)) std::abort();
  if (izde::decode(bytes, "auto").text != izde::decode(bytes, found.encoding).text) std::abort();
  // As a name of an encoding they are known or an error, never anything else.
  if (bytes.size() < 40 && izde::is_known_encoding(bytes)) izde::decode("x", bytes);
  return 0;
}
