#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace izde::cli {

/// When to colour: the choices of --color, in this order.
enum class ColorMode { kAuto, kAlways, kNever };

/// Escape sequences, or empty texts when nothing is coloured.
struct Colors {
  std::string_view title, mark, dim, reset;
};

/// kAuto colours when the output is a terminal and the environment has no NO_COLOR.
Colors choose_colors(ColorMode mode, bool is_terminal);

/// Standard error is a terminal.
bool stderr_is_terminal();

/// Columns that `text` takes on a terminal, counted as code points without combining marks.
std::size_t display_width(std::string_view text);

/// `text` as one line that is safe to show: UTF-8, control characters as blanks.
std::string one_line(std::string_view text);

/// `text` filled with blanks on the right to `width` columns.
std::string padded(std::string_view text, std::size_t width);

}  // namespace izde::cli
