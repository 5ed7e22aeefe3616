#include "support/collection.h"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <fmt/format.h>
#include <fstream>
#include <stdexcept>
#include <string_view>

namespace izde::bench {
namespace {

std::uint64_t read_number(std::string_view flag, std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error == std::errc{} && end == text.data() + text.size()) return value;
  fmt::print(stderr, "{} takes a number, not '{}'\n", flag, text);
  std::exit(2);
}

std::string text_of(const boost::json::object& line, std::string_view name) {
  const auto* value = line.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}

Collection read_lines(const CollectionOptions& options) {
  std::ifstream file(options.jsonl);
  if (!file) throw std::runtime_error("cannot open " + options.jsonl);
  Collection collection;
  std::string text;
  while (std::getline(file, text)) {
    if (options.documents != 0 && collection.documents.size() == options.documents) break;
    const boost::json::object line = boost::json::parse(text).as_object();
    GeneratedDocument& document = collection.documents.emplace_back();
    document.id = text_of(line, "id");
    document.title = text_of(line, "title");
    document.body = text_of(line, line.contains("body") ? "body" : "text");
    document.source = text_of(line, "source");
  }
  if (collection.documents.empty()) throw std::runtime_error("no documents in " + options.jsonl);
  collection.name = fmt::format("{}, {} documents", options.jsonl, collection.documents.size());
  return collection;
}

Collection generate(const CollectionOptions& options) {
  Collection collection;
  collection.documents.resize(options.documents);
  const Generator generator({options.seed, options.damaged_per_million});
  for (std::uint64_t i = 0; i < options.documents; ++i) generator.make(i, collection.documents[i]);
  collection.name =
      fmt::format("generated, {} documents, seed {}", options.documents, options.seed);
  return collection;
}

}  // namespace

CollectionOptions take_flags(int& argc, char** argv, std::uint64_t default_documents) {
  CollectionOptions options;
  bool counted = false;
  int kept = 1;
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    const std::string_view value =
        argument.substr(std::min(argument.find('=') + 1, argument.size()));
    if (argument.starts_with("--docs=")) {
      options.documents = read_number("--docs", value);
      counted = true;
    } else if (argument.starts_with("--seed=")) {
      options.seed = read_number("--seed", value);
    } else if (argument.starts_with("--jsonl=")) {
      options.jsonl = value;
    } else {
      argv[kept++] = argv[i];
    }
  }
  argc = kept;
  if (!counted && options.jsonl.empty()) options.documents = default_documents;
  return options;
}

Collection load(const CollectionOptions& options) {
  Collection collection = options.jsonl.empty() ? generate(options) : read_lines(options);
  for (const auto& document : collection.documents) {
    collection.text_bytes += document.title.size() + document.body.size();
  }
  return collection;
}

}  // namespace izde::bench
