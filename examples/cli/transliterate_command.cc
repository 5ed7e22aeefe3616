// izde transliterate: lines in, lines in another alphabet out.
#include <fmt/format.h>
#include <izde/izde.h>
#include <izde/transliterator.h>
#include <optional>

#include "command.h"
#include "command_line.h"
#include "line_reader.h"
#include "output.h"
#include "shared_options.h"

namespace izde::cli {
namespace {

constexpr CommandHelp kHelp{
    "transliterate", "[--from NAME] --to NAME [FILE...]",
    "Writes Kazakh text, line by line, in another alphabet. Names: cyrillic, latin2021, "
    "latin2018,\n"
    "latin2017, chat (Latin letters as people type them), arabic (töte jazu); for --from also "
    "auto:\n"
    "each line tells its own, or else the line before it. Without FILE, or for '-', standard input "
    "is\n"
    "read.\n",
    "  echo 'Qazaq tılı' | izde transliterate --from latin2021 --to cyrillic\n"};

Alphabet named_alphabet(const CommandLine& line, const std::string& name) {
  if (const std::optional<Alphabet> alphabet = alphabet_from_name(name)) return *alphabet;
  line.refuse(fmt::format("no alphabet is called '{}'", name));
}

class LineTransliterator {
 public:
  LineTransliterator(std::optional<Alphabet> from, Alphabet to) : from_(from), to_(to) {}

  std::string transliterate(std::string_view line) {
    if (from_) return izde::transliterate(line, *from_, to_);
    const DetectedAlphabet detected = detect_alphabet(line);
    if (detected.confidence > 0) last_ = detected.alphabet;
    return last_ ? izde::transliterate(line, *last_, to_) : std::string(line);
  }

 private:
  std::optional<Alphabet> from_;  // nothing: each line's own
  std::optional<Alphabet> last_;
  Alphabet to_;
};

void transliterate_lines(const std::string& path, const std::string& encoding,
                         LineTransliterator transliterator, Output& out) {
  LineReader reader(path);
  reader.decode_as(encoding);
  reader.before_read([&] { out.flush(); });
  std::string_view line;
  while (reader.next(line)) {
    out.write(transliterator.transliterate(line));
    if (reader.had_newline()) out.write("\n");
  }
}

}  // namespace

int run_transliterate(const Arguments& arguments) {
  CommandLine line(kHelp);
  line.add()("from", named("NAME"), "the alphabet of the text (default auto)")  //
      ("to", named("NAME"), "the alphabet to write it in")                      //
      ("encoding", named("NAME"),
       "of the input: KZ-1048, CP1251, UTF-16 ..., or auto: as it looks (default UTF-8)");
  if (!line.parse(arguments)) return kDone;
  if (!line.has("to")) line.refuse("--to is missing");
  const std::string from = line.text("from", "auto");
  const LineTransliterator transliterator(
      from == "auto" ? std::optional<Alphabet>() : named_alphabet(line, from),
      named_alphabet(line, line.text("to", "")));
  Output out = Output::standard();
  const std::string encoding = encoding_name(line);
  if (line.operands().empty()) transliterate_lines("-", encoding, transliterator, out);
  for (const std::string& path : line.operands())
    transliterate_lines(path, encoding, transliterator, out);
  out.flush();
  return kDone;
}

}  // namespace izde::cli
