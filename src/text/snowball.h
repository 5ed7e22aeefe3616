#pragma once

#include <memory>
#include <string>

struct sb_stemmer;

namespace izde::internal {

/// A stemmer of libstemmer, made when the first word comes. One thread at a time.
class Snowball {
 public:
  /// `algorithm`: libstemmer's name of it, of static storage. One that libstemmer does not have
  /// leaves words as they are.
  explicit Snowball(const char* algorithm) noexcept : algorithm_(algorithm) {}

  /// Writes the stem of `word`, UTF-8 in small letters, to `out`, which is another string.
  void stem(const std::string& word, std::string& out);

 private:
  struct Close {
    void operator()(sb_stemmer* stemmer) const noexcept;
  };

  const char* algorithm_;
  std::unique_ptr<sb_stemmer, Close> stemmer_;
};

}  // namespace izde::internal
