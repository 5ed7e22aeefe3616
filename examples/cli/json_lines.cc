#include "json_lines.h"

#include <boost/json/basic_parser_impl.hpp>
#include <cctype>
#include <fmt/format.h>
#include <unordered_map>
#include <vector>

namespace izde::cli {

namespace json = boost::json;

namespace {

constexpr std::size_t kMaxDepth = 100;
constexpr std::size_t kMaxNameBytes = 255;

// Boost.JSON's parser calls these as it meets the parts of a line; no tree is built.
class DocumentHandler {
 public:
  // NOLINTBEGIN(readability-identifier-naming): the parser asks for these names
  static constexpr std::size_t max_object_size = std::size_t(-1);
  static constexpr std::size_t max_array_size = std::size_t(-1);
  static constexpr std::size_t max_key_size = std::size_t(-1);
  static constexpr std::size_t max_string_size = std::size_t(-1);
  // NOLINTEND(readability-identifier-naming)
  using Code = json::error_code;
  using View = json::string_view;

  void start(Document& document) {
    document_ = &document;
    path_.clear();
    key_.clear();
    value_.clear();
    outer_.clear();
  }

  bool on_document_begin(Code& /*code*/) { return true; }
  bool on_document_end(Code& /*code*/) { return true; }

  bool on_object_begin(Code& /*code*/) {
    outer_.push_back(path_.size());
    return true;
  }
  bool on_object_end(std::size_t /*size*/, Code& /*code*/) {
    path_.resize(outer_.back());
    outer_.pop_back();
    return true;
  }
  bool on_array_begin(Code& /*code*/) { return true; }
  bool on_array_end(std::size_t /*size*/, Code& /*code*/) { return true; }

  bool on_key_part(View part, std::size_t /*size*/, Code& /*code*/) { return append(key_, part); }
  bool on_key(View part, std::size_t /*size*/, Code& /*code*/) {
    append(key_, part);
    path_.resize(outer_.back());
    if (!path_.empty()) path_ += '.';
    path_ += key_;
    key_.clear();
    return true;
  }
  bool on_string_part(View part, std::size_t /*size*/, Code& /*code*/) {
    return append(value_, part);
  }
  bool on_string(View part, std::size_t /*size*/, Code& /*code*/) { return finish(part); }
  bool on_number_part(View part, Code& /*code*/) { return append(value_, part); }
  bool on_int64(std::int64_t /*number*/, View part, Code& /*code*/) { return finish(part); }
  bool on_uint64(std::uint64_t /*number*/, View part, Code& /*code*/) { return finish(part); }
  bool on_double(double /*number*/, View part, Code& /*code*/) { return finish(part); }
  bool on_bool(bool value, Code& /*code*/) { return finish(value ? "true" : "false"); }
  bool on_null(Code& /*code*/) { return true; }
  bool on_comment_part(View /*part*/, Code& /*code*/) { return true; }
  bool on_comment(View /*part*/, Code& /*code*/) { return true; }

 private:
  static bool append(std::string& text, View part) {
    text.append(part.data(), part.size());
    return true;
  }

  bool finish(View part) {
    append(value_, part);
    document_->add(name_of_path(), value_);
    value_.clear();
    return true;
  }

  const std::string& name_of_path() {
    const auto [found, is_new] = names_.try_emplace(path_);
    if (is_new) found->second = field_name(path_);
    return found->second;
  }

  Document* document_ = nullptr;
  std::string path_, key_, value_;
  std::vector<std::size_t> outer_;  // length of path_ around each open object
  std::unordered_map<std::string, std::string> names_;
};

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

std::string describe(char c) {
  const auto byte = static_cast<unsigned char>(c);
  if (c == '[') return "a JSON object is expected, found an array";
  if (byte > 0x20 && byte < 0x7F) return fmt::format("a JSON object is expected, found '{}'", c);
  return fmt::format("a JSON object is expected, found byte 0x{:02X}", byte);
}

// The four hex digits after "\u" at `at`, or 0 when there are none.
unsigned escaped_unit(std::string_view line, std::size_t at) {
  if (at + 6 > line.size() || line[at] != '\\' || line[at + 1] != 'u') return 0;
  unsigned unit = 0;
  for (std::size_t i = at + 2; i < at + 6; ++i) {
    const auto c = static_cast<unsigned char>(line[i]);
    if (std::isxdigit(c) == 0) return 0;
    unit =
        unit * 16 + static_cast<unsigned>(std::isdigit(c) != 0 ? c - '0' : (c | 0x20) - 'a' + 10);
  }
  return unit;
}

// The line with every escape that is half a surrogate pair as \ufffd; offsets stay.
std::string without_lone_surrogates(std::string_view line) {
  std::string mended(line);
  for (std::size_t i = 0; i + 1 < mended.size(); ++i) {
    if (mended[i] != '\\') continue;
    const unsigned unit = escaped_unit(mended, i);
    const unsigned next = escaped_unit(mended, i + 6);
    if (unit >= 0xD800 && unit < 0xDC00 && next >= 0xDC00 && next < 0xE000) {
      i += 11;
    } else if (unit >= 0xD800 && unit < 0xE000) {
      mended.replace(i + 2, 4, "fffd");
      i += 5;
    } else {
      ++i;  // the escaped character, which may be a backslash
    }
  }
  return mended;
}

}  // namespace

struct JsonLineReader::Parser {
  static json::parse_options options() {
    json::parse_options options;
    options.max_depth = kMaxDepth;
    options.allow_invalid_utf8 = true;
    return options;
  }

  // Parses the whole line; returns the bytes read before an error.
  std::size_t parse(std::string_view line, Document& document, json::error_code& code) {
    document.clear();
    parser.reset();
    parser.handler().start(document);
    const std::size_t read = parser.write_some(false, line.data(), line.size(), code);
    if (!code && read < line.size()) code = json::error::extra_data;
    return read;
  }

  json::basic_parser<DocumentHandler> parser{options()};
};

JsonLineReader::JsonLineReader() : parser_(std::make_unique<Parser>()) {}
JsonLineReader::~JsonLineReader() = default;

bool JsonLineReader::read(std::string_view line, Document& document, JsonError& error) {
  std::size_t begin = 0;
  while (begin < line.size() && is_blank(line[begin])) ++begin;
  if (begin == line.size() || line[begin] != '{') {
    error = {begin + 1, begin == line.size() ? "an empty line" : describe(line[begin])};
    return false;
  }
  json::error_code code;
  const std::size_t parsed = parser_->parse(line, document, code);
  if (!code) return true;
  error = {parsed + 1, "bad JSON: " + code.message()};
  const std::string mended = without_lone_surrogates(line);
  if (mended == line) return false;
  code.clear();
  parser_->parse(mended, document, code);
  return !code;
}

std::string field_name(std::string_view name) {
  std::string good = decode(name).text;
  constexpr std::string_view kRefused = ":()\"+-^*?~[]";
  for (char& c : good) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte == 0x7F || kRefused.find(c) != std::string_view::npos) c = '_';
  }
  good.erase(0, std::min(good.find_first_not_of('_'), good.size()));
  if (good.size() > kMaxNameBytes) {
    std::size_t end = kMaxNameBytes;
    while (end > 0 && (static_cast<unsigned char>(good[end]) & 0xC0U) == 0x80U) --end;
    good.resize(end);
  }
  if (good.empty()) return "field";
  try {
    Schema{}.text(good);
    return good;
  } catch (const Error&) {  // a blank or control character beyond ASCII
    for (char& c : good) c = static_cast<unsigned char>(c) < 0x80 ? c : '_';
    good.erase(0, std::min(good.find_first_not_of('_'), good.size()));
    return good.empty() ? "field" : good;
  }
}

}  // namespace izde::cli
