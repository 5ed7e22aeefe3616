#include "query/typing.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/utf8.h"
#include "query/index_words.h"
#include "query/layout.h"
#include "query/lexer.h"
#include "query/query_node.h"
#include "query/query_syntax.h"
#include "text/alphabet_english.h"
#include "text/folding.h"
#include "text/repair_letters.h"
#include "text/repair_model.h"

namespace izde::internal {

namespace {

using Node = Query::Node;
using Kind = Query::Node::Kind;

constexpr std::size_t kMostChunks = 1024;   // of a text; the rest stays
constexpr std::size_t kLongestChunk = 128;  // in bytes
constexpr std::size_t kLeastLetters = 3;    // of a word, unless its neighbours tell the layout
constexpr std::size_t kMostSigns = 3;       // at either end of a word that may be signs after all
constexpr std::size_t kLongestAcronym = 6;
constexpr float kMarginOfTwo = 4.0F;  // ln, by which two words must be likelier than one

/// Empty when `word` has a sign that is no Kazakh letter.
std::vector<LetterCode> letter_codes(std::string_view word) {
  std::vector<LetterCode> codes;
  for (const char32_t c : code_points_of(word)) {
    if (letter_code(c) == kNotALetter) return {};
    codes.push_back(letter_code(c));
  }
  return codes;
}

/// Whether the counts of the letter model know `word` as a whole.
bool is_word_of_model(std::string_view word) { return look_up_word(letter_codes(word)).known; }

/// `word` without the hyphens between its parts; empty when it has none.
std::string without_hyphens(std::string_view word) {
  std::string out;
  for (const char c : word)
    if (c != '-') out += c;
  const bool inside = !word.starts_with('-') && !word.ends_with('-');
  return inside && out.size() < word.size() && !letter_codes(out).empty() ? out : std::string();
}

/// An acronym of letters that look the same in Latin and Cyrillic, in the other script; empty when
/// `word` is none, or may be a Roman numeral.
std::string in_other_script(std::string_view word) {
  constexpr std::u32string_view kLatin = U"ABCEHIKMOPTXY", kCyrillic = U"АВСЕНІКМОРТХУ";
  constexpr std::u32string_view kNumerals = U"ICMX";
  const std::u32string letters = code_points_of(word);
  if (letters.size() < 2 || letters.size() > kLongestAcronym) return {};
  const bool latin = letters[0] < 0x80;
  std::string out;
  bool numeral = true;
  for (const char32_t c : letters) {
    const std::size_t at = (latin ? kLatin : kCyrillic).find(c);
    if (at == std::u32string_view::npos) return {};
    numeral = numeral && kNumerals.find(kLatin[at]) != std::u32string_view::npos;
    append_code_point(out, (latin ? kCyrillic : kLatin)[at]);
  }
  return numeral ? std::string() : out;
}

/// Whether `typed` is rather an English word than `reading` a Kazakh one, by their letters.
bool is_rather_english(std::u32string_view typed, std::string_view reading) {
  std::vector<SourceLetter> latin;
  for (const char32_t c : typed) {
    if (!is_latin_ascii(c)) return false;
    latin.push_back(source_letter(c < U'a' ? c + 0x20 : c));
  }
  if (is_common_english(latin)) return true;
  std::vector<LetterCode> cyrillic;
  for (const char32_t c : code_points_of(reading))
    if (letter_code(c) != kNotALetter) cyrillic.push_back(letter_code(c));
  return english_log_probability(latin) > word_log_probability(cyrillic);
}

/// A part of a text between blanks.
struct Chunk {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool says_something = true;
  std::string reading;  // in another layout; empty: stays
};

std::vector<Chunk> chunks_of(std::string_view text) {
  std::vector<Chunk> chunks;
  for (std::size_t at = 0; at < text.size() && chunks.size() < kMostChunks;) {
    if (const std::size_t blank = blank_at(text, at)) {
      at += blank;
      continue;
    }
    const std::size_t begin = at;
    while (at < text.size() && blank_at(text, at) == 0) ++at;
    chunks.push_back({begin, at, true, {}});
  }
  return chunks;
}

/// Reads texts of queries.
class TypedTextReader {
 public:
  TypedTextReader(const Schema& schema, const Analyzer& analyzer, const Vocabulary& vocabulary)
      : words_(schema, analyzer, vocabulary) {}

  /// The text as it was meant; nothing when it stays as it is.
  std::optional<std::string> read(std::string_view text) {
    std::vector<Chunk> chunks = chunks_of(text);
    bool any = false, in_doubt = false;
    for (Chunk& chunk : chunks) {
      const std::string_view typed = text.substr(chunk.begin, chunk.end - chunk.begin);
      if (typed.size() > kLongestChunk) continue;
      const OtherLayouts other = other_layouts(typed);
      // In `0аза0` the signs are part of the word; what stands between them says nothing.
      chunk.says_something = other.digit_row ? words_.has_whole(typed) : words_.has_any(typed);
      in_doubt = in_doubt || (chunk.says_something && !other.readings.empty());
      if (chunk.says_something) continue;
      chunk.reading = reading_of(typed, true);
      any = any || !chunk.reading.empty();
      if (chunk.reading.empty() && words_.has_all(typed) == Presence::kNone)
        chunk.reading = split(typed);
    }
    for (Chunk& chunk : chunks) {
      if (!any || in_doubt || chunk.says_something || !chunk.reading.empty()) continue;
      chunk.reading = reading_of(text.substr(chunk.begin, chunk.end - chunk.begin), false);
    }
    return put_together(text, chunks);
  }

  /// What else the words of the text may be written as in the index, with a blank before each.
  std::string alternatives(std::string_view text) {
    std::string found;
    for (const Chunk& chunk : chunks_of(text)) {
      const std::string_view typed = text.substr(chunk.begin, chunk.end - chunk.begin);
      if (typed.size() > kLongestChunk) continue;
      for (const std::string& other :
           {without_hyphens(typed), in_other_script(typed), split(typed)})
        if (!other.empty() && words_.has_all(other) == Presence::kWord)
          found.append(" ").append(other);
    }
    return found;
  }

 private:
  // What `typed` means in another layout, with the signs around it; empty when nothing is found.
  // `alone`: no other word of the text shows that the layout was wrong.
  std::string reading_of(std::string_view typed, bool alone) {
    const auto is_sign = [](char c) {
      return std::string_view("([{<\"',.;:!?)]}>").find(c) != std::string_view::npos;
    };
    for (std::size_t front = 0; front <= kMostSigns && front < typed.size(); ++front) {
      for (std::size_t back = 0; back <= kMostSigns && front + back < typed.size(); ++back) {
        const std::string_view word = typed.substr(front, typed.size() - front - back);
        if (std::string reading = reading_of_word(word, alone); !reading.empty()) {
          return std::string(typed.substr(0, front)) + reading +
                 std::string(typed.substr(typed.size() - back));
        }
        if (!is_sign(typed[typed.size() - back - 1])) break;
      }
      if (!is_sign(typed[front])) break;
    }
    return {};
  }

  std::string reading_of_word(std::string_view typed, bool alone) {
    for (std::string& reading : other_layouts(typed).readings) {
      if (alone && count_letters(reading) < kLeastLetters) continue;
      const Presence presence = words_.has_all(reading);
      if (presence == Presence::kNone) continue;
      if (alone && is_rather_english(code_points_of(typed), words_.spelled(reading))) continue;
      if (presence == Presence::kWord) return std::move(reading);
      // With a Kazakh letter in it, the letters that are missing will not be looked for again.
      return has_kazakh_letter(reading) ? words_.restored(reading).value_or("") : reading;
    }
    return {};
  }

  // Two words of the index typed as one; empty when it is not likelier than one word.
  std::string split(std::string_view typed) {
    const std::vector<LetterCode> whole = letter_codes(typed);
    if (whole.size() < 2 * kLeastLetters - 1) return {};
    float best = word_log_probability(whole) + kMarginOfTwo;
    std::string found;
    for (std::size_t at = 2 * kLeastLetters; at + 4 <= typed.size(); at += 2) {
      const std::string_view first = typed.substr(0, at), second = typed.substr(at);
      const bool particle = second == "ақ";
      if (!is_word_of_model(first) || !is_word_of_model(second)) continue;
      if (!particle && second.size() < 2 * kLeastLetters) continue;
      const float two =
          word_log_probability(letter_codes(first)) + word_log_probability(letter_codes(second));
      if (two <= best || words_.has_all(first) != Presence::kWord) continue;
      if (!particle && words_.has_all(second) != Presence::kWord) continue;
      best = two;
      found = std::string(first) + "-" + std::string(second);
    }
    return found;
  }

  static std::optional<std::string> put_together(std::string_view text,
                                                 const std::vector<Chunk>& chunks) {
    std::string out;
    std::size_t at = 0;
    bool any = false;
    for (const Chunk& chunk : chunks) {
      if (chunk.reading.empty()) continue;
      out.append(text, at, chunk.begin - at).append(chunk.reading);
      at = chunk.end;
      any = true;
    }
    if (!any) return std::nullopt;
    return out.append(text, at);
  }

  IndexWords words_;
};

/// Rewrites the leaves of a tree.
class TreeReader {
 public:
  TreeReader(const Schema& schema, const Analyzer& analyzer, const Vocabulary& vocabulary,
             std::vector<Diagnostic>& diagnostics)
      : schema_(schema), reader_(schema, analyzer, vocabulary), diagnostics_(diagnostics) {}

  Query read(const Query& query) {
    const Node& node = *query.node();
    if (!node.is_leaf()) return read_boolean(query);
    if (!is_text(node)) return query;
    if (const std::optional<std::string> meant = reader_.read(node.text))
      return retyped_leaf(node, *meant);
    if (node.kind != Kind::kMatch || node.all_words || node.least > 1) return query;
    const std::string more = reader_.alternatives(node.text);
    return more.empty() ? query : leaf_with(node, node.text + more);
  }

 private:
  bool is_text(const Node& node) const {
    if (node.kind != Kind::kMatch && node.kind != Kind::kPhrase && node.kind != Kind::kPrefix)
      return false;
    if (node.field.empty()) return true;
    const auto& fields = schema_.fields();
    return std::any_of(fields.begin(), fields.end(), [&](const Field& field) {
      return field.name == node.field && field.type == FieldType::kText;
    });
  }

  Query retyped_leaf(const Node& node, const std::string& meant) {
    diagnose(diagnostics_, node.offset, node.length,
             "The index has no \"" + node.text + "\" as typed; it was read as \"" + meant + "\".");
    return leaf_with(node, meant);
  }

  static Query leaf_with(const Node& node, std::string text) {
    Node leaf = node;
    leaf.text = std::move(text);
    return Node::make(std::move(leaf));
  }

  bool read_all(std::vector<Query>& clauses) {
    bool changed = false;
    for (Query& clause : clauses) {
      Query meant = read(clause);
      changed = changed || meant.node() != clause.node();
      clause = std::move(meant);
    }
    return changed;
  }

  // The key of ө is the sign of what is not wanted: `-vsh` may be өмір.
  std::optional<Query> with_minus(const Query& excluded) {
    const Node& node = *excluded.node();
    if (!node.typed || !is_text(node)) return std::nullopt;
    const std::optional<std::string> meant = reader_.read("-" + node.text);
    if (!meant || meant->starts_with('-')) return std::nullopt;
    return retyped_leaf(node, *meant);
  }

  Query read_boolean(const Query& query) {
    Node node = *query.node();
    bool changed = read_all(node.must);
    changed = read_all(node.should) || changed;
    changed = read_all(node.filter) || changed;
    std::vector<Query> excluded;
    for (const Query& clause : node.must_not) {
      if (std::optional<Query> meant = with_minus(clause)) {
        node.should.push_back(*std::move(meant));
        changed = true;
      } else {
        excluded.push_back(read(clause));
        changed = changed || excluded.back().node() != clause.node();
      }
    }
    node.must_not = std::move(excluded);
    return changed ? Node::make(std::move(node)) : query;
  }

  const Schema& schema_;
  TypedTextReader reader_;
  std::vector<Diagnostic>& diagnostics_;
};

}  // namespace

Query mend_typing(const Query& query, const Schema& schema, const Analyzer& analyzer,
                  const Vocabulary& vocabulary, std::vector<Diagnostic>& diagnostics) {
  return TreeReader(schema, analyzer, vocabulary, diagnostics).read(query);
}

}  // namespace izde::internal
