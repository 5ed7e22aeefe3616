#include "codec/stored_writer.h"

#include <fmt/format.h>
#include <limits>
#include <new>
#include <zstd.h>

#include "izde/error.h"

#include "base/bytes.h"
#include "base/hash.h"
#include "base/varint.h"
#include "codec/stored_format.h"
#include "codec/stored_reader.h"

namespace izde::internal {
namespace {

constexpr int kCompressionLevel = 1;

}  // namespace

struct StoredWriter::Compressor {
  ZSTD_CCtx* context = ZSTD_createCCtx();
  std::string out;

  Compressor() {
    if (context == nullptr) throw std::bad_alloc();
  }
  ~Compressor() { ZSTD_freeCCtx(context); }
  Compressor(const Compressor&) = delete;
  Compressor& operator=(const Compressor&) = delete;

  std::string_view compress(std::string_view bytes) {
    out.resize(ZSTD_compressBound(bytes.size()));
    const std::size_t size = ZSTD_compressCCtx(context, out.data(), out.size(), bytes.data(),
                                               bytes.size(), kCompressionLevel);
    if (ZSTD_isError(size) != 0)
      throw Error(ErrorCode::kResourceExhausted,
                  fmt::format("stored values: {}", ZSTD_getErrorName(size)));
    return {out.data(), size};
  }
};

StoredWriter::StoredWriter(Directory& directory, const std::string& name, const FileId& id)
    : file_(directory, name, kStoredFormat, kStoredVersion, id),
      compressor_(std::make_unique<Compressor>()) {}

StoredWriter::~StoredWriter() = default;

void StoredWriter::add(std::uint32_t field, std::string_view value) {
  append_varint(document_, field);
  append_string(document_, value);
  ++value_count_;
}

void StoredWriter::end_document() {
  if (document_.size() > std::numeric_limits<std::int32_t>::max())
    throw Error(ErrorCode::kResourceExhausted, "the stored values of one document take over 2 GiB");
  append_varint(block_, value_count_);
  append_varint(block_, document_.size());
  block_ += document_;
  document_.clear();
  value_count_ = 0;
  ++doc_count_;
  if (block_.size() >= kStoredBlockBytes) end_block();
}

// A block that is much too small is written again together with what follows, so that segments of
// few documents do not leave their small blocks behind for ever.
void StoredWriter::append(const StoredReader& from) {
  for (std::uint32_t i = 0; i < from.block_count(); ++i) {
    const StoredBlock block = from.block(i);
    if (block.size < kStoredBlockBytes / 2) {
      block_ += from.decompress(i);
      doc_count_ += block.doc_count;
      if (block_.size() >= kStoredBlockBytes) end_block();
      continue;
    }
    end_block();
    first_docs_.push_back(doc_count_);
    offsets_.push_back(file_.offset());
    file_.append(block.bytes);
    doc_count_ += block.doc_count;
    block_first_doc_ = doc_count_;
  }
}

void StoredWriter::append(const StoredReader& from, DocId doc) {
  for (const StoredValue& value : from.read(doc)) add(value.field, value.value);
  end_document();
}

void StoredWriter::end_block() {
  if (block_.empty()) return;
  const std::string_view compressed = compressor_->compress(block_);
  first_docs_.push_back(block_first_doc_);
  offsets_.push_back(file_.offset());
  std::string head;
  append_le(head, hash64(compressed));
  append_le(head, static_cast<std::uint32_t>(compressed.size()));
  append_le(head, static_cast<std::uint32_t>(block_.size()));
  file_.append(head);
  file_.append(compressed);
  block_.clear();
  block_first_doc_ = doc_count_;
}

std::uint64_t StoredWriter::finish() {
  end_block();
  const std::uint64_t index = file_.offset();
  std::string tail;
  for (const std::uint64_t offset : offsets_) append_le(tail, offset);
  for (const std::uint32_t first : first_docs_) append_le(tail, first);
  append_le(tail, index);
  append_le(tail, static_cast<std::uint32_t>(offsets_.size()));
  append_le(tail, doc_count_);
  file_.append(tail);
  return file_.finish();
}

std::size_t StoredWriter::bytes_used() const noexcept {
  return block_.capacity() + document_.capacity() + compressor_->out.capacity() +
         first_docs_.capacity() * sizeof(std::uint32_t) +
         offsets_.capacity() * sizeof(std::uint64_t);
}

}  // namespace izde::internal
