#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace izde::internal {

/// Where the bytes of a text that was derived from another (repaired, normalised) came from.
///
/// Holds the places that were changed, in order; between them the bytes are the same, moved. An
/// empty map is the identity and costs nothing.
class OffsetMap {
 public:
  /// Derived bytes [derived_begin, derived_end) stand for source bytes [source_begin, source_end).
  /// Either side may be empty: dropped or inserted bytes.
  struct Edit {
    std::size_t derived_begin = 0;
    std::size_t derived_end = 0;
    std::size_t source_begin = 0;
    std::size_t source_end = 0;
    std::uint8_t label =
        0;  ///< For whoever made the edit (a RepairReason); a composition keeps the older one.
    float confidence = 1.0F;  ///< Likewise; a composition keeps the smaller one.

    friend bool operator==(const Edit&, const Edit&) = default;
  };

  struct Span {
    std::size_t begin = 0;
    std::size_t end = 0;

    friend bool operator==(const Span&, const Span&) = default;
  };

  bool empty() const noexcept { return edits_.empty(); }
  void clear() noexcept { edits_.clear(); }

  /// The edits in order of both sides; they never overlap.
  const std::vector<Edit>& edits() const noexcept { return edits_; }

  /// Adds an edit behind the last one. Edits that touch stay apart.
  ///
  /// \pre it begins at or after the end of the last edit, on both sides, by the same distance
  void append(const Edit& edit);

  /// Returns the source bytes that the derived bytes [begin, end) stand for: a changed place that
  /// is touched is covered whole, bytes dropped before the first or after the last are left out.
  ///
  /// \pre begin < end. Cost: O(log edits).
  Span source_span(std::size_t begin, std::size_t end) const noexcept;

  /// The same for spans asked in ascending order of begin: O(1) amortised. The map must outlive it
  /// and stay unchanged.
  class Cursor {
   public:
    explicit Cursor(const OffsetMap& map) noexcept : map_(&map) {}

    Span source_span(std::size_t begin, std::size_t end) noexcept;

   private:
    const OffsetMap* map_;
    std::size_t at_ = 0;  // first edit with derived_end > the last begin
  };

  /// Makes this map (source to middle) reach on to what `next` (middle to derived) derives:
  /// afterwards it maps from `next`'s derived text to this map's source. Cost: O(edits of both).
  void compose(const OffsetMap& next);

 private:
  Span span_from(std::size_t at, std::size_t begin, std::size_t end) const noexcept;

  std::vector<Edit> edits_;
};

}  // namespace izde::internal
