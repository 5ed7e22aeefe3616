#include "izde/decode.h"

#include <algorithm>
#include <exception>
#include <initializer_list>
#include <memory>
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/utf16.h>

#include "izde/error.h"

#include "base/utf8.h"
#include "text/decode_tables.h"

namespace izde {
namespace {

using internal::append_code_point;
using internal::kReplacementCharacter;

struct CloseConverter {
  void operator()(UConverter* converter) const noexcept { ucnv_close(converter); }
};
using Converter = std::unique_ptr<UConverter, CloseConverter>;

enum class Family { kUtf8, kUtf16, kTable, kIcu, kUnknown };

struct Encoding {
  Family family = Family::kUnknown;
  std::string name;                 // canonical
  const char16_t* table = nullptr;  // kTable: bytes 0x80 to 0xFF
};

constexpr std::size_t kMaxNameLength = 59;  // UCNV_MAX_CONVERTER_NAME_LENGTH without its zero

// `name` in capitals, without what does not count in a name; empty when it can be no name.
std::string normalised(std::string_view name) {
  std::string out;
  if (name.size() > kMaxNameLength) return out;
  for (const char c : name) {
    if (c == '-' || c == '_' || c == ' ') continue;
    const bool lower = c >= 'a' && c <= 'z';
    const bool fine = lower || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ':' ||
                      c == '.' || c == '(' || c == ')' || c == '+';
    if (!fine) return {};
    out += lower ? static_cast<char>(c - 'a' + 'A') : c;
  }
  return out;
}

Converter open_converter(const std::string& name) {
  UErrorCode status = U_ZERO_ERROR;
  Converter converter(ucnv_open(name.c_str(), &status));
  return U_SUCCESS(status) ? std::move(converter) : nullptr;
}

std::string canonical_name(const std::string& name, const UConverter& converter) {
  UErrorCode status = U_ZERO_ERROR;
  for (const char* standard : {"IANA", "MIME"})
    if (const char* found = ucnv_getStandardName(name.c_str(), standard, &status)) return found;
  status = U_ZERO_ERROR;
  return ucnv_getName(&converter, &status);
}

Encoding find_encoding(std::string_view given) {
  const std::string name = normalised(given);
  const auto is = [&](std::initializer_list<const char*> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  if (name.empty()) return {};
  if (is({"UTF8"})) return {Family::kUtf8, "UTF-8", nullptr};
  if (is({"UTF16", "UTF16LE", "UTF16BE"}))
    return {Family::kUtf16, name.size() == 5 ? "UTF-16" : "UTF-16" + name.substr(5), nullptr};
  if (is({"KZ1048", "STRK10482002", "STRK1048", "RK1048"}))
    return {Family::kTable, "KZ-1048", internal::kKz1048};
  if (is({"PT154", "PTCP154", "CP154", "CYRILLICASIAN"}))
    return {Family::kTable, "PT154", internal::kPt154};
  const std::string asked(given);  // ICU folds case, '-', '_' and blanks by rules of its own
  for (const std::string& spelling : {asked, name})
    if (const Converter converter = open_converter(spelling))
      return {Family::kIcu, canonical_name(spelling, *converter), nullptr};
  return {};
}

bool is_auto(std::string_view encoding) { return normalised(encoding) == "AUTO"; }

void append_utf16_unit(std::u16string_view text, std::size_t& at, DecodedText& out) {
  const char16_t unit = text[at++];
  if (!U16_IS_SURROGATE(unit)) return append_code_point(out.text, unit);
  if (U16_IS_SURROGATE_LEAD(unit) && at < text.size() && U16_IS_TRAIL(text[at]))
    return append_code_point(out.text,
                             static_cast<char32_t>(U16_GET_SUPPLEMENTARY(unit, text[at++])));
  append_code_point(out.text, kReplacementCharacter);
  out.replaced_bytes += 2;
}

void decode_utf16(std::string_view bytes, bool big_endian, DecodedText& out) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(bytes[at]); };
  std::u16string units(bytes.size() / 2, u'\0');
  const std::size_t high = big_endian ? 0 : 1;
  for (std::size_t i = 0; i < units.size(); ++i)
    units[i] = static_cast<char16_t>((byte(2 * i + high) << 8U) | byte(2 * i + 1 - high));
  std::size_t at = !units.empty() && units[0] == 0xFEFF ? 1 : 0;
  while (at < units.size()) append_utf16_unit(units, at, out);
  if (bytes.size() % 2 == 0) return;
  append_code_point(out.text, kReplacementCharacter);
  ++out.replaced_bytes;
}

void decode_utf16_any(std::string_view bytes, const std::string& name, DecodedText& out) {
  const bool marked_big = bytes.substr(0, 2) == "\xFE\xFF";
  const bool big_endian = name == "UTF-16BE" || (name == "UTF-16" && marked_big);
  if (name == "UTF-16") out.encoding = big_endian ? "UTF-16BE" : "UTF-16LE";
  decode_utf16(bytes, big_endian, out);
}

void decode_utf8(std::string_view bytes, DecodedText& out) {
  if (bytes.substr(0, 3) == "\xEF\xBB\xBF") bytes.remove_prefix(3);
  out.text.reserve(bytes.size());
  out.replaced_bytes = internal::append_valid_utf8(bytes, out.text);
}

void decode_table(std::string_view bytes, const char16_t* table, DecodedText& out) {
  out.text.reserve(2 * bytes.size());
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    const char32_t value = byte < 0x80U ? byte : table[byte - 0x80U];
    out.replaced_bytes += value == kReplacementCharacter ? 1 : 0;
    append_code_point(out.text, value);
  }
}

// Called by ICU for bytes that mean nothing: one U+FFFD, counted in the std::size_t at `context`.
void replace_and_count(const void* context, UConverterToUnicodeArgs* arguments, const char*,
                       std::int32_t length, UConverterCallbackReason reason, UErrorCode* status) {
  if (reason > UCNV_IRREGULAR) return;  // reset, close, clone
  *static_cast<std::size_t*>(const_cast<void*>(context)) += static_cast<std::size_t>(length);
  constexpr UChar kReplacement[] = {0xFFFD};
  *status = U_ZERO_ERROR;
  ucnv_cbToUWriteUChars(arguments, kReplacement, 1, 0, status);
}

void decode_icu(std::string_view bytes, const std::string& name, DecodedText& out) {
  const Converter converter = open_converter(name);
  UErrorCode status = U_ZERO_ERROR;
  ucnv_setToUCallBack(converter.get(), replace_and_count, &out.replaced_bytes, nullptr, nullptr,
                      &status);
  std::u16string units;
  constexpr std::size_t kStep = 4096;
  const char* source = bytes.data();
  const char* const end = source + bytes.size();
  do {
    const std::size_t had = units.size();
    units.resize(had + kStep);
    UChar* target = units.data() + had;
    status = U_ZERO_ERROR;
    ucnv_toUnicode(converter.get(), &target, units.data() + units.size(), &source, end, nullptr, 1,
                   &status);
    units.resize(static_cast<std::size_t>(target - units.data()));
  } while (status == U_BUFFER_OVERFLOW_ERROR);
  if (status == U_TRUNCATED_CHAR_FOUND) {
    char cut[32];
    std::int8_t length = sizeof cut;
    UErrorCode ignored = U_ZERO_ERROR;
    ucnv_getInvalidChars(converter.get(), cut, &length, &ignored);
    out.replaced_bytes += static_cast<std::size_t>(std::max<std::int8_t>(length, 1));
    units += static_cast<char16_t>(kReplacementCharacter);
  }
  std::size_t at = !units.empty() && units[0] == 0xFEFF ? 1 : 0;
  out.text.reserve(2 * units.size());
  while (at < units.size()) append_utf16_unit(units, at, out);
}

}  // namespace

DecodedText decode(std::string_view bytes, std::string_view encoding) {
  const std::string_view name = is_auto(encoding) ? detect_encoding(bytes).encoding : encoding;
  const Encoding found = find_encoding(name);
  DecodedText out;
  out.encoding = found.name;
  switch (found.family) {
    case Family::kUtf8:
      decode_utf8(bytes, out);
      break;
    case Family::kUtf16:
      decode_utf16_any(bytes, found.name, out);
      break;
    case Family::kTable:
      decode_table(bytes, found.table, out);
      break;
    case Family::kIcu:
      decode_icu(bytes, found.name, out);
      break;
    case Family::kUnknown:
      throw Error(ErrorCode::kInvalidArgument,
                  "unknown encoding '" + std::string(encoding) +
                      "'; known are UTF-8, UTF-16, "
                      "windows-1251, KZ-1048, PT154, CP866, KOI8-R, those of ICU, and auto");
  }
  return out;
}

bool is_known_encoding(std::string_view encoding) noexcept {
  try {
    return is_auto(encoding) || find_encoding(encoding).family != Family::kUnknown;
  } catch (const std::exception&) {
    return false;  // out of memory
  }
}

}  // namespace izde
