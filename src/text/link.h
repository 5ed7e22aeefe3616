#pragma once

#include <cstddef>
#include <string_view>

#include "izde/analyzer.h"

namespace izde::internal {

/// A URL, bare domain or e-mail address in a text.
struct Link {
  std::size_t end = 0;  ///< One past its last byte; 0 when there is none.
  TokenKind kind = TokenKind::kUrl;

  explicit operator bool() const noexcept { return end != 0; }
};

/// Returns the link that begins at `at`, where an ASCII letter or digit stands that follows none.
///
/// A URL has a scheme (`https://…`), or begins with `www.`, or ends in a well-known top-level
/// domain
/// (`egov.kz`, with or without a path). Punctuation that closes a sentence around it is left out.
/// Cost: O(link), and a bounded look ahead when there is none.
Link link_at(std::string_view text, std::size_t at) noexcept;

}  // namespace izde::internal
