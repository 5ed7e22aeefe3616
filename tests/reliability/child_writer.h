#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

#include "reliability/workload.h"

namespace izde::internal {

/// The changes of one seed, in rounds; each round ends with a commit. What the index holds after
/// each round is known without it.
class Rounds {
 public:
  Rounds(unsigned seed, int changes);

  /// Makes the changes of the next round, in `writer` too unless it is null.
  void advance(WriterCore* writer);
  /// Rounds made so far.
  std::uint32_t count() const noexcept { return static_cast<std::uint32_t>(after_.size()) - 1; }
  /// What there is after a round, the first being 1. \pre round <= count()
  const Numbers& after(std::uint32_t round) const { return after_[round]; }
  const std::vector<Document>& documents() const noexcept { return workload_.documents(); }

 private:
  Workload workload_;
  int changes_;
  std::vector<Numbers> after_ = {{}};
};

/// A process of its own that writes round after round of an index in a folder, and tells of each
/// commit that returned. It is killed when the object is destroyed.
class ChildWriter {
 public:
  /// Goes on after `done` rounds; the index has them. Throws std::runtime_error when the system has
  /// no process to give.
  ChildWriter(const std::filesystem::path& folder, Rounds rounds, const WriterOptions& options);
  ~ChildWriter();
  ChildWriter(const ChildWriter&) = delete;
  ChildWriter& operator=(const ChildWriter&) = delete;

  /// SIGKILL. Returns the last round whose commit returned, or nothing when none did.
  std::optional<std::uint32_t> kill();
  /// Whether it had ended before by itself, which it does only when a call throws.
  bool ended_by_itself() const noexcept { return ended_by_itself_; }

 private:
  [[noreturn]] void write_rounds(const std::filesystem::path& folder, Rounds& rounds,
                                 const WriterOptions& options) const;

  pid_t process_ = -1;
  int pipe_[2] = {-1, -1};
  bool ended_by_itself_ = false;
};

}  // namespace izde::internal
