#include "terminal.h"

#include <cstdlib>
#include <izde/izde.h>
#include <unistd.h>

namespace izde::cli {

namespace {

bool is_continuation(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U; }

// U+0300 to U+036F: CC 80 to CD AF.
bool is_combining(char lead, char trail) {
  const auto first = static_cast<unsigned char>(lead);
  return first == 0xCC || (first == 0xCD && static_cast<unsigned char>(trail) < 0xB0);
}

// C1 controls, U+0080 to U+009F, are C2 80 to C2 9F; some terminals obey them.
bool is_c1_control(std::string_view text, std::size_t i) {
  return text[i] == '\xC2' && i + 1 < text.size() &&
         static_cast<unsigned char>(text[i + 1]) < 0xA0U;
}

}  // namespace

Colors choose_colors(ColorMode mode, bool is_terminal) {
  const char* no_color = std::getenv("NO_COLOR");
  const bool wanted = is_terminal && (no_color == nullptr || *no_color == '\0');
  if (mode == ColorMode::kNever || (mode == ColorMode::kAuto && !wanted)) return {};
  return {"\033[1m", "\033[1;31m", "\033[2m", "\033[0m"};
}

bool stderr_is_terminal() { return ::isatty(STDERR_FILENO) != 0; }

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char next = i + 1 < text.size() ? text[i + 1] : '\0';
    if (!is_continuation(text[i]) && !is_combining(text[i], next)) ++width;
  }
  return width;
}

std::string one_line(std::string_view text) {
  std::string line = decode(text).text;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const auto byte = static_cast<unsigned char>(line[i]);
    if (byte < 0x20 || byte == 0x7F) {
      line[i] = ' ';
    } else if (is_c1_control(line, i)) {
      line[i] = line[i + 1] = ' ';
    }
  }
  return line;
}

std::string padded(std::string_view text, std::size_t width) {
  const std::size_t has = display_width(text);
  return std::string(text).append(width > has ? width - has : 0, ' ');
}

}  // namespace izde::cli
