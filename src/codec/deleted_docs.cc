#include "codec/deleted_docs.h"

#include <fmt/format.h>
#include <string_view>

#include "base/bytes.h"

namespace izde::internal {
namespace {

constexpr std::string_view kFormat = "deletes";
constexpr std::uint32_t kVersion = 1;

}  // namespace

std::uint64_t write_deletes(Directory& directory, const std::string& name, const FileId& id,
                            const DeletedDocs& deleted) {
  FramedOutput file(directory, name, kFormat, kVersion, id);
  std::string content;
  append_le(content, deleted.doc_count());
  append_le(content, deleted.count());
  for (const std::uint64_t word : deleted.words()) append_le(content, word);
  file.append(content);
  return file.finish();
}

DeletedDocsPtr read_deletes(const Directory& directory, const std::string& name, const FileId& id,
                            std::uint32_t doc_count, std::uint32_t count) {
  const FramedInput file = open_framed(directory, name, kFormat, kVersion, kVersion, &id);
  verify_checksum(file);
  ByteReader in(file.bytes, kFileHeaderBytes, file.content_end, file.file->name());
  const std::uint32_t documents = in.u32();
  const std::uint32_t wanted = in.u32();
  if (documents != doc_count || wanted != count)
    in.fail(fmt::format("{} deletes of {} documents found, {} of {} wanted", wanted, documents,
                        count, doc_count));
  const std::size_t bytes = (std::size_t{doc_count} + 63) / 64 * sizeof(std::uint64_t);
  if (in.remaining() != bytes)  // before memory is taken
    in.fail(fmt::format("{} bytes found, {} wanted", in.remaining(), bytes));
  auto deleted = std::make_shared<DeletedDocs>(doc_count);
  for (std::size_t word = 0; word < deleted->words().size(); ++word)
    for (std::uint64_t left = in.u64(); left != 0; left &= left - 1) {
      const std::uint64_t doc = 64 * word + static_cast<unsigned>(std::countr_zero(left));
      if (doc >= doc_count) in.fail(fmt::format("document {} of {} is deleted", doc, doc_count));
      deleted->add(static_cast<DocId>(doc));
    }
  if (deleted->count() != count)
    in.fail(fmt::format("{} bits found, {} wanted", deleted->count(), count));
  return deleted;
}

}  // namespace izde::internal
