#pragma once

#include <string>
#include <string_view>

namespace izde::internal {

/// Whether `form` (lower case, NFC) has one of the nine letters that a Russian keyboard lacks:
/// әғқңөұүһі.
bool has_kazakh_letter(std::string_view form) noexcept;

/// Writes `form` as it is typed on a Russian keyboard to `out`: ә->а ғ->г қ->к ң->н ө->о ұ,ү->у
/// һ->х і->и. Other letters stay. Folding a folded form changes nothing.
void fold_kazakh_letters(std::string_view form, std::string& out);

}  // namespace izde::internal
