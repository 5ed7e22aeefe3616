#include "codec/stored_reader.h"

#include <fmt/format.h>
#include <new>
#include <zstd.h>

#include "izde/error.h"

#include "base/bytes.h"
#include "base/hash.h"
#include "codec/stored_format.h"

namespace izde::internal {
namespace {

constexpr std::size_t kTailBytes = 16;

// A zstd block gives at most 128 KiB and takes at least 3 bytes, so that a wrong size asks for no
// memory that the compressed bytes cannot fill.
std::uint64_t most_from(std::size_t compressed) {
  return (compressed / 3 + 1) * (std::uint64_t{128} << 10);
}

}  // namespace

struct StoredReader::Impl {
  FramedInput file;
  std::uint32_t block_count = 0;
  std::uint32_t doc_count = 0;
  std::size_t index = 0;

  void read_tail();
  std::uint32_t first_doc(std::uint32_t block) const noexcept {
    return load_le<std::uint32_t>(file.bytes.data() + index + std::size_t{8} * block_count +
                                  std::size_t{4} * block);
  }
  std::uint32_t block_of(DocId doc) const noexcept;
  std::size_t offset_of(std::uint32_t block) const;
  std::string decompress(std::uint32_t block) const;
};

void StoredReader::Impl::read_tail() {
  const std::string& name = file.file->name();
  if (file.content_end < kFileHeaderBytes + kTailBytes)
    throw_corruption(name, file.content_end, "no room for the place of the index");
  ByteReader in(file.bytes, file.content_end - kTailBytes, file.content_end, name);
  const std::uint64_t at = in.u64();
  block_count = in.u32();
  doc_count = in.u32();
  const std::size_t end = file.content_end - kTailBytes;
  if (at < kFileHeaderBytes || at > end || (end - at) / 12 != block_count || (end - at) % 12 != 0 ||
      (block_count == 0) != (doc_count == 0))
    in.fail(
        fmt::format("{} documents in {} blocks, their index at {}", doc_count, block_count, at));
  index = static_cast<std::size_t>(at);
}

std::uint32_t StoredReader::Impl::block_of(DocId doc) const noexcept {
  std::uint32_t low = 0;
  for (std::uint32_t high = block_count; low < high;) {
    const std::uint32_t middle = low + (high - low) / 2;
    if (first_doc(middle) <= doc)
      low = middle + 1;
    else
      high = middle;
  }
  return low == 0 ? 0 : low - 1;
}

std::size_t StoredReader::Impl::offset_of(std::uint32_t block) const {
  const auto at = load_le<std::uint64_t>(file.bytes.data() + index + std::size_t{8} * block);
  if (at < kFileHeaderBytes || at > index)
    throw_corruption(file.file->name(), index + std::size_t{8} * block,
                     fmt::format("a block of stored values at {}", at));
  return static_cast<std::size_t>(at);
}

namespace {

/// Takes a block off `in` and returns its documents.
std::string decompress_block(ByteReader& in) {
  const std::uint64_t checksum = in.u64();
  const std::uint32_t compressed_size = in.u32();
  const std::uint32_t size = in.u32();
  const std::string_view compressed = in.bytes(compressed_size);
  if (checksum != hash64(compressed)) in.fail("the checksum of a block of stored values is wrong");
  if (size > most_from(compressed.size()))
    in.fail(fmt::format("{} bytes of stored values out of {}", size, compressed.size()));
  std::string bytes(size, '\0');
  const std::size_t given =
      ZSTD_decompress(bytes.data(), bytes.size(), compressed.data(), compressed.size());
  if (ZSTD_isError(given) != 0) in.fail(fmt::format("stored values: {}", ZSTD_getErrorName(given)));
  if (given != size) in.fail(fmt::format("{} bytes of stored values, {} wanted", given, size));
  return bytes;
}

/// Takes a document off a block.
std::vector<StoredValue> read_document(ByteReader& in, std::string_view block,
                                       const std::string& name) {
  const std::uint32_t count = in.varint32();
  const std::uint64_t size = in.varint64();
  const std::size_t begin = in.offset();
  in.skip(size);
  ByteReader document(block, begin, in.offset(), name);
  std::vector<StoredValue> values;
  for (std::uint32_t i = 0; i < count; ++i) {
    StoredValue value;
    value.field = document.varint32();
    value.value = document.bytes(document.varint64());
    values.push_back(std::move(value));
  }
  if (document.remaining() > 0) document.fail("bytes behind the last stored value");
  return values;
}

}  // namespace

std::string StoredReader::Impl::decompress(std::uint32_t block) const {
  ByteReader in(file.bytes, offset_of(block), index, file.file->name());
  return decompress_block(in);
}

StoredReader::StoredReader(const Directory& directory, const std::string& name, const FileId& id)
    : impl_(std::make_unique<Impl>()) {
  impl_->file = open_framed(directory, name, kStoredFormat, kStoredVersion, kStoredVersion, &id);
  impl_->read_tail();
}

StoredReader::~StoredReader() = default;

std::vector<StoredValue> StoredReader::read(DocId doc) const {
  const Impl& impl = *impl_;
  const std::string& name = impl.file.file->name();
  if (doc >= impl.doc_count)
    throw_corruption(name, impl.index, fmt::format("document {} of {}", doc, impl.doc_count));
  const std::uint32_t block = impl.block_of(doc);
  const std::string bytes = impl.decompress(block);
  const std::string shown = fmt::format("{}, stored values of document {}", name, doc);
  ByteReader in(bytes, 0, bytes.size(), shown);
  const std::uint32_t first = impl.first_doc(block);
  if (first > doc) in.fail(fmt::format("the block begins with document {}", first));
  for (std::uint32_t skip = doc - first; skip > 0; --skip) {
    in.varint32();
    in.skip(in.varint64());
  }
  return read_document(in, bytes, shown);
}

std::uint32_t StoredReader::block_count() const noexcept { return impl_->block_count; }

StoredBlock StoredReader::block(std::uint32_t block) const {
  const std::size_t begin = impl_->offset_of(block);
  ByteReader in(impl_->file.bytes, begin, impl_->index, impl_->file.file->name());
  in.skip(sizeof(std::uint64_t));
  const std::uint32_t compressed_size = in.u32();
  const std::uint32_t size = in.u32();
  in.skip(compressed_size);
  const std::uint32_t first = impl_->first_doc(block);
  const bool last = block + 1 == impl_->block_count;
  const std::uint32_t end = last ? impl_->doc_count : impl_->first_doc(block + 1);
  if (end <= first || end > impl_->doc_count || (block == 0 && first != 0))
    in.fail(fmt::format("a block of the documents {} to {} of {}", first, end, impl_->doc_count));
  return {impl_->file.bytes.substr(begin, in.offset() - begin), size, end - first};
}

std::string StoredReader::decompress(std::uint32_t block) const { return impl_->decompress(block); }

void StoredReader::read_block(std::uint32_t block, const StoredVisitor& visit) const {
  const std::string bytes = impl_->decompress(block);
  DocId doc = impl_->first_doc(block);
  const DocId end = doc + this->block(block).doc_count;
  const std::string shown =
      fmt::format("{}, stored values from document {} on", impl_->file.file->name(), doc);
  ByteReader in(bytes, 0, bytes.size(), shown);
  for (; doc < end; ++doc) visit(doc, read_document(in, bytes, shown));
  if (in.remaining() > 0) in.fail("bytes behind the last document of a block");
}

std::uint32_t StoredReader::doc_count() const noexcept { return impl_->doc_count; }

const FramedInput& StoredReader::file() const noexcept { return impl_->file; }

std::uint32_t scan_stored_blocks(const InputFile& file, const StoredVisitor& visit) {
  const std::string_view bytes = file.bytes();
  if (bytes.size() < kFileHeaderBytes) return 0;
  ByteReader blocks(bytes, kFileHeaderBytes, bytes.size(), file.name());
  std::uint32_t docs = 0;
  while (blocks.remaining() > 0) {
    std::vector<std::vector<StoredValue>> documents;
    try {
      const std::string block = decompress_block(blocks);
      ByteReader in(block, 0, block.size(), file.name());
      while (in.remaining() > 0) documents.push_back(read_document(in, block, file.name()));
    } catch (const Error&) {
      return docs;
    }
    for (std::vector<StoredValue>& values : documents) visit(docs++, std::move(values));
  }
  return docs;
}

}  // namespace izde::internal
