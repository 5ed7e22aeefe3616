#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "izde/dictionary.h"

#include "text/user_dictionary.h"
#include "text/word_stemmer.h"

namespace izde::internal {

/// Makes a user dictionary, and refuses what could not be kept: words that are never looked up,
/// entries that contradict each other, exceptions that lead nowhere. All errors are
/// Error{kInvalidArgument} and name the place, but for too many entries.
class UserDictionaryBuilder {
 public:
  /// `place` is what entries are counted by in messages: "line", "entry".
  explicit UserDictionaryBuilder(std::string_view place) : place_(place) {}

  void add(const DictionaryEntry& entry, std::size_t number);

  [[noreturn]] void refuse(std::size_t number, std::string_view message) const;

  /// The dictionary; null when nothing was added.
  std::shared_ptr<const UserDictionary::State> build();

 private:
  /// All that was said of one word.
  struct Word {
    std::size_t number = 0;  // where something was said of it first
    bool keep = false;
    bool noun = false;
    bool verb = false;
    std::string target;  // of an exception
    std::string term;    // of an exception, once it is known

    bool is_exception() const noexcept { return !target.empty(); }
    bool is_root() const noexcept { return noun || verb; }
  };

  std::string spelled(std::string_view written, std::size_t number);
  std::string spelled_once(std::string_view written, std::size_t number);
  std::string spelled_root(std::string_view written, std::size_t number);
  void add_kept(const std::string& spelling, std::size_t number);
  void add_exception(const DictionaryEntry& entry, std::size_t number);
  [[noreturn]] void refuse_both(const std::string& spelling, std::size_t number,
                                const Word& word) const;
  Word& word_of(const std::string& spelling, std::size_t number);
  UserRoots make_roots() const;
  void resolve(const std::string& spelling, Word& word, WordStemmer& stemmer);
  std::vector<UserEntry> fixed_entries() const;
  void append_exceptions(std::vector<UserEntry>& entries, WordStemmer& stemmer) const;
  std::string canonical_text() const;
  std::size_t count() const;

  std::string_view place_;
  WordStemmer reader_;
  std::map<std::string, Word, std::less<>> words_;
};

/// Adds the entries of a text, one a line (docs/dictionary.md).
void add_lines(std::string_view text, UserDictionaryBuilder& builder);

}  // namespace izde::internal
