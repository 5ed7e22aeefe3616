#pragma once

#include <stdexcept>
#include <string>
#include <vector>

namespace izde::cli {

/// Exit codes of the program.
enum ExitCode : int {
  kDone = 0,
  kFailed = 1,    ///< Something could not be done, in whole or in part; standard error says what.
  kWrongUse = 2,  ///< The command line makes no sense.
  kInterrupted = 130,  ///< Ctrl-C, as shells number it.
};

/// The command line makes no sense: one line on standard error, kWrongUse.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Something outside the library failed (a file, a pipe): one line on standard error, kFailed.
class Failure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The reader of our output went away (`izde search ... | head`). Not an error: the program ends
/// quietly.
class BrokenPipe : public std::exception {};

using Arguments = std::vector<std::string>;

/// Each runs one command with the arguments after its name and returns the exit code.
/// They throw UsageError, Failure, BrokenPipe and izde::Error.
int run_index(const Arguments& arguments);
int run_search(const Arguments& arguments);
int run_stem(const Arguments& arguments);
int run_repair(const Arguments& arguments);
int run_restore(const Arguments& arguments);
int run_analyze(const Arguments& arguments);
int run_stats(const Arguments& arguments);
int run_transliterate(const Arguments& arguments);
int run_check(const Arguments& arguments);
int run_backup(const Arguments& arguments);

}  // namespace izde::cli
