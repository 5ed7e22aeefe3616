#include "codec/lengths_writer.h"

#include <algorithm>

#include "base/bytes.h"
#include "codec/lengths_reader.h"

namespace izde::internal {
namespace {

template <typename T>
void append_as(std::string& out, std::span<const std::uint32_t> lengths) {
  out.reserve(out.size() + lengths.size() * sizeof(T));
  for (const std::uint32_t length : lengths) append_le(out, static_cast<T>(length));
}

}  // namespace

LengthsWriter::LengthsWriter(Directory& directory, const std::string& name, const FileId& id,
                             std::uint32_t doc_count)
    : file_(directory, name, kLengthsFormat, kLengthsVersion, id) {
  std::string count;
  append_le(count, doc_count);
  file_.append(count);
}

void LengthsWriter::add(std::uint32_t field, std::span<const std::uint32_t> lengths) {
  const std::uint32_t most =
      lengths.empty() ? 0 : *std::max_element(lengths.begin(), lengths.end());
  const std::uint32_t width = most < 1U << 8 ? 1 : most < 1U << 16 ? 2 : 4;
  std::string bytes;
  append_le(bytes, field);
  append_le(bytes, width);
  if (width == 1)
    append_as<std::uint8_t>(bytes, lengths);
  else if (width == 2)
    append_as<std::uint16_t>(bytes, lengths);
  else
    append_as<std::uint32_t>(bytes, lengths);
  file_.append(bytes);
}

}  // namespace izde::internal
