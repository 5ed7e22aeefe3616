#include "reliability/child_writer.h"

#include <csignal>
#include <cstdio>
#include <stdexcept>
#include <sys/wait.h>
#include <unistd.h>
#include <utility>

namespace izde::internal {
namespace {

constexpr std::uint32_t kMostWords = 30;
constexpr std::uint32_t kKeys = 200;

}  // namespace

Rounds::Rounds(unsigned seed, int changes)
    : workload_(seed, kMostWords, kKeys), changes_(changes) {}

void Rounds::advance(WriterCore* writer) {
  for (int i = 0; i < changes_; ++i) workload_.change(writer);
  after_.push_back(workload_.live());
}

ChildWriter::ChildWriter(const std::filesystem::path& folder, Rounds rounds,
                         const WriterOptions& options) {
  if (::pipe(pipe_) != 0) throw std::runtime_error("pipe");
  process_ = ::fork();
  if (process_ < 0) throw std::runtime_error("fork");
  if (process_ == 0) write_rounds(folder, rounds, options);
  ::close(std::exchange(pipe_[1], -1));
}

// Only what the library does not do is left to _exit(): nothing of the parent's is flushed twice.
void ChildWriter::write_rounds(const std::filesystem::path& folder, Rounds& rounds,
                               const WriterOptions& options) const {
  ::close(pipe_[0]);
  try {
    const auto writer = make_writer(open_fs_directory(folder), options);
    for (;;) {
      rounds.advance(writer.get());
      if (rounds.count() % 3 == 0) writer->prepare_commit();
      if (rounds.count() % 5 == 0) writer->view();
      writer->commit();
      const std::uint32_t round = rounds.count();
      if (::write(pipe_[1], &round, sizeof round) != sizeof round) ::_exit(2);
      if (rounds.count() % 7 == 0) writer->optimize(1 + rounds.count() % 3);
    }
  } catch (const std::exception& error) {
    std::fprintf(stderr, "the writing process: %s\n", error.what());
    ::_exit(1);
  }
}

ChildWriter::~ChildWriter() {
  if (process_ > 0) kill();
}

std::optional<std::uint32_t> ChildWriter::kill() {
  int status = 0;
  ::kill(process_, SIGKILL);
  ::waitpid(process_, &status, 0);
  process_ = -1;
  ended_by_itself_ = !WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL;
  std::optional<std::uint32_t> last;
  for (std::uint32_t round = 0; ::read(pipe_[0], &round, sizeof round) == sizeof round;)
    last = round;
  ::close(std::exchange(pipe_[0], -1));
  return last;
}

}  // namespace izde::internal
