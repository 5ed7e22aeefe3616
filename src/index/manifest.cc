#include "index/manifest.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cstring>
#include <fmt/format.h>

#include "izde/error.h"

#include "base/bytes.h"
#include "base/varint.h"
#include "index/dictionary_file.h"

namespace izde::internal {
namespace {

constexpr std::string_view kFormat = "manifest";
constexpr std::uint32_t kVersion = 4;
constexpr std::string_view kManifestPrefix = "manifest.";
constexpr std::string_view kSnapshotPrefix = "snapshot.";
constexpr std::size_t kMostSnapshotName = 64;
constexpr std::string_view kTemporarySuffix = ".tmp";
constexpr std::string_view kSegmentPrefix = "segment_";
constexpr std::uint32_t kMostDocuments = 0xFFFFFFFE;

/// The number written in `digits`; nothing when it is not the only way to write it.
std::optional<std::uint64_t> number_of(std::string_view digits) noexcept {
  std::uint64_t number = 0;
  const char* const end = digits.data() + digits.size();
  const auto [stop, error] = std::from_chars(digits.data(), end, number);
  if (digits.empty() || error != std::errc() || stop != end ||
      (digits.front() == '0' && digits.size() > 1))
    return std::nullopt;
  return number;
}

std::optional<std::uint64_t> generation_of(std::string_view name) noexcept {
  if (!name.starts_with(kManifestPrefix)) return std::nullopt;
  return number_of(name.substr(kManifestPrefix.size()));
}

std::optional<std::string_view> snapshot_of(std::string_view name) noexcept {
  if (!name.starts_with(kSnapshotPrefix)) return std::nullopt;
  name.remove_prefix(kSnapshotPrefix.size());
  return is_snapshot_name(name) ? std::optional(name) : std::nullopt;
}

bool is_segment_name(std::string_view name) noexcept {
  return name.starts_with(kSegmentPrefix) && number_of(name.substr(kSegmentPrefix.size()));
}

/// The segment that a file belongs to by its name; empty when it is no segment's file.
std::string_view segment_of(std::string_view file) noexcept {
  if (file.ends_with(kDeletesExtension)) {
    const std::string_view name = file.substr(0, file.size() - kDeletesExtension.size());
    const std::size_t dot = name.rfind('.');
    if (dot == std::string_view::npos || !number_of(name.substr(dot + 1))) return {};
    return is_segment_name(name.substr(0, dot)) ? name.substr(0, dot) : std::string_view();
  }
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
  append_varint(out, segment.deleted);
  if (segment.deleted == 0) return;
  append_varint(out, segment.deletes);
  for (const std::uint8_t byte : segment.deletes_id) out.push_back(static_cast<char>(byte));
}

std::string encode(const Manifest& manifest) {
  std::string out;
  append_le(out, manifest.generation);
  append_le(out, manifest.next_segment);
  append_le(out, manifest.origin);
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

void decode_id(ByteReader& in, FileId& id) {
  std::memcpy(id.data(), in.bytes(id.size()).data(), id.size());
}

SegmentInfo decode_segment(ByteReader& in, std::size_t fields) {
  SegmentInfo segment;
  segment.name = in.bytes(in.varint64());
  if (!is_segment_name(segment.name)) in.fail("this is no name of a segment");
  decode_id(in, segment.id);
  segment.doc_count = in.varint32();
  segment.bytes = in.varint64();
  for (std::uint64_t left = in.varint64(); left > 0; --left)
    segment.fields.push_back(decode_sums(in, segment, fields));
  segment.deleted = in.varint32();
  if (segment.deleted == 0) return segment;
  if (segment.deleted >= segment.doc_count)
    in.fail(fmt::format("{} of {} documents are deleted", segment.deleted, segment.doc_count));
  segment.deletes = in.varint64();
  decode_id(in, segment.deletes_id);
  return segment;
}

Manifest decode(const FramedInput& file) {
  ByteReader in(file.bytes, kFileHeaderBytes, file.content_end, file.file->name());
  Manifest manifest;
  manifest.generation = in.u64();
  manifest.next_segment = in.u64();
  manifest.origin = in.u64();
  if (manifest.origin > manifest.generation)
    in.fail(fmt::format("commit {} has the documents of commit {}", manifest.generation,
                        manifest.origin));
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

Manifest read_file(const Directory& directory, const std::string& name) {
  const FramedInput file = open_framed(directory, name, kFormat, kVersion, kVersion, nullptr);
  verify_checksum(file);
  return decode(file);
}

/// Returns whether all are gone.
bool remove_all(Directory& directory, const std::vector<std::string>& names) {
  bool are_gone = true;
  for (const std::string& name : names) try {
      directory.remove(name);
    } catch (const Error&) {
      are_gone = false;
    }
  return are_gone;
}

/// Writes a manifest whole, and makes its content durable.
void write_file(Directory& directory, const std::string& name, const Manifest& manifest) {
  FramedOutput file(directory, name, kFormat, kVersion, random_file_id());
  file.append(encode(manifest));
  file.finish();
  directory.sync_files(std::array{name});
}

template <typename Name>
bool undo(Directory& directory, const Name& name_of) noexcept {
  try {
    const std::string name = name_of();
    directory.remove(name);
    directory.remove(name + std::string(kTemporarySuffix));
    directory.sync();
    return true;
  } catch (const std::exception&) {
    return false;
  }
}

std::string temporary_of(const std::string& name) { return name + std::string(kTemporarySuffix); }

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

std::string manifest_name(std::uint64_t generation) {
  return fmt::format("{}{}", kManifestPrefix, generation);
}

std::string snapshot_file_name(std::string_view name) {
  return fmt::format("{}{}", kSnapshotPrefix, name);
}

std::string deletes_name(const SegmentInfo& segment) {
  return fmt::format("{}.{}{}", segment.name, segment.deletes, kDeletesExtension);
}

void append_files(const SegmentInfo& segment, std::vector<std::string>& names) {
  for (const std::string_view extension : kSegmentExtensions)
    names.push_back(segment.name + std::string(extension));
  if (segment.deleted > 0) names.push_back(deletes_name(segment));
}

bool is_snapshot_name(std::string_view name) noexcept {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
  };
  return !name.empty() && name.size() <= kMostSnapshotName &&
         std::all_of(name.begin(), name.end(), allowed);
}

bool is_index_file(std::string_view name) noexcept {
  if (name == kLockName || name == kDictionaryName || !segment_of(name).empty()) return true;
  if (name.ends_with(kTemporarySuffix)) name.remove_suffix(kTemporarySuffix.size());
  return generation_of(name).has_value() || snapshot_of(name).has_value();
}

std::optional<Manifest> read_manifest(const Directory& directory) {
  std::optional<std::uint64_t> newest = newest_generation(directory);
  while (newest) try {
      return read_commit(directory, *newest);
    } catch (const Error& error) {
      // A writer that committed meanwhile removed it, and put a newer one in its place before.
      const std::optional<std::uint64_t> again = newest_generation(directory);
      if (error.code() != ErrorCode::kNotFound || again == newest) throw;
      newest = again;
    }
  return std::nullopt;
}

Manifest read_commit(const Directory& directory, std::uint64_t generation) {
  Manifest manifest = read_file(directory, manifest_name(generation));
  if (manifest.generation != generation)
    throw_corruption(manifest_name(generation), kFileHeaderBytes,
                     fmt::format("commit {} found", manifest.generation));
  return manifest;
}

Manifest read_snapshot(const Directory& directory, std::string_view name) {
  return read_file(directory, snapshot_file_name(name));
}

CommitNames list_commits(const Directory& directory) {
  CommitNames commits;
  for (const std::string& name : directory.list()) {
    if (const auto generation = generation_of(name)) commits.generations.push_back(*generation);
    if (const auto snapshot = snapshot_of(name)) commits.snapshots.emplace_back(*snapshot);
  }
  std::sort(commits.generations.begin(), commits.generations.end());
  return commits;
}

void prepare_manifest(Directory& directory, const Manifest& manifest) {
  write_file(directory, temporary_of(manifest_name(manifest.generation)), manifest);
}

void finish_manifest(Directory& directory, std::uint64_t generation) {
  const std::string name = manifest_name(generation);
  directory.rename(temporary_of(name), name);
  directory.sync();
}

void write_manifest(Directory& directory, const Manifest& manifest) {
  prepare_manifest(directory, manifest);
  finish_manifest(directory, manifest.generation);
}

bool undo_manifest(Directory& directory, std::uint64_t generation) noexcept {
  return undo(directory, [generation] { return manifest_name(generation); });
}

bool undo_snapshot(Directory& directory, std::string_view name) noexcept {
  return undo(directory, [name] { return snapshot_file_name(name); });
}

void write_snapshot(Directory& directory, const Manifest& manifest, std::string_view name) {
  const std::string file = snapshot_file_name(name);
  const std::string temporary = temporary_of(file);
  directory.remove(temporary);  // what a failure before has left
  write_file(directory, temporary, manifest);
  directory.rename(temporary, file);
  directory.sync();
}

void remove_unreferenced(Directory& directory, const std::set<std::string>& keep,
                         bool keep_segments,
                         const std::function<bool(std::string_view)>& is_building) noexcept {
  try {
    std::vector<std::string> commits, segments;
    for (std::string& name : directory.list()) {
      const std::string_view segment = segment_of(name);
      if (name == kLockName || name == kDictionaryName || !is_index_file(name) ||
          keep.contains(name) || (!segment.empty() && (keep_segments || is_building(segment))))
        continue;
      (segment.empty() ? commits : segments).push_back(std::move(name));
    }
    // A commit goes for good before the files that it names: otherwise a power cut could bring it
    // back without them. It may have gone in an earlier call, whose sync failed.
    if (!remove_all(directory, commits) || segments.empty()) return;
    directory.sync();
    remove_all(directory, segments);
  } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): the next call tries again
  }
}

}  // namespace izde::internal
