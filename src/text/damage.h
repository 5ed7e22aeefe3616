#pragma once

#include <cstddef>
#include <string_view>

namespace izde::internal {

/// Returns the position of the first byte at or after `from` that ends a sign of possible damage,
/// or text.size(). One vectorised pass over what is before it.
///
/// A sign is two or three bytes that ordinary Kazakh, Russian and English text does not hold, or
/// holds seldom: code points that stand for Kazakh letters in damaged text, letters of other
/// alphabets that Kazakh fonts borrow, combining marks, invisible characters, U+FFFD, a Latin
/// letter beside a Cyrillic one, a question mark beside a letter, every capital И. A sign proves
/// nothing; its absence proves that repair_text() has nothing to do. The list is
/// docs/design/repair.md, "Signs".
///
/// \pre `text` is valid UTF-8
std::size_t find_damage_sign(std::string_view text, std::size_t from) noexcept;

/// The same by a plain loop: what the vectorised one is tested against.
std::size_t find_damage_sign_scalar(std::string_view text, std::size_t from) noexcept;

}  // namespace izde::internal
