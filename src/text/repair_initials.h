#pragma once

#include <cstddef>
#include <string_view>

namespace izde::internal {

/// Whether the dot at `at` makes the letter before it an initial: a name or another initial
/// follows, whose first letter may be lost.
bool is_dot_of_initial(std::string_view text, std::size_t at);

/// The letter, a capital, that a lost initial before the dot at `dot` likely was: by the surname
/// that follows when it is a well-known one, else what most names begin with.
///
/// \pre is_dot_of_initial(text, dot)
char32_t likely_initial(std::string_view text, std::size_t dot);

}  // namespace izde::internal
