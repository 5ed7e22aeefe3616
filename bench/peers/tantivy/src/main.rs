//! tantivy behind the protocol of bench/peers/run (bench/peers/protocol.md). The settings are those its own pages advise
//! for speed: a memory-mapped folder, a collector of the top documents without a count, the Count collector alone for
//! COUNT. k1 1.2 and b 0.75 are fixed in tantivy.
use std::env;
use std::error::Error;
use std::fs;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::time::{Duration, Instant};

use tantivy::collector::{Count, TopDocs};
use tantivy::index::SegmentId;
use tantivy::indexer::NoMergePolicy;
use tantivy::query::{BooleanQuery, Occur, PhraseQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::{Index, IndexWriter, Searcher, TantivyDocument, Term};

type Outcome<T> = Result<T, Box<dyn Error>>;

const BUFFER_BYTES: usize = 256 << 20;
const SHOWN_HITS: usize = 10;

fn schema() -> (Schema, Field) {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer("whitespace")
        .set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let mut builder = Schema::builder();
    let body = builder.add_text_field(
        "body",
        TextOptions::default().set_indexing_options(indexing),
    );
    (builder.build(), body)
}

/// Segments in the order in which they were written: their ids are random.
fn segments_by_age(index: &Index, folder: &Path) -> Outcome<Vec<SegmentId>> {
    let mut aged = Vec::new();
    for id in index.searchable_segment_ids()? {
        let file = folder.join(format!("{}.term", id.uuid_string()));
        aged.push((fs::metadata(file)?.modified()?, id));
    }
    aged.sort();
    Ok(aged.into_iter().map(|(_, id)| id).collect())
}

fn index_once(tokens: &str, folder: &Path) -> Outcome<(u64, usize, f64, f64)> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)?;
    let start = Instant::now();
    let (schema, body) = schema();
    let index = Index::create_in_dir(folder, schema)?;
    let mut writer: IndexWriter = index.writer_with_num_threads(1, BUFFER_BYTES)?;
    writer.set_merge_policy(Box::new(NoMergePolicy));
    let mut documents = 0;
    for line in BufReader::with_capacity(1 << 20, fs::File::open(tokens)?).lines() {
        let mut document = TantivyDocument::default();
        document.add_text(body, line?);
        writer.add_document(document)?;
        documents += 1;
    }
    writer.commit()?;
    let seconds = start.elapsed().as_secs_f64();
    let start = Instant::now();
    let segments = segments_by_age(&index, folder)?;
    if segments.len() > 1 {
        writer.merge(&segments).wait()?;
    }
    writer.garbage_collect_files().wait()?;
    writer.wait_merging_threads()?;
    Ok((
        documents,
        segments.len(),
        seconds,
        start.elapsed().as_secs_f64(),
    ))
}

fn index(tokens: &str, folder: &str, rounds: usize) -> Outcome<()> {
    let mut best = (0, 0, f64::MAX, f64::MAX);
    for _ in 0..rounds {
        let (documents, segments, seconds, merge) = index_once(tokens, Path::new(folder))?;
        best = (documents, segments, seconds.min(best.2), merge.min(best.3));
    }
    println!(
        "{{\"documents\": {}, \"segments\": {}, \"seconds\": {}, \"merge_seconds\": {}}}",
        best.0, best.1, best.2, best.3
    );
    Ok(())
}

fn parse(operator: &str, words: &str, body: Field) -> Outcome<Box<dyn Query>> {
    let mut terms: Vec<Term> = words
        .split(' ')
        .map(|word| Term::from_field_text(body, word))
        .collect();
    let scored = |term: Term| -> Box<dyn Query> {
        Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
    };
    let all = |occur: Occur, terms: Vec<Term>| -> Box<dyn Query> {
        Box::new(BooleanQuery::new(
            terms
                .into_iter()
                .map(|term| (occur, scored(term)))
                .collect(),
        ))
    };
    match operator {
        "TERM" => Ok(scored(terms.remove(0))),
        "AND" => Ok(all(Occur::Must, terms)),
        "OR" => Ok(all(Occur::Should, terms)),
        "PHRASE" => Ok(Box::new(PhraseQuery::new(terms))),
        _ => Err(format!("unknown operator {operator}").into()),
    }
}

struct Task {
    query: Box<dyn Query>,
    limit: usize,
    best: Duration,
    used: Duration,
    rounds: usize,
    result: String,
}

impl Task {
    fn run(&mut self, searcher: &Searcher) -> Outcome<()> {
        let start = Instant::now();
        let (count, hits) = if self.limit == 0 {
            (searcher.search(&self.query, &Count)?, Vec::new())
        } else {
            (
                0,
                searcher.search(
                    &self.query,
                    &TopDocs::with_limit(self.limit).order_by_score(),
                )?,
            )
        };
        let elapsed = start.elapsed();
        self.best = self.best.min(elapsed);
        self.used += elapsed;
        if self.rounds == 0 {
            let shown = hits
                .iter()
                .take(SHOWN_HITS)
                .map(|(score, hit)| format!("{}:{}", hit.doc_id, score));
            self.result = if self.limit == 0 {
                count.to_string()
            } else {
                shown.collect::<Vec<_>>().join(" ")
            };
        }
        self.rounds += 1;
        Ok(())
    }
}

fn search(folder: &str, tasks: &str, rounds: usize, budget: Duration) -> Outcome<()> {
    let index = Index::open_in_dir(folder)?;
    let body = index.schema().get_field("body")?;
    let searcher = index.reader()?.searcher();
    let mut list = Vec::new();
    for line in BufReader::new(fs::File::open(tasks)?).lines() {
        let line = line?;
        let parts: Vec<&str> = line.split('\t').collect();
        list.push(Task {
            query: parse(parts[1], parts[2], body)?,
            limit: parts[0].parse()?,
            best: Duration::MAX,
            used: Duration::ZERO,
            rounds: 0,
            result: String::new(),
        });
    }
    for round in 0..rounds {
        for task in list
            .iter_mut()
            .filter(|task| round == 0 || task.used < budget)
        {
            task.run(&searcher)?;
        }
    }
    let mut out = BufWriter::new(std::io::stdout().lock());
    for task in &list {
        writeln!(
            out,
            "{}\t{}\t{}",
            task.best.as_nanos(),
            task.rounds,
            task.result
        )?;
    }
    Ok(out.flush()?)
}

fn main() -> Outcome<()> {
    let arguments: Vec<String> = env::args().collect();
    let parts: Vec<&str> = arguments.iter().skip(1).map(String::as_str).collect();
    match parts[..] {
        ["version"] => {
            println!(
                "{}",
                tantivy::version_string()
                    .split(',')
                    .next()
                    .unwrap_or("tantivy")
            );
            Ok(())
        }
        ["index", tokens, folder, rounds] => index(tokens, folder, rounds.parse()?),
        ["search", folder, tasks, rounds, budget] => search(
            folder,
            tasks,
            rounds.parse()?,
            Duration::from_millis(budget.parse()?),
        ),
        _ => Err(
            "usage: version | index TOKENS FOLDER ROUNDS | search FOLDER TASKS ROUNDS BUDGET_MS"
                .into(),
        ),
    }
}
