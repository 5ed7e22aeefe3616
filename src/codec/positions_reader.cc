#include "codec/positions_reader.h"

#include <algorithm>
#include <cstring>

#include "base/bytes.h"
#include "codec/postings_patched.h"
#include "store/file_format.h"

namespace izde::internal {

BlockNumbers& BlockNumbers::operator=(const BlockNumbers& other) noexcept {
  if (this == &other) return *this;
  size_ = other.size_;
  std::memcpy(numbers_, other.numbers_, size_ * sizeof *numbers_);
  std::fill_n(numbers_ + size_, kBlockPadding, 0xFFFFFFFF);
  return *this;
}

void BlockPositions::begin(const FramedInput& file, std::uint64_t offset, std::uint64_t count) {
  if (offset < kFileHeaderBytes || offset > file.content_end)
    throw_corruption(file.file->name(), offset, "no positions can stand here");
  file_ = &file;
  begin_ = static_cast<std::size_t>(offset);
  count_ = count;
  chunk_first_ = 0;
  next_chunk_ = begin_;
  chunk_.set_size(0);
}

// Decodes the chunk that holds the number; those before it are stepped over. \pre number < count_
void BlockPositions::seek(const BlockKernels& kernels, std::uint64_t number) {
  if (number < chunk_first_) begin(*file_, begin_, count_);
  ByteReader in(file_->bytes, next_chunk_, file_->content_end, file_->file->name());
  for (;;) {
    chunk_first_ += chunk_.size();
    chunk_.set_size(
        static_cast<std::uint32_t>(std::min<std::uint64_t>(kPackedBlock, count_ - chunk_first_)));
    const Patched chunk = read_patched(in, chunk_.size());
    if (number >= chunk_first_ + chunk_.size()) continue;
    next_chunk_ = in.offset();
    unpack_patched(chunk, chunk_.size(), kernels, chunk_.data());
    return;
  }
}

// Room is made for what a chunk has, not for what a damaged frequency says.
void BlockPositions::read(const BlockKernels& kernels, std::uint64_t first, std::uint32_t count,
                          std::vector<std::uint32_t>& out) {
  std::uint64_t position = 0;
  std::size_t done = 0;
  do {
    const std::uint64_t number = first + done;
    if (number < chunk_first_ || number >= chunk_first_ + chunk_.size()) seek(kernels, number);
    const auto begin = static_cast<std::size_t>(number - chunk_first_);
    const std::size_t here = std::min<std::size_t>(count - done, chunk_.size() - begin);
    out.resize(done + here);
    for (std::size_t i = 0; i < here; ++i)
      out[done + i] = static_cast<std::uint32_t>(position += chunk_[begin + i]);
    if (position > 0xFFFFFFFF)
      throw_corruption(file_->file->name(), next_chunk_, "a position over 32 bits");
    done += here;
  } while (done < count);
}

}  // namespace izde::internal
