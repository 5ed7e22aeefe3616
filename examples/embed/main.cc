// Another program that searches: three notes in memory, one inflected query.
#include <iostream>
#include <izde/izde.h>

int main() {
  try {
    izde::Index index =
        izde::Index::in_memory(izde::Schema{}.text("title", {.boost = 2.0F}).text("body"));
    izde::IndexWriter writer = index.writer();
    writer.add(izde::Document{}
                   .set("title", "Жаңа мектеп")
                   .set("body", "Ауылда үш жүз орындық мектеп ашылды."));
    writer.add(izde::Document{}
                   .set("title", "Көктемгі егіс")
                   .set("body", "Шаруалар биыл егісті ерте бастады."));
    writer.add(izde::Document{}
                   .set("title", "Кітапхана")
                   .set("body", "Оқушылар кітаптарды мектептерде оқиды."));
    writer.commit();

    const izde::Hits hits = index.searcher().search("мектептеріміз", {.limit = 10});
    for (const izde::Hit& hit : hits) {
      std::cout << hit.document("title") << ": " << hit.passages("body").front().marked("[", "]")
                << '\n';
    }
    return hits.total == 2 ? 0 : 1;
  } catch (const izde::Error& error) {
    std::cerr << error.what() << '\n';
    return 1;
  }
}
