#include "codec/lengths_reader.h"

#include <fmt/format.h>

namespace izde::internal {

LengthsFile::LengthsFile(const Directory& directory, const std::string& name, const FileId& id,
                         std::uint32_t doc_count)
    : file_(open_framed(directory, name, kLengthsFormat, kLengthsVersion, kLengthsVersion, &id)) {
  ByteReader in(file_.bytes, kFileHeaderBytes, file_.content_end, file_.file->name());
  const std::uint32_t found = in.u32();
  if (found != doc_count)
    in.fail(fmt::format("lengths of {} documents found, of {} wanted", found, doc_count));
  while (in.remaining() > 0) {
    const std::uint32_t field = in.u32();
    const std::uint32_t width = in.u32();
    if (width != 1 && width != 2 && width != 4)
      in.fail(fmt::format("lengths of {} bytes found, 1, 2 or 4 are allowed", width));
    if (!entries_.empty() && field <= entries_.back().field)
      in.fail(fmt::format("field {} after field {}", field, entries_.back().field));
    const char* const data = in.bytes(std::uint64_t{width} * doc_count).data();
    entries_.push_back({field, LengthsReader(data, width, doc_count)});
  }
}

const LengthsReader* LengthsFile::find(std::uint32_t field) const noexcept {
  for (const Entry& entry : entries_)
    if (entry.field == field) return &entry.lengths;
  return nullptr;
}

std::vector<std::uint32_t> LengthsFile::fields() const {
  std::vector<std::uint32_t> fields;
  for (const Entry& entry : entries_) fields.push_back(entry.field);
  return fields;
}

}  // namespace izde::internal
