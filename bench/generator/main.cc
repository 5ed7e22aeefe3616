#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>

#include "generator.h"

namespace {

constexpr std::string_view kUsage =
    "Usage: izde-generate --docs N [--seed S] [--first K] [--damage P] [--out FILE]\n"
    "Writes N Kazakh-like documents, numbers K to K+N-1, as JSON lines (id, title, body, source, "
    "published).\n"
    "  --docs N     documents; 1,000,000 are about 1 GB\n"
    "  --seed S     another seed, another collection (default 1)\n"
    "  --first K    number of the first document (default 0)\n"
    "  --damage P   share of damaged documents, 0 to 1 (default 0)\n"
    "  --out FILE   default: standard output\n";

struct Arguments {
  std::uint64_t documents = 0;
  std::uint64_t first = 0;
  izde::bench::GeneratorOptions options;
  std::string out;
};

template <typename Number>
bool parse(std::string_view text, Number& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size();
}

bool set_option(std::string_view name, std::string_view value, Arguments& arguments) {
  if (name == "--docs") return parse(value, arguments.documents);
  if (name == "--seed") return parse(value, arguments.options.seed);
  if (name == "--first") return parse(value, arguments.first);
  if (name == "--damage") {
    double share = 0;
    if (!parse(value, share) || !(share >= 0 && share <= 1)) return false;
    arguments.options.damaged_per_million = static_cast<std::uint32_t>(std::lround(share * 1e6));
    return true;
  }
  if (name != "--out") return false;
  arguments.out = value;
  return !value.empty();
}

bool write_documents(const Arguments& arguments, std::FILE* file) {
  constexpr std::size_t kChunk = std::size_t{1} << 20;
  const izde::bench::Generator generator(arguments.options);
  izde::bench::GeneratedDocument document;
  std::string lines;
  for (std::uint64_t i = 0; i < arguments.documents; ++i) {
    generator.make(arguments.first + i, document);
    izde::bench::append_json(document, lines);
    if (lines.size() < kChunk && i + 1 < arguments.documents) continue;
    if (std::fwrite(lines.data(), 1, lines.size(), file) != lines.size()) return false;
    lines.clear();
  }
  return std::fflush(file) == 0;
}

}  // namespace

int main(int argc, char** argv) {
  Arguments arguments;
  if (argc == 2 && std::string_view(argv[1]) == "--help") {
    std::fwrite(kUsage.data(), 1, kUsage.size(), stdout);
    return 0;
  }
  for (int i = 1; i < argc; i += 2) {
    if (i + 1 == argc || !set_option(argv[i], argv[i + 1], arguments)) {
      std::fprintf(stderr, "izde-generate: cannot read %s %s\n%s", argv[i],
                   i + 1 < argc ? argv[i + 1] : "", kUsage.data());
      return 2;
    }
  }
  if (arguments.documents == 0) {
    std::fprintf(stderr, "izde-generate: --docs is missing\n%s", kUsage.data());
    return 2;
  }
  std::FILE* file = arguments.out.empty() ? stdout : std::fopen(arguments.out.c_str(), "wb");
  bool written = file != nullptr && write_documents(arguments, file);
  if (file != nullptr && file != stdout) written = std::fclose(file) == 0 && written;
  if (written) return 0;
  std::fprintf(stderr, "izde-generate: cannot write %s: %s\n",
               arguments.out.empty() ? "standard output" : arguments.out.c_str(),
               std::strerror(errno));
  return 1;
}
