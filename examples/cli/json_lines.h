#pragma once

#include <cstddef>
#include <izde/izde.h>
#include <memory>
#include <string>
#include <string_view>

namespace izde::cli {

/// What is wrong with a line of JSON.
struct JsonError {
  std::size_t column = 0;  ///< In bytes, from 1.
  std::string message;
};

/// Reads JSON objects, one a line, as documents.
///
/// Strings give a value each; numbers and booleans the text they are written with (so a long number
/// keeps all its digits); null nothing; arrays several values; a member `b` of an object `a` is the
/// field `a.b`. Names that a schema refuses are made acceptable by field_name(). Bytes that are no
/// UTF-8 are kept; half a surrogate pair (`\ud83d`) becomes U+FFFD.
class JsonLineReader {
 public:
  JsonLineReader();
  ~JsonLineReader();

  /// Replaces `document` by what `line` holds. Returns false, with `error` filled, when the line is
  /// not one JSON object; `document` is then not to be used.
  bool read(std::string_view line, Document& document, JsonError& error);

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

/// `name` as a field name that every schema takes: what it may not hold (control characters, blanks
/// and any of `:()"+-^*?~[]`) becomes '_', leading '_' go, more than 255 bytes are cut at a letter;
/// nothing left: "field".
std::string field_name(std::string_view name);

}  // namespace izde::cli
