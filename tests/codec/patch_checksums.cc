#include "codec/patch_checksums.h"

#include <cstdint>
#include <string_view>

#include "base/bytes.h"
#include "base/hash.h"
#include "codec/stored_format.h"
#include "codec/terms_format.h"
#include "store/file_format.h"

namespace izde::internal {
namespace {

template <typename T>
T number_at(const std::string& file, std::uint64_t at) {
  return at <= file.size() && file.size() - at >= sizeof(T) ? load_le<T>(file.data() + at) : T{0};
}

bool has_frame(const std::string& file) {
  return file.size() >= kFileHeaderBytes + kFileFooterBytes + 16;
}

void patch_terms_block(std::string& file, std::uint64_t begin, std::uint64_t end) {
  if (begin + 4 > end || end > file.size()) return;
  const std::string_view content = std::string_view(file).substr(begin + 4, end - begin - 4);
  store_le(file.data() + begin, static_cast<std::uint32_t>(hash64(content)));
}

void patch_field(std::string& file, std::uint64_t entry) {
  const auto terms = number_at<std::uint64_t>(file, entry + 8);
  const auto begin = number_at<std::uint64_t>(file, entry + 16);
  const auto index = number_at<std::uint64_t>(file, entry + 24);
  if (begin > index || index > file.size() || terms > file.size() * 64) return;
  const std::uint64_t blocks = (terms + kTermsBlock - 1) / kTermsBlock;
  for (std::uint64_t block = 0; block < blocks; ++block) {
    const std::uint64_t offsets = index + 4 * block;
    const std::uint64_t block_end =
        block + 1 < blocks ? begin + number_at<std::uint32_t>(file, offsets + 4) : index;
    patch_terms_block(file, begin + number_at<std::uint32_t>(file, offsets), block_end);
  }
}

}  // namespace

void patch_footer(std::string& file) {
  if (!has_frame(file)) return;
  const std::size_t at = file.size() - 16;
  store_le(file.data() + at, hash64(std::string_view(file).substr(0, at)));
}

void patch_terms_blocks(std::string& file) {
  if (!has_frame(file)) return;
  const std::uint64_t place = file.size() - kFileFooterBytes - 8;
  for (auto entry = number_at<std::uint64_t>(file, place);
       entry < place && place - entry >= kTermsFieldBytes; entry += kTermsFieldBytes)
    patch_field(file, entry);
}

void patch_stored_blocks(std::string& file) {
  if (!has_frame(file)) return;
  const std::uint64_t tail = file.size() - kFileFooterBytes - 16;
  const auto index = number_at<std::uint64_t>(file, tail);
  const auto blocks = number_at<std::uint32_t>(file, tail + 8);
  if (index > tail || blocks > file.size()) return;
  for (std::uint64_t block = 0; block < blocks; ++block) {
    const auto at = number_at<std::uint64_t>(file, index + 8 * block);
    const std::uint64_t size = number_at<std::uint32_t>(file, at + 8);
    if (at > index || index - at < kStoredBlockHead || size > index - at - kStoredBlockHead)
      continue;
    const auto compressed = std::string_view(file).substr(at + kStoredBlockHead, size);
    store_le(file.data() + at, hash64(compressed));
  }
}

}  // namespace izde::internal
