#include "text/repair.h"

#include <algorithm>

#include "base/utf8.h"
#include "text/damage.h"
#include "text/repair_cells.h"
#include "text/repair_context.h"
#include "text/repair_letters.h"

namespace izde::internal {

struct RepairScratch {
  std::string valid;          // the source without its damaged bytes
  std::string buffers[2];     // what a pass reads and what it writes, in turn
  std::vector<Chunk> chunks;  // those of the pass; kept for their memory
  OffsetMap pass;             // what the pass changed
};

namespace {

// Each pass takes signs of damage away: a text settles after two or three, and one that was encoded
// wrongly many times over halves each time. The limit is for what nobody foresaw.
constexpr int kMaxPasses = 64;

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

void read_cells(std::string_view text, Chunk& chunk) {
  chunk.cells.clear();
  for (std::size_t at = chunk.begin; at < chunk.end;) {
    const CodePoint read = code_point_at(text, at);
    Cell cell;
    cell.value = read.value;
    cell.begin = at;
    cell.end = at += read.length;
    chunk.cells.push_back(cell);
  }
}

// The chunks of a pass, in memory that is kept from text to text.
class Chunks {
 public:
  Chunks(std::string_view text, std::vector<Chunk>& memory) : text_(text), memory_(memory) {}

  // Those that hold a sign of damage.
  void find_suspicious() {
    used_ = 0;
    for (std::size_t at = 0; (at = find_damage_sign(text_, at)) < text_.size();)
      at = add_around(at);
  }

  // Those that hold a sign of damage or a Latin letter.
  void find_suspicious_or_latin() {
    used_ = 0;
    std::size_t sign = 0;
    for (std::size_t at = 0; at < text_.size(); ++at) {
      if (sign < at || at == 0) sign = find_damage_sign(text_, at);
      if (at == sign || is_latin_ascii(static_cast<unsigned char>(text_[at]))) at = add_around(at);
    }
  }

  // All of them.
  void find_all() {
    used_ = 0;
    for (std::size_t at = 0; at < text_.size();) at = is_blank(text_[at]) ? at + 1 : add_around(at);
  }

  std::span<Chunk> all() const { return {memory_.data(), used_}; }

 private:
  std::size_t add_around(std::size_t at) {
    if (used_ == memory_.size()) memory_.emplace_back();
    Chunk& chunk = memory_[used_++];
    chunk.begin = chunk.end = at;
    while (chunk.begin > 0 && !is_blank(text_[chunk.begin - 1])) --chunk.begin;
    while (chunk.end < text_.size() && !is_blank(text_[chunk.end])) ++chunk.end;
    read_cells(text_, chunk);
    return chunk.end;
  }

  std::string_view text_;
  std::vector<Chunk>& memory_;
  std::size_t used_ = 0;
};

// A letter of Kazakh or Russian text that is no sign of damage by itself.
bool is_plain_letter(char32_t c) {
  constexpr std::u32string_view kOthers = U"ЁёІіӘәҒғҚқҢңӨөҰұҮүҺһ";
  return (c >= U'А' && c <= U'я' && c != U'И') || kOthers.find(c) != kOthers.npos;
}

// A question mark behind a word of such letters, and nothing else to look at.
bool only_asks(const Chunk& chunk) {
  const auto& cells = chunk.cells;
  const auto mark =
      std::find_if(cells.begin(), cells.end(), [](const Cell& c) { return c.value == U'?'; });
  return mark != cells.end() &&
         std::all_of(cells.begin(), mark,
                     [](const Cell& c) { return is_plain_letter(c.value) || c.value == U'«'; }) &&
         std::all_of(mark, cells.end(), [](const Cell& c) {
           return (c.value < 0x80 && !is_letter(c.value)) || c.value == U'»';
         });
}

// A capital И among such letters, and nothing else to look at. Followed by one of ІіЁё it might be
// the first byte of misread UTF-8.
bool only_has_capital_i(const Chunk& chunk) {
  bool after_i = false;
  for (const Cell& cell : chunk.cells) {
    const char32_t c = cell.value;
    const bool sign = (c < 0x80 && !is_letter(c) && c != U'?') || c == U'«' || c == U'»';
    if (c != U'И' && !is_plain_letter(c) && !sign) return false;
    if (after_i && std::u32string_view(U"ІіЁё").find(c) != std::u32string_view::npos) return false;
    after_i = c == U'И';
  }
  return true;
}

// What the signs of a text ask for. Most texts with signs are clean ones that ask something, or
// name somebody.
enum class Asked { kNothing, kCapitalI, kAll };

// Question marks stand for letters only where the text has lost all its Kazakh ones.
Asked what_is_asked(SuspiciousText text) {
  bool asks = false, has_capital_i = false;
  for (const Chunk& chunk : text.chunks) {
    if (only_asks(chunk))
      asks = true;
    else if (only_has_capital_i(chunk))
      has_capital_i = true;
    else
      return Asked::kAll;
  }
  if (asks && !has_letter_beyond_1251(text.text)) return Asked::kAll;
  return has_capital_i ? Asked::kCapitalI : Asked::kNothing;
}

// Writes the text with the chunks as they are now to `out`, and what was changed to `map`.
class Writer {
 public:
  Writer(std::string_view text, std::string& out, OffsetMap& map)
      : text_(text), out_(out), map_(map) {
    out_.clear();
    map_.clear();
  }

  void write(const Chunk& chunk) {
    copy_to(chunk.begin);
    for (const Cell& cell : chunk.cells) {
      drop_to(cell.begin);
      char bytes[4];
      const std::string_view now(bytes, write_code_point(cell.value, bytes));
      if (text_.substr(cell.begin, cell.end - cell.begin) == now)
        copy_to(cell.end);
      else
        replace(cell, now);
    }
    drop_to(chunk.end);
  }

  void finish() { copy_to(text_.size()); }

 private:
  void copy_to(std::size_t end) {
    out_.append(text_.substr(at_, end - at_));
    at_ = end;
  }

  void drop_to(std::size_t end) {
    if (end == at_) return;
    Cell dropped;
    dropped.begin = at_;
    dropped.end = end;
    dropped.reason = RepairReason::kInvisible;
    replace(dropped, {});
  }

  void replace(const Cell& cell, std::string_view by) {
    map_.append({out_.size(), out_.size() + by.size(), cell.begin, cell.end,
                 static_cast<std::uint8_t>(cell.reason), cell.confidence});
    out_.append(by);
    at_ = cell.end;
  }

  std::string_view text_;
  std::string& out_;
  OffsetMap& map_;
  std::size_t at_ = 0;  // source bytes written so far
};

// Writes the text with the chunks as they are now to `out`, and what changed to `map`. Returns
// whether anything did.
bool write_all(std::string_view text, const Chunks& chunks, std::string& out, OffsetMap& map) {
  Writer writer(text, out, map);
  for (const Chunk& chunk : chunks.all()) writer.write(chunk);
  if (map.empty()) return false;
  writer.finish();
  return true;
}

// One pass over `text`, valid UTF-8. Returns whether it changed anything: then `out` and
// `scratch.pass` hold what came out.
bool repair_once(std::string_view text, RepairLevel level, RepairScratch& scratch,
                 std::string& out) {
  Chunks chunks(text, scratch.chunks);
  const auto suspicious = [&] { return SuspiciousText{text, chunks.all()}; };
  chunks.find_suspicious();
  if (chunks.all().empty()) return false;
  const Asked asked = what_is_asked(suspicious());
  if (asked == Asked::kNothing) return false;
  if (asked == Asked::kCapitalI) {
    if (level != RepairLevel::kFull) return false;
    repair_capital_i(suspicious());
    return write_all(text, chunks, out, scratch.pass);
  }
  if (level == RepairLevel::kFull) {
    // Words without a sign are taken as well where they may be damaged. Those of a text in a wrong
    // encoding for all stages; else for the later ones alone, and where the first stage changed a
    // word the next pass sees to the others.
    if (shows_wrong_encoding(suspicious())) {
      chunks.find_all();
      repair_encoding(suspicious());
    } else {
      const bool lost = shows_lost_letters(suspicious());
      const bool more = lost || shows_look_alikes(suspicious());
      repair_encoding(suspicious());
      if (more) {
        if (write_all(text, chunks, out, scratch.pass)) return true;
        lost ? chunks.find_all() : chunks.find_suspicious_or_latin();
      }
    }
  }
  repair_code_points(suspicious(), level == RepairLevel::kFull);
  if (level == RepairLevel::kFull) {
    repair_capital_i(suspicious());
    repair_holes(suspicious());
  }
  return write_all(text, chunks, out, scratch.pass);
}

// Replaces damaged bytes as an edit each. Returns their number.
std::size_t replace_invalid(std::string_view source, std::string& out, OffsetMap& map) {
  std::size_t replaced = 0;
  std::size_t at = valid_utf8_prefix(source);
  out.assign(source.substr(0, at));
  while (at < source.size()) {
    const CodePoint read = code_point_at(source, at);
    if (read.valid) {  // to the next damage
      const std::size_t valid = valid_utf8_prefix(source.substr(at));
      out.append(source.substr(at, valid));
      at += valid;
      continue;
    }
    const std::size_t begin = out.size();
    append_code_point(out, kReplacementCharacter);
    map.append({begin, out.size(), at, at + read.length,
                static_cast<std::uint8_t>(RepairReason::kInvalidUtf8), 1.0F});
    replaced += read.length;
    at += read.length;
  }
  return replaced;
}

}  // namespace

bool is_address(const Chunk& chunk) {
  constexpr std::u32string_view kSigns = U"@\\=&_";
  const auto& cells = chunk.cells;
  const auto at = [&](std::size_t i) { return i < cells.size() ? cells[i].value : U' '; };
  if (at(0) == U'-' && (at(1) == U'-' || is_latin_ascii(at(1)))) return true;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (kSigns.find(at(i)) != kSigns.npos) return true;
    if (at(i) == U'%' && (is_latin_ascii(at(i + 1)) || is_digit(at(i + 1)))) return true;
    if (at(i) == U':' && at(i + 1) == U'/' && at(i + 2) == U'/') return true;
    if (at(i) == U'w' && at(i + 1) == U'w' && at(i + 2) == U'w' && at(i + 3) == U'.') return true;
  }
  return false;
}

RepairedText::RepairedText() : scratch_(std::make_unique<RepairScratch>()) {}
RepairedText::~RepairedText() = default;
RepairedText::RepairedText(RepairedText&&) noexcept = default;
RepairedText& RepairedText::operator=(RepairedText&&) noexcept = default;

std::vector<RepairChange> RepairedText::changes(std::string_view source) const {
  std::vector<RepairChange> out;
  out.reserve(offsets_.edits().size());
  for (const OffsetMap::Edit& edit : offsets_.edits())
    out.push_back(
        {edit.source_begin,
         std::string(source.substr(edit.source_begin, edit.source_end - edit.source_begin)),
         std::string(text_.substr(edit.derived_begin, edit.derived_end - edit.derived_begin)),
         static_cast<RepairReason>(edit.label), edit.confidence});
  return out;
}

void repair_text(std::string_view source, RepairLevel level, RepairedText& out) {
  if (!out.scratch_) out.scratch_ = std::make_unique<RepairScratch>();
  RepairScratch& scratch = *out.scratch_;
  out.keep(source);
  if (!is_valid_utf8(source)) {
    out.replaced_bytes_ = replace_invalid(source, scratch.valid, out.offsets_);
    out.text_ = scratch.valid;
  }
  if (level == RepairLevel::kOff) return;
  for (int pass = 0; pass < kMaxPasses; ++pass) {
    std::string& written = scratch.buffers[pass % 2];
    if (!repair_once(out.text_, level, scratch, written)) return;
    out.offsets_.compose(scratch.pass);
    out.text_ = written;
  }
}

}  // namespace izde::internal

namespace izde {

std::string_view to_string(RepairReason reason) noexcept {
  switch (reason) {
    case RepairReason::kInvalidUtf8:
      return "invalid UTF-8";
    case RepairReason::kComposition:
      return "composition";
    case RepairReason::kInvisible:
      return "invisible character";
    case RepairReason::kWrongCodePoint:
      return "wrong code point";
    case RepairReason::kLookAlike:
      return "look-alike";
    case RepairReason::kLostLetter:
      return "lost letter";
    case RepairReason::kWrongEncoding:
      return "wrong encoding";
  }
  return "unknown";
}

Repaired Repairer::repair(std::string_view text) const {
  internal::RepairedText repaired;
  internal::repair_text(text, level_, repaired);
  return {std::string(repaired.text()), repaired.changes(text)};
}

}  // namespace izde
