#include "index/manifest.h"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstring>
#include <fmt/format.h>
#include <set>

#include "izde/error.h"

#include "base/bytes.h"
#include "base/varint.h"
#include "index/dictionary_file.h"

namespace izde::internal {
namespace {

constexpr std::string_view kFormat = "manifest";
constexpr std::uint32_t kVersion = 3;
constexpr std::string_view kManifestPrefix = "manifest.";
constexpr std::string_view kTemporarySuffix = ".tmp";
constexpr std::string_view kSegmentPrefix = "segment_";
constexpr std::uint32_t kMostDocuments = 0xFFFFFFFE;

/// The number written in `digits`; nothing when it is not the only way to write it.
std::optional<std::uint64_t> number_of(std::string_view digits) noexcept {
  std::uint64_t number = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, number);
  if (error != std::errc() || stop != end || (digits.front() == '0' && digits.size() > 1))
    return std::nullopt;
  return number;
}

std::optional<std::uint64_t> generation_of(std::string_view name) noexcept {
  if (!name.starts_with(kManifestPrefix)) return std::nullopt;
  return number_of(name.substr(kManifestPrefix.size()));
}

std::string manifest_name(std::uint64_t generation) {
  return fmt::format("{}{}", kManifestPrefix, generation);
}

bool is_segment_name(std::string_view name) noexcept {
  return name.starts_with(kSegmentPrefix) && number_of(name.substr(kSegmentPrefix.size()));
}

/// The segment that a file belongs to by its name; empty when it is no segment's file.
std::string_view segment_of(std::string_view file) noexcept {
  for (const std::string_view extension : kSegmentExtensions)
    if (file.ends_with(extension)) {
      const std::string_view name = file.substr(0, file.size() - extension.size());
      return is_segment_name(name) ? name : std::string_view();
    }
  return {};
}

void encode_schema(std::string& out, const Schema& schema) {
  out.push_back(schema.is_dynamic() ? 1 : 0);
  append_varint(out, schema.fields().size());
  for (const Field& field : schema.fields()) {
    append_string(out, field.name);
    out.push_back(static_cast<char>(field.type));
    out.push_back(field.options.stored ? 1 : 0);
    out.push_back(field.options.families ? 1 : 0);
    out.push_back(field.options.column ? 1 : 0);
    append_le(out, std::bit_cast<std::uint32_t>(field.options.boost));
  }
}

void encode_segment(std::string& out, const SegmentInfo& segment) {
  append_string(out, segment.name);
  for (const std::uint8_t byte : segment.id) out.push_back(static_cast<char>(byte));
  append_varint(out, segment.doc_count);
  append_varint(out, segment.bytes);
  append_varint(out, segment.fields.size());
  for (const FieldSums& sums : segment.fields) {
    append_varint(out, sums.field);
    append_varint(out, sums.doc_count);
    append_varint(out, sums.token_count);
  }
}

std::string encode(const Manifest& manifest) {
  std::string out;
  append_le(out, manifest.generation);
  append_le(out, manifest.next_segment);
  append_string(out, manifest.analyzer);
  encode_schema(out, manifest.schema);
  append_varint(out, manifest.segments.size());
  for (const SegmentInfo& segment : manifest.segments) encode_segment(out, segment);
  return out;
}

bool decode_flag(ByteReader& in) {
  const std::uint8_t flag = in.u8();
  if (flag > 1) in.fail(fmt::format("{} found, 0 or 1 wanted", flag));
  return flag == 1;
}

Field decode_field(ByteReader& in) {
  Field field;
  field.name = in.bytes(in.varint64());
  const std::uint8_t type = in.u8();
  if (type > static_cast<std::uint8_t>(FieldType::kBoolean))
    in.fail(fmt::format("type {} of field \"{}\"", type, field.name));
  field.type = static_cast<FieldType>(type);
  field.options.stored = decode_flag(in);
  field.options.families = decode_flag(in);
  field.options.column = decode_flag(in);
  field.options.boost = std::bit_cast<float>(in.u32());
  return field;
}

Schema decode_schema(ByteReader& in) {
  Schema schema;
  schema.dynamic(decode_flag(in));
  for (std::uint64_t left = in.varint64(); left > 0; --left) try {
      schema.add(decode_field(in));
    } catch (const Error& error) {
      if (error.code() == ErrorCode::kCorruption) throw;
      in.fail(error.what());
    }
  return schema;
}

FieldSums decode_sums(ByteReader& in, const SegmentInfo& segment, std::size_t fields) {
  FieldSums sums;
  sums.field = in.varint32();
  sums.doc_count = in.varint32();
  sums.token_count = in.varint64();
  if (sums.field >= fields || sums.doc_count > segment.doc_count ||
      (!segment.fields.empty() && sums.field <= segment.fields.back().field))
    in.fail(fmt::format("figures of field {} of {}, {} documents of {}", sums.field, fields,
                        sums.doc_count, segment.doc_count));
  return sums;
}

SegmentInfo decode_segment(ByteReader& in, std::size_t fields) {
  SegmentInfo segment;
  segment.name = in.bytes(in.varint64());
  if (!is_segment_name(segment.name)) in.fail("this is no name of a segment");
  std::memcpy(segment.id.data(), in.bytes(segment.id.size()).data(), segment.id.size());
  segment.doc_count = in.varint32();
  segment.bytes = in.varint64();
  for (std::uint64_t left = in.varint64(); left > 0; --left)
    segment.fields.push_back(decode_sums(in, segment, fields));
  return segment;
}

Manifest decode(const FramedInput& file) {
  ByteReader in(file.bytes, kFileHeaderBytes, file.content_end, file.file->name());
  Manifest manifest;
  manifest.generation = in.u64();
  manifest.next_segment = in.u64();
  manifest.analyzer = in.bytes(in.varint64());
  manifest.schema = decode_schema(in);
  std::uint64_t documents = 0;
  for (std::uint64_t left = in.varint64(); left > 0; --left) {
    manifest.segments.push_back(decode_segment(in, manifest.schema.fields().size()));
    documents += manifest.segments.back().doc_count;
    if (manifest.segments.back().doc_count == 0 || documents > kMostDocuments)
      in.fail(fmt::format("a segment of {} documents, {} in all",
                          manifest.segments.back().doc_count, documents));
  }
  if (in.remaining() > 0) in.fail("bytes behind the last segment");
  return manifest;
}

Manifest read_one(const Directory& directory, std::uint64_t generation) {
  const FramedInput file =
      open_framed(directory, manifest_name(generation), kFormat, kVersion, kVersion, nullptr);
  verify_checksum(file);
  Manifest manifest = decode(file);
  if (manifest.generation != generation)
    throw_corruption(file.file->name(), kFileHeaderBytes,
                     fmt::format("commit {} found", manifest.generation));
  return manifest;
}

std::optional<std::uint64_t> newest_generation(const Directory& directory) {
  std::optional<std::uint64_t> newest;
  for (const std::string& name : directory.list())
    if (const auto generation = generation_of(name)) newest = std::max(newest, generation);
  return newest;
}

}  // namespace

std::string segment_name(std::uint64_t number) {
  return fmt::format("{}{}", kSegmentPrefix, number);
}

bool is_index_file(std::string_view name) noexcept {
  if (name == kLockName || name == kDictionaryName || !segment_of(name).empty()) return true;
  if (name.ends_with(kTemporarySuffix)) name.remove_suffix(kTemporarySuffix.size());
  return generation_of(name).has_value();
}

std::optional<Manifest> read_manifest(const Directory& directory) {
  std::optional<std::uint64_t> newest = newest_generation(directory);
  while (newest) try {
      return read_one(directory, *newest);
    } catch (const Error& error) {
      // A writer that committed meanwhile removed it, and put a newer one in its place before.
      const std::optional<std::uint64_t> again = newest_generation(directory);
      if (error.code() != ErrorCode::kNotFound || again == newest) throw;
      newest = again;
    }
  return std::nullopt;
}

void write_manifest(Directory& directory, const Manifest& manifest) {
  const std::string name = manifest_name(manifest.generation);
  const std::string temporary = name + std::string(kTemporarySuffix);
  FramedOutput file(directory, temporary, kFormat, kVersion, random_file_id());
  file.append(encode(manifest));
  file.finish();
  directory.rename(temporary, name);
  directory.sync();
}

bool undo_manifest(Directory& directory, std::uint64_t generation) noexcept {
  try {
    const std::string name = manifest_name(generation);
    directory.remove(name);
    directory.remove(name + std::string(kTemporarySuffix));
    directory.sync();
    return true;
  } catch (const std::exception&) {
    return false;
  }
}

void remove_unreferenced(Directory& directory, const Manifest& manifest,
                         const std::function<bool(std::string_view)>& is_building) noexcept {
  try {
    std::set<std::string_view> segments;
    for (const SegmentInfo& segment : manifest.segments) segments.insert(segment.name);
    for (const std::string& name : directory.list()) {
      const std::string_view segment = segment_of(name);
      const bool keep = name == kLockName || name == kDictionaryName || !is_index_file(name) ||
                        segments.contains(segment) || generation_of(name) == manifest.generation ||
                        (!segment.empty() && is_building(segment));
      if (keep) continue;
      try {
        directory.remove(name);
      } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): it stays for the next call
      }
    }
  } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): nothing depends on it
  }
}

}  // namespace izde::internal
