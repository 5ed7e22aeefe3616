#include "text/snowball.h"

#include <cstddef>
#include <libstemmer.h>

namespace izde::internal {

void Snowball::Close::operator()(sb_stemmer* stemmer) const noexcept { sb_stemmer_delete(stemmer); }

void Snowball::stem(const std::string& word, std::string& out) {
  out = word;
  if (stemmer_ == nullptr) stemmer_.reset(sb_stemmer_new(algorithm_, "UTF_8"));
  if (stemmer_ == nullptr) return;
  const sb_symbol* const stem =
      sb_stemmer_stem(stemmer_.get(), reinterpret_cast<const sb_symbol*>(word.data()),
                      static_cast<int>(word.size()));
  if (stem != nullptr)
    out.assign(reinterpret_cast<const char*>(stem),
               static_cast<std::size_t>(sb_stemmer_length(stemmer_.get())));
}

}  // namespace izde::internal
