#include "index_settings.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>

#include "shared_options.h"

namespace izde::cli {

namespace {

constexpr std::uint64_t kMebibyte = std::uint64_t{1} << 20;

constexpr CommandHelp kHelp{
    "index", "[OPTIONS] DIR FILE...",
    "Puts documents into the index in folder DIR, which is made when it is not there.\n"
    "\n"
    "FILE is\n"
    "  *.jsonl *.ndjson *.json  a JSON object a line, each a document\n"
    "  *.txt                    one document: id = path, title = file name, body = text\n"
    "  a folder                 all such files in it and below it, sorted by path\n"
    "  -                        standard input, JSON lines\n"
    "\n"
    "Members of a JSON object are fields: text, unless an option gives them another type. Arrays\n"
    "give several values, numbers and booleans their text, null nothing; member b of object a is\n"
    "the field a.b. In a field name blanks, control characters and :()\"+-^*?~[] become '_',\n"
    "leading '_' are dropped, and an empty name becomes 'field'.\n"
    "\n"
    "A line that is no JSON object, or has a value that its field cannot take, is named on\n"
    "standard error and left out; all others are indexed, and the exit code is 1. After Ctrl-C\n"
    "the index is as at the last commit.\n",
    "  izde index news.izde news.jsonl --date published --keyword source --boost title=2\n"
    "  zcat big.jsonl.gz | izde index big.izde - --commit-every 100000\n"
    "  izde index old.izde letters/ --encoding auto\n"};

void declare(CommandLine& line) {
  line.add()("keyword", repeated("NAME"), "a field taken whole, not as words (repeatable)")    //
      ("date", repeated("NAME"), "a field of ISO 8601 dates (repeatable)")                     //
      ("integer", repeated("NAME"), "a field of whole numbers of 64 bits (repeatable)")        //
      ("float", repeated("NAME"), "a field of decimal numbers (repeatable)")                   //
      ("boolean", repeated("NAME"), "a field of true and false (repeatable)")                  //
      ("boost", repeated("NAME=W"), "weight of a field in the score (repeatable; default 1)")  //
      ("id-field", named("NAME"), "the field that names a document, a keyword (default id)")   //
      ("encoding", named("NAME"),
       "of the files: KZ-1048, CP1251, UTF-16 ..., or auto: each as it looks (default UTF-8)")  //
      ("repair", named("LEVEL"),
       "damage to mend: off, unambiguous or full (default full)")                              //
      ("no-stem", "index words as they are written, without stemming")                         //
      ("buffer", named("MB"), "memory for documents not yet written (1 to 2048; default 64)")  //
      ("threads", named("N"),
       "threads that read and analyse; with more than 1 documents come in any order (1 to 256;\n"
       "default 1)")                                                                      //
      ("commit-every", named("N"), "commit after each N documents, not only at the end")  //
      ("strict", "stop at the first bad line and commit nothing of what is pending")      //
      ("quiet,q", "no progress and no summary");
  add_dictionary(line,
                 "words to keep, more roots, exceptions for a new index, which keeps them "
                 "(docs/dictionary.md)");
}

std::pair<std::string, float> boost_of(const CommandLine& line, const std::string& text) {
  const std::size_t equals = text.rfind('=');
  float weight = 0;
  if (equals != std::string::npos && equals > 0) {
    const char* last = text.data() + text.size();
    const auto [end, failed] = std::from_chars(text.data() + equals + 1, last, weight);
    if (failed == std::errc{} && end == last && weight > 0 && weight < 1e6F) {
      return {text.substr(0, equals), weight};
    }
  }
  line.refuse(fmt::format("--boost {}: NAME=W is expected, with W above 0", text));
}

// A field the user named, where the index has none of that name or has another type for it.
void put(std::vector<Field>& fields, const std::string& name, FieldType type) {
  const auto same = [&](const Field& field) { return field.name == name; };
  const auto found = std::find_if(fields.begin(), fields.end(), same);
  if (found == fields.end()) {
    fields.push_back({name, type, {}});
  } else {
    found->type = type;  // Index::open() refuses it when it differs
  }
}

Schema schema_of(const IndexSettings& settings, const std::optional<Index>& existing) {
  std::vector<Field> fields;
  if (existing) fields = existing->schema().fields();
  const auto has = [&](const std::string& name) {
    return std::any_of(fields.begin(), fields.end(),
                       [&](const Field& f) { return f.name == name; });
  };
  for (const auto& [name, type] : settings.types) {
    if (name != settings.id_field || !has(name)) put(fields, name, type);
  }
  for (const auto& [name, boost] : settings.boosts) {
    if (!has(name)) put(fields, name, FieldType::kText);
  }
  Schema schema;
  schema.dynamic();
  for (Field& field : fields) {
    const auto boost = settings.boosts.find(field.name);
    if (boost != settings.boosts.end()) field.options.boost = boost->second;
    schema.add(field);
  }
  return schema;
}

std::optional<Index> open_existing(const std::string& folder) {
  try {
    return Index::open(folder);
  } catch (const Error& error) {
    if (error.code() == ErrorCode::kNotFound) return std::nullopt;
    throw;
  }
}

void check_names(const CommandLine& line, const IndexSettings& settings) {
  try {
    schema_of(settings, std::nullopt);
  } catch (const Error& error) {
    line.refuse(error.what());
  }
}

std::map<std::string, FieldType> field_types(const CommandLine& line, const std::string& id_field) {
  std::map<std::string, FieldType> types{{id_field, FieldType::kKeyword}};
  for (const FieldType type : {FieldType::kKeyword, FieldType::kDate, FieldType::kInteger,
                               FieldType::kFloat, FieldType::kBoolean}) {
    const std::string option(to_string(type));
    for (const std::string& name : line.texts(option)) {
      const FieldType known = types.emplace(name, type).first->second;
      if (known != type) {
        line.refuse(fmt::format("--{} {}: the field is of type {} already", option, name,
                                to_string(known)));
      }
    }
  }
  return types;
}

}  // namespace

std::optional<IndexSettings> read_index_settings(const Arguments& arguments) {
  CommandLine line(kHelp);
  declare(line);
  if (!line.parse(arguments)) return std::nullopt;
  const auto& operands = line.operands();
  if (operands.empty()) line.refuse("the folder of the index is missing");
  if (operands.size() == 1) line.refuse("a file to index is missing ('-' for standard input)");
  IndexSettings settings;
  settings.folder = operands.front();
  settings.inputs.assign(operands.begin() + 1, operands.end());
  settings.encoding = encoding_name(line);
  settings.id_field = line.text("id-field", "id");
  settings.types = field_types(line, settings.id_field);
  for (const std::string& text : line.texts("boost")) settings.boosts.insert(boost_of(line, text));
  settings.writer.buffer_bytes = line.number("buffer", 64, 1, 2048) * kMebibyte;
  settings.threads = line.number("threads", 1, 1, 256);
  settings.commit_every = line.number("commit-every", 0, 1, std::uint64_t{1} << 32);
  if (line.has("no-stem")) settings.stem = false;
  if (line.has("dictionary")) settings.dictionary = user_dictionary(line);
  if (line.has("repair")) settings.repair = repair_level(line, "repair");
  settings.strict = line.has("strict");
  settings.quiet = line.has("quiet");
  check_names(line, settings);
  return settings;
}

Index open_index(const IndexSettings& settings) {
  const std::optional<Index> existing = open_existing(settings.folder);
  IndexOptions options;
  if (existing) options.analyzer = existing->analyzer().options();
  if (settings.stem) options.analyzer.stem = *settings.stem;
  if (settings.repair) options.analyzer.repair = *settings.repair;
  if (settings.dictionary) options.analyzer.dictionary = *settings.dictionary;
  return Index::open(settings.folder, schema_of(settings, existing), options);
}

}  // namespace izde::cli
