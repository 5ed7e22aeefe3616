import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.FileOutputStream;
import java.io.FileDescriptor;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.Version;

/**
 * Lucene behind the protocol of bench/peers/run (bench/peers/protocol.md). The settings are those its own pages advise
 * for speed: MMapDirectory, no query cache (so that a repeated query is a query), a collector that stops counting at the
 * number of hits, IndexSearcher.count() for COUNT. Documents keep their order through the merge.
 */
public final class PeerLucene {
  private static final double BUFFER_MB = 256;
  private static final int SHOWN_HITS = 10;

  private static void empty(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (var files = Files.walk(folder)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static FieldType bodyType() {
    FieldType type = new FieldType();
    type.setTokenized(true);
    type.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS);
    type.freeze();
    return type;
  }

  private record Indexed(long documents, int segments, double seconds, double mergeSeconds) {}

  private static Indexed indexOnce(Path tokens, Path folder) throws IOException {
    empty(folder);
    long start = System.nanoTime();
    long documents = 0;
    IndexWriterConfig config = new IndexWriterConfig(new WhitespaceAnalyzer());
    config.setRAMBufferSizeMB(BUFFER_MB);
    config.setMergePolicy(NoMergePolicy.INSTANCE);
    config.setMergeScheduler(new SerialMergeScheduler());
    config.setUseCompoundFile(false);
    config.setSimilarity(new BM25Similarity(1.2f, 0.75f));
    try (var directory = new MMapDirectory(folder);
        var writer = new IndexWriter(directory, config);
        BufferedReader lines = Files.newBufferedReader(tokens, StandardCharsets.UTF_8)) {
      Document document = new Document();
      Field body = new Field("body", "", bodyType());
      document.add(body);
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        body.setStringValue(line);
        writer.addDocument(document);
        documents++;
      }
      writer.commit();
      double seconds = (System.nanoTime() - start) / 1e9;
      start = System.nanoTime();
      int segments;
      try (var reader = DirectoryReader.open(directory)) {
        segments = reader.leaves().size();
      }
      LogDocMergePolicy merges = new LogDocMergePolicy();
      merges.setMergeFactor(1000);
      merges.setNoCFSRatio(0);
      writer.getConfig().setMergePolicy(merges);
      writer.forceMerge(1);
      writer.commit();
      return new Indexed(documents, segments, seconds, (System.nanoTime() - start) / 1e9);
    }
  }

  private static void index(Path tokens, Path folder, int rounds, PrintStream out) throws IOException {
    Indexed last = null;
    double seconds = Double.MAX_VALUE;
    double mergeSeconds = Double.MAX_VALUE;
    for (int round = 0; round < rounds; round++) {
      last = indexOnce(tokens, folder);
      seconds = Math.min(seconds, last.seconds());
      mergeSeconds = Math.min(mergeSeconds, last.mergeSeconds());
    }
    out.printf("{\"documents\": %d, \"segments\": %d, \"seconds\": %s, \"merge_seconds\": %s}%n", last.documents(),
        last.segments(), seconds, mergeSeconds);
  }

  private static Query parse(String operator, String[] words) {
    Term[] terms = new Term[words.length];
    for (int i = 0; i < words.length; i++) {
      terms[i] = new Term("body", words[i]);
    }
    switch (operator) {
      case "TERM":
        return new TermQuery(terms[0]);
      case "PHRASE":
        PhraseQuery.Builder phrase = new PhraseQuery.Builder();
        for (Term term : terms) {
          phrase.add(term);
        }
        return phrase.build();
      case "AND":
      case "OR":
        BooleanQuery.Builder clauses = new BooleanQuery.Builder();
        for (Term term : terms) {
          clauses.add(new TermQuery(term), operator.equals("AND") ? Occur.MUST : Occur.SHOULD);
        }
        return clauses.build();
      default:
        throw new IllegalArgumentException("unknown operator " + operator);
    }
  }

  private static final class Task {
    final Query query;
    final int limit;
    long best = Long.MAX_VALUE;
    long used = 0;
    int rounds = 0;
    String result = "";

    Task(String[] parts) {
      limit = Integer.parseInt(parts[0]);
      query = parse(parts[1], parts[2].split(" "));
    }

    void run(IndexSearcher searcher) throws IOException {
      int count = 0;
      ScoreDoc[] hits = {};
      long start = System.nanoTime();
      if (limit == 0) {
        count = searcher.count(query);
      } else {
        hits = searcher.search(query, new TopScoreDocCollectorManager(limit, limit)).scoreDocs;
      }
      long elapsed = System.nanoTime() - start;
      best = Math.min(best, elapsed);
      used += elapsed;
      if (rounds++ > 0) {
        return;
      }
      StringBuilder shown = new StringBuilder();
      if (limit == 0) {
        shown.append(count);
      }
      for (int i = 0; i < Math.min(SHOWN_HITS, hits.length); i++) {
        shown.append(i > 0 ? " " : "").append(hits[i].doc).append(':').append(hits[i].score);
      }
      result = shown.toString();
    }
  }

  private static void search(Path folder, Path tasks, int rounds, long budget, PrintStream out) throws IOException {
    List<Task> list = new ArrayList<>();
    for (String line : Files.readAllLines(tasks, StandardCharsets.UTF_8)) {
      list.add(new Task(line.split("\t")));
    }
    try (var directory = new MMapDirectory(folder); var reader = DirectoryReader.open(directory)) {
      IndexSearcher searcher = new IndexSearcher(reader);
      searcher.setQueryCache(null);
      searcher.setSimilarity(new BM25Similarity(1.2f, 0.75f));
      for (int round = 0; round < rounds; round++) {
        for (Task task : list) {
          if (round == 0 || task.used < budget) {
            task.run(searcher);
          }
        }
      }
    }
    for (Task task : list) {
      out.println(task.best + "\t" + task.rounds + "\t" + task.result);
    }
  }

  public static void main(String[] arguments) throws IOException {
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    String command = arguments.length > 0 ? arguments[0] : "";
    if (command.equals("version") && arguments.length == 1) {
      out.println("Lucene " + Version.LATEST);
    } else if (command.equals("index") && arguments.length == 4) {
      index(Path.of(arguments[1]), Path.of(arguments[2]), Integer.parseInt(arguments[3]), out);
    } else if (command.equals("search") && arguments.length == 5) {
      search(Path.of(arguments[1]), Path.of(arguments[2]), Integer.parseInt(arguments[3]),
          Long.parseLong(arguments[4]) * 1_000_000, out);
    } else {
      System.err.println("usage: version | index TOKENS FOLDER ROUNDS | search FOLDER TASKS ROUNDS BUDGET_MS");
      System.exit(2);
    }
    out.flush();
  }
}
