#include "text/definition.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <utility>
#include <vector>

#include "izde/error.h"

#include "base/hash.h"
#include "text/snowball.h"

#ifndef IZDE_TABLES
#error "IZDE_TABLES: the hashes of the compiled-in tables, from cmake/tables.cmake"
#endif

namespace izde::internal {
namespace {

// The version is raised by hand when rules in the code give other terms; the test
// Definition.TermsHaveNotChangedUnderTheSameDefinition tells when. Tables of data tell by
// themselves.
constexpr std::string_view kName = "izde-kazakh";
constexpr unsigned kVersion = 3;

constexpr std::string_view kTokenizers[] = {"kazakh", "whitespace"};          // by TokenizerKind
constexpr std::string_view kRepairLevels[] = {"off", "unambiguous", "full"};  // by RepairLevel

template <std::size_t N, class Enum>
std::string name_of(const std::string_view (&names)[N], Enum value) {
  return std::string(names[std::min(static_cast<std::size_t>(value), N - 1)]);
}

template <std::size_t N, class Enum>
bool choose_named(const std::string_view (&names)[N], std::string_view name, Enum& value) noexcept {
  const auto found = std::find(std::begin(names), std::end(names), name);
  if (found == std::end(names)) return false;
  value = static_cast<Enum>(found - std::begin(names));
  return true;
}

constexpr std::string_view on_off(bool on) noexcept { return on ? "on" : "off"; }

bool choose_flag(std::string_view value, bool& flag) noexcept {
  flag = value == on_off(true);
  return flag || value == on_off(false);
}

/// What Snowball's stemmers make of some words: the library names no version.
std::string snowball_print() {
  constexpr std::string_view kRussian[] = {
      "образование",  "министерствами", "государственного", "развивающийся", "прочитавшими",
      "нежнейший",    "красивее",       "новостью",         "ёлками",        "делались",
      "сделанные",    "подъём",         "учителями",        "экономическая", "компаниями",
      "рассказывать", "пришедших",      "сильнейшего",      "людьми",        "дети"};
  constexpr std::string_view kEnglish[] = {
      "running",   "houses",    "generously", "skies",   "dying",   "relational", "hopefulness",
      "communism", "universal", "conditions", "agreed",  "fitting", "happily",    "archaeologist",
      "evening",   "innings",   "proceeds",   "news",    "ties",    "children's", "controlling",
      "electric",  "argues",    "triplicate", "biology", "wolves",  "added",      "past"};
  std::string stems, stem;
  const auto append = [&](const char* algorithm, const auto& words) {
    Snowball snowball(algorithm);
    for (const std::string_view word : words) {
      snowball.stem(std::string(word), stem);
      stems.append(stem).push_back(' ');
    }
  };
  append("russian", kRussian);
  append("english", kEnglish);
  return fmt::format("{:08x}", hash64(stems) >> 32U);
}

/// One part of a definition. A new option of the analyzer is one more row (and a new kVersion).
struct Part {
  std::string_view name;
  std::string (*value)(const AnalyzerOptions& options);
  /// Sets the option; false when there is no such value. Null where nothing is to be chosen: the
  /// value has to be this build's.
  bool (*choose)(std::string_view value, AnalyzerOptions& options);
};

constexpr Part kParts[] = {
    {"tokenizer",
     [](const AnalyzerOptions& options) { return name_of(kTokenizers, options.tokenizer); },
     [](std::string_view value, AnalyzerOptions& options) {
       return choose_named(kTokenizers, value, options.tokenizer);
     }},
    {"repair",
     [](const AnalyzerOptions& options) { return name_of(kRepairLevels, options.repair); },
     [](std::string_view value, AnalyzerOptions& options) {
       return choose_named(kRepairLevels, value, options.repair);
     }},
    {"stem", [](const AnalyzerOptions& options) { return std::string(on_off(options.stem)); },
     [](std::string_view value, AnalyzerOptions& options) {
       return choose_flag(value, options.stem);
     }},
    {"tables", [](const AnalyzerOptions&) { return std::string(IZDE_TABLES); }, nullptr},
    {"snowball",
     [](const AnalyzerOptions&) {
       static const std::string print = snowball_print();
       return print;
     },
     nullptr},
    {"dictionary", [](const AnalyzerOptions& options) { return options.dictionary.hash(); },
     [](std::string_view value, AnalyzerOptions& options) {
       return options.dictionary.hash() == value;  // the caller brings it
     }},
};

std::string head() { return fmt::format("{}/{}", kName, kVersion); }

/// A definition in its pieces: `izde-kazakh/3`, `repair=full`, ...
std::vector<std::string_view> pieces_of(std::string_view text, char separator) {
  std::vector<std::string_view> pieces;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(separator, at), text.size());
    pieces.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return pieces;
}

/// The value of a part; a null view when the definition does not have it.
std::string_view value_in(std::string_view definition, std::string_view name) noexcept {
  for (std::size_t at = definition.find(' '); at != std::string_view::npos;
       at = definition.find(' ', at + 1)) {
    const std::string_view rest = definition.substr(at + 1);
    if (rest.starts_with(name) && rest.substr(name.size()).starts_with('='))
      return rest.substr(name.size() + 1, rest.find(' ') - name.size() - 1);
  }
  return {};
}

[[noreturn]] void refuse_damaged(std::string_view text, std::string_view why) {
  constexpr std::size_t kMostShown = 200;
  throw Error(ErrorCode::kInvalidArgument,
              fmt::format("the analyzer definition \"{}\" is damaged: {}",
                          text.substr(0, kMostShown), why));
}

void check_head(std::string_view text) {
  const std::string_view name = text.substr(0, text.find(' '));
  if (!name.starts_with(kName) || !name.substr(kName.size()).starts_with('/')) {
    throw Error(ErrorCode::kInvalidArgument,
                fmt::format("\"{}\" is the definition of no analyzer that this version has: "
                            "\"{} ...\" is expected",
                            text.substr(0, 40), head()));
  }
  const std::string_view digits = name.substr(kName.size() + 1);
  unsigned version = 0;
  const auto [end, failed] = std::from_chars(digits.data(), digits.data() + digits.size(), version);
  if (failed != std::errc() || end != digits.data() + digits.size())
    refuse_damaged(text, fmt::format("\"{}\" is no version", digits));
  if (version == kVersion) return;
  throw Error(version < kVersion ? ErrorCode::kVersionTooOld : ErrorCode::kVersionTooNew,
              fmt::format("the analyzer is {}, this version of izde has {}: index the documents "
                          "again, or use the version that made it",
                          name, head()));
}

/// `alphabet:1,lexicon:2` against `alphabet:1,lexicon:3`: "lexicon".
std::string different_tables(std::string_view there, std::string_view here) {
  std::string names;
  const std::vector<std::string_view> ours = pieces_of(here, ',');
  for (const std::string_view table : pieces_of(there, ',')) {
    if (std::find(ours.begin(), ours.end(), table) != ours.end()) continue;
    names.append(names.empty() ? "" : ", ").append(table.substr(0, table.find(':')));
  }
  return names.empty() ? "some are new" : names;
}

std::string part_difference(std::string_view name, std::string_view there, std::string_view here) {
  if (name == "dictionary") {
    return fmt::format("the user dictionary is {} there and {} here", there, here);
  }
  if (name == "tables") {
    return fmt::format("the compiled-in tables are others ({})", different_tables(there, here));
  }
  if (name == "snowball") return "the Russian and English stemmers (libstemmer) are others";
  return fmt::format("{} is {} there and {} here", name, there, here);
}

[[noreturn]] void refuse_part(std::string_view text, const Part& part, std::string_view value,
                              const AnalyzerOptions& options) {
  if (part.choose != nullptr && part.name != "dictionary")
    refuse_damaged(text, fmt::format("\"{}={}\" is no option", part.name, value));
  const std::string here = part.value(options);
  if (part.name == "dictionary") {
    throw Error(
        ErrorCode::kInvalidArgument,
        fmt::format("the analyzer was made with the user dictionary {}, the one given is {}", value,
                    here));
  }
  throw Error(ErrorCode::kInvalidArgument,
              fmt::format("the analyzer is that of another build of izde: {}; index the documents "
                          "again, or use the build that made it",
                          part_difference(part.name, value, here)));
}

}  // namespace

std::string definition_of(const AnalyzerOptions& options) {
  std::string text = head();
  for (const Part& part : kParts)
    text.append(" ").append(part.name).append("=").append(part.value(options));
  return text;
}

AnalyzerOptions read_definition(std::string_view text, UserDictionary dictionary) {
  check_head(text);
  const std::vector<std::string_view> pieces = pieces_of(text, ' ');
  if (pieces.size() != std::size(kParts) + 1)
    refuse_damaged(text,
                   fmt::format("it has {} parts, not {}", pieces.size() - 1, std::size(kParts)));
  AnalyzerOptions options;
  options.dictionary = std::move(dictionary);
  for (std::size_t i = 0; i < std::size(kParts); ++i) {
    const Part& part = kParts[i];
    const std::string_view piece = pieces[i + 1];
    if (!piece.starts_with(part.name) || !piece.substr(part.name.size()).starts_with('='))
      refuse_damaged(text, fmt::format("\"{}\" stands where {}= is expected", piece, part.name));
    const std::string_view value = piece.substr(part.name.size() + 1);
    const bool good =
        part.choose != nullptr ? part.choose(value, options) : part.value(options) == value;
    if (!good) refuse_part(text, part, value, options);
  }
  return options;
}

bool names_dictionary(std::string_view definition, const UserDictionary& dictionary) {
  return value_in(definition, "dictionary") == dictionary.hash();
}

bool is_of_this_build(std::string_view definition) {
  if (definition.substr(0, definition.find(' ')) != head()) return false;
  return std::all_of(std::begin(kParts), std::end(kParts), [&](const Part& part) {
    return part.choose != nullptr || value_in(definition, part.name) == part.value({});
  });
}

std::string difference(std::string_view there, std::string_view here) {
  const std::string_view their_name = there.substr(0, there.find(' '));
  const std::string_view our_name = here.substr(0, here.find(' '));
  if (their_name != our_name)
    return fmt::format("the analyzer is {} there and {} here", their_name, our_name);
  std::string text;
  for (const Part& part : kParts) {
    const std::string_view theirs = value_in(there, part.name);
    const std::string_view ours = value_in(here, part.name);
    if (theirs == ours) continue;
    text.append(text.empty() ? "" : ", ").append(part_difference(part.name, theirs, ours));
  }
  return text.empty() ? "it is not written in the same way" : text;
}

}  // namespace izde::internal
