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
  if (size_ == 0) return *this;
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

// Appends the positions of a document, numbers [first, end) of the block, behind the first `done`
// of `out`. Room is made for what a chunk has, not for what a damaged frequency says.
std::size_t BlockPositions::append(const BlockKernels& kernels, std::uint64_t first,
                                   std::uint64_t end, std::vector<std::uint32_t>& out,
                                   std::size_t done) {
  std::uint64_t position = 0;
  do {
    if (first - chunk_first_ >= chunk_.size()) seek(kernels, first);
    const auto begin = static_cast<std::size_t>(first - chunk_first_);
    const auto here =
        static_cast<std::size_t>(std::min<std::uint64_t>(end - first, chunk_.size() - begin));
    if (out.size() < done + here) out.resize(2 * (done + here));
    const std::uint32_t* const from = chunk_.data() + begin;
    std::uint32_t* const to = out.data() + done;
    for (std::size_t i = 0; i < here; ++i) to[i] = static_cast<std::uint32_t>(position += from[i]);
    first += here;
    done += here;
  } while (first < end);
  if (position > 0xFFFFFFFF)
    throw_corruption(file_->file->name(), next_chunk_, "a position over 32 bits");
  return done;
}

void BlockPositions::read(const BlockKernels& kernels, std::uint64_t first, std::uint32_t count,
                          std::vector<std::uint32_t>& out) {
  out.resize(append(kernels, first, first + count, out, 0));
}

void BlockPositions::read(const BlockKernels& kernels, const std::uint32_t* sums,
                          std::uint32_t base, std::span<const std::uint32_t> places,
                          DocPositions& out) {
  if (out.ends.size() < places.size()) out.ends.resize(places.size());
  std::size_t done = 0;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const std::uint32_t place = base + places[i];
    std::uint32_t first = place;
    std::uint32_t end = place + 1;
    if (sums != nullptr) {
      first = place == 0 ? 0 : sums[place - 1] - (place - 1);
      end = sums[place] - place;
    }
    done = append(kernels, first, end, out.numbers, done);
    out.ends[i] = static_cast<std::uint32_t>(done);
  }
}

}  // namespace izde::internal
