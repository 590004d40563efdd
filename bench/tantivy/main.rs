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
use std::os::fd::AsRawFd;
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
const SLOP: usize = 4;
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
    fields: Vec<String>,
}

// FIELD: the only one to ask, instead of both.
fn open(index: &str, field: Option<&str>) -> Result<Opened> {
    let index = Index::open_in_dir(index)?;
    let schema = index.schema();
    let fields = match field {
        Some(name) => vec![name.to_string()],
        None => vec!["title".to_string(), "text".to_string()],
    };
    let asked: std::result::Result<Vec<_>, _> =
        fields.iter().map(|name| schema.get_field(name)).collect();
    let mut parser = QueryParser::for_index(&index, asked?);
    parser.allow_regexes();
    Ok(Opened {
        searcher: index.reader()?.searcher(),
        parser,
        fields,
    })
}

// Its parser reads +a +b, a b and "a b" as the file of queries means them. What has a
// slop keeps its order, so that there are two for NEAR; a prefix is a regular
// expression, for each field. None: there is no such thing.
fn translate(opened: &Opened, kind: &str, query: &str) -> Option<String> {
    let words: Vec<&str> = query.split(' ').collect();
    match kind {
        "NEAR" => {
            let (a, b) = (words[0], words[2]);
            Some(format!("\"{a} {b}\"~{SLOP} \"{b} {a}\"~{SLOP}"))
        }
        "WILDCARD" => {
            let parts: Vec<String> = words
                .iter()
                .map(|word| match word.strip_suffix('*') {
                    None => word.to_string(),
                    Some(prefix) => {
                        let prefix = prefix.trim_start_matches('+');
                        let any: Vec<String> = (opened.fields.iter())
                            .map(|field| format!("{field}:/{prefix}.*/"))
                            .collect();
                        format!("+({})", any.join(" "))
                    }
                })
                .collect();
            Some(parts.join(" "))
        }
        "KWIC" | "FACETS" => None,
        _ => Some(query.to_string()),
    }
}

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
    text: Option<String>,
    best: [Duration; 2],
    total: u64,
}

fn round(opened: &Opened, queries: &mut [Timed], exact: bool) -> Result<()> {
    for q in queries {
        let Some(text) = &q.text else { continue };
        let begin = Instant::now();
        let total = ask(opened, text, exact, false)?;
        let best = &mut q.best[exact as usize];
        *best = begin.elapsed().min(*best);
        if exact {
            q.total = total;
        }
    }
    Ok(())
}

fn read_queries(opened: &Opened, queries: &str) -> Result<Vec<Timed>> {
    let mut table = Vec::new();
    for line in BufReader::new(File::open(queries)?).lines() {
        let line = line?;
        let (kind, text) = line.split_once('\t').ok_or("a line without a tab")?;
        table.push(Timed {
            kind: kind.to_string(),
            text: translate(opened, kind, text),
            best: [Duration::MAX; 2],
            total: 0,
        });
    }
    Ok(table)
}

fn time_queries(index: &str, queries: &str, field: Option<&str>) -> Result<()> {
    let opened = open(index, field)?;
    let mut table = read_queries(&opened, queries)?;
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
        if q.text.is_none() {
            writeln!(out, "{}\t-\t-\t-\t-", q.kind)?;
            continue;
        }
        let [top, exact] = q.best.map(|t| t.as_nanos());
        writeln!(out, "{}\t{}\t{}\t{}\t-", q.kind, top, exact, q.total)?;
    }
    Ok(())
}

// Nothing of the index is to be in memory: as in bench/driver.c.
fn forget(index: &str) -> Result<()> {
    unsafe { libc::sync() };
    if std::env::var("BENCH_COLD").map_or(true, |way| way != "advise")
        && std::fs::write("/proc/sys/vm/drop_caches", "3").is_ok()
    {
        return Ok(());
    }
    for entry in std::fs::read_dir(index)? {
        let file = File::open(entry?.path())?;
        if unsafe { libc::posix_fadvise(file.as_raw_fd(), 0, 0, libc::POSIX_FADV_DONTNEED) } != 0
        {
            return Err("cannot empty the cache".into());
        }
    }
    Ok(())
}

fn bytes_read() -> u64 {
    let mut usage = std::mem::MaybeUninit::<libc::rusage>::zeroed();
    let usage = unsafe {
        libc::getrusage(libc::RUSAGE_SELF, usage.as_mut_ptr());
        usage.assume_init()
    };
    usage.ru_inblock as u64 * 512
}

fn cold_queries(index: &str, queries: &str) -> Result<()> {
    let table = read_queries(&open(index, None)?, queries)?;
    let mut out = std::io::stdout().lock();
    for q in &table {
        let Some(text) = &q.text else {
            writeln!(out, "{}\t-\t-", q.kind)?;
            continue;
        };
        forget(index)?;
        let bytes = bytes_read();
        let begin = Instant::now();
        let opened = open(index, None)?;
        ask(&opened, text, true, false)?;
        let ns = begin.elapsed().as_nanos();
        writeln!(out, "{}\t{}\t{}", q.kind, ns, bytes_read() - bytes)?;
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
        ["cold", index, queries] => cold_queries(index, queries)?,
        ["one", index, _kind, query] => {
            ask(&open(index, None)?, query, false, true)?;
        }
        _ => return Err("usage: see bench/driver.h".into()),
    }
    Ok(())
}
