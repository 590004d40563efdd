// Pressmark - the driver of Tantivy for the benchmark.
// SPDX-License-Identifier: GPL-2.0-or-later
//
// The commands are those of bench/driver.h.  Title and text are indexed with
// positions by the tokenizer "default", and stored; the memory budget is
// BUDGET for all threads together; segments are merged once, into one, at the
// end.

use std::borrow::Cow;
use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::time::{Duration, Instant};

use serde::Deserialize;
use tantivy::collector::{Count, TopDocs};
use tantivy::merge_policy::NoMergePolicy;
use tantivy::query::QueryParser;
use tantivy::schema::{Schema, Value, STORED, TEXT};
use tantivy::{doc, Index, IndexWriter, Searcher, TantivyDocument};

const BUDGET: usize = 256 << 20;
const TOP: usize = 10;
const ROUNDS: usize = 5;
const WARM: Duration = Duration::from_secs(3);

type Result<T> = std::result::Result<T, Box<dyn Error>>;

#[derive(Deserialize)]
struct Article<'a> {
    #[serde(borrow, default)]
    title: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    text: Option<Cow<'a, str>>,
}

fn build(input: &str, index: &str, threads: usize) -> Result<u64> {
    let mut builder = Schema::builder();
    let title = builder.add_text_field("title", TEXT | STORED);
    let text = builder.add_text_field("text", TEXT | STORED);
    std::fs::create_dir_all(index)?;
    let index = Index::create_in_dir(index, builder.build())?;
    let mut writer: IndexWriter = index.writer_with_num_threads(threads, BUDGET)?;
    writer.set_merge_policy(Box::new(NoMergePolicy));

    let mut reader = BufReader::with_capacity(1 << 20, File::open(input)?);
    let mut line = Vec::new();
    let mut n = 0;
    loop {
        line.clear();
        if reader.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        let article: Article = serde_json::from_slice(&line)?;
        writer.add_document(doc!(
            title => article.title.unwrap_or_default().into_owned(),
            text => article.text.unwrap_or_default().into_owned()
        ))?;
        n += 1;
    }
    writer.commit()?;
    let segments = index.searchable_segment_ids()?;
    if segments.len() > 1 {
        writer.merge(&segments).wait()?;
    }
    writer.garbage_collect_files().wait()?;
    writer.wait_merging_threads()?;
    Ok(n)
}

struct Opened {
    searcher: Searcher,
    parser: QueryParser,
}

// FIELD: the only one to ask, instead of both.
fn open(index: &str, field: Option<&str>) -> Result<Opened> {
    let index = Index::open_in_dir(index)?;
    let schema = index.schema();
    let fields = match field {
        Some(name) => vec![schema.get_field(name)?],
        None => vec![schema.get_field("title")?, schema.get_field("text")?],
    };
    Ok(Opened {
        searcher: index.reader()?.searcher(),
        parser: QueryParser::for_index(&index, fields),
    })
}

// Its parser reads +a +b, a b and "a b" as the file of queries means them.
fn ask(opened: &Opened, query: &str, exact: bool, show: bool) -> Result<u64> {
    let query = opened.parser.parse_query(query)?;
    let top = TopDocs::with_limit(TOP).order_by_score();
    if exact {
        let (_, total) = opened.searcher.search(&query, &(top, Count))?;
        return Ok(total as u64);
    }
    let found = opened.searcher.search(&query, &top)?;
    if show {
        let title = opened.searcher.schema().get_field("title")?;
        for (_, address) in &found {
            let article: TantivyDocument = opened.searcher.doc(*address)?;
            let value = article.get_first(title).and_then(|v| v.as_str());
            println!("{}", value.unwrap_or(""));
        }
    }
    Ok(found.len() as u64)
}

struct Timed {
    kind: String,
    text: String,
    best: [Duration; 2],
    total: u64,
}

fn round(opened: &Opened, queries: &mut [Timed], exact: bool) -> Result<()> {
    for q in queries {
        let begin = Instant::now();
        let total = ask(opened, &q.text, exact, false)?;
        let best = &mut q.best[exact as usize];
        *best = begin.elapsed().min(*best);
        if exact {
            q.total = total;
        }
    }
    Ok(())
}

fn time_queries(index: &str, queries: &str, field: Option<&str>) -> Result<()> {
    let opened = open(index, field)?;
    let mut table = Vec::new();
    for line in BufReader::new(File::open(queries)?).lines() {
        let line = line?;
        let (kind, text) = line.split_once('\t').ok_or("a line without a tab")?;
        table.push(Timed {
            kind: kind.to_string(),
            text: text.to_string(),
            best: [Duration::MAX; 2],
            total: 0,
        });
    }
    let begin = Instant::now();
    loop {
        round(&opened, &mut table, true)?;
        if begin.elapsed() >= WARM {
            break;
        }
    }
    for q in &mut table {
        q.best[1] = Duration::MAX;
    }
    for i in 0..2 * ROUNDS {
        round(&opened, &mut table, i >= ROUNDS)?;
    }
    let mut out = std::io::stdout().lock();
    for q in &table {
        let [top, exact] = q.best.map(|t| t.as_nanos());
        writeln!(out, "{}\t{}\t{}\t{}", q.kind, top, exact, q.total)?;
    }
    Ok(())
}

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["version"] => println!("{}", tantivy::version_string()),
        ["index", input, index, threads] => {
            println!("{}", build(input, index, threads.parse()?)?)
        }
        ["query", index, queries] => time_queries(index, queries, None)?,
        ["query", index, queries, field] => time_queries(index, queries, Some(*field))?,
        ["one", index, _kind, query] => {
            ask(&open(index, None)?, query, false, true)?;
        }
        _ => return Err("usage: see bench/driver.h".into()),
    }
    Ok(())
}
