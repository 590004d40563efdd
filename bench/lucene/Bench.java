// Pressmark - the driver of Lucene for the benchmark.
// SPDX-License-Identifier: GPL-2.0-or-later
//
// The commands are those of bench/driver.h.  Title and text are indexed with
// positions by StandardAnalyzer, and stored; the writer's buffer is BUFFER_MB;
// segments are merged into one at the end.

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.queries.spans.SpanNearQuery;
import org.apache.lucene.queries.spans.SpanQuery;
import org.apache.lucene.queries.spans.SpanTermQuery;
import org.apache.lucene.queryparser.classic.MultiFieldQueryParser;
import org.apache.lucene.queryparser.classic.QueryParser;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.Version;

public final class Bench {
	private static final double BUFFER_MB = 256;
	private static final int TOP = 10;
	private static final int ROUNDS = 5;
	private static final int SLOP = 4;
	private static final long WARM_NS = 3_000_000_000L;

	// --- input ------------------------------------------------------------

	// The articles of a file, for any number of threads.  Lines need no
	// attention: the parser takes one value after another.
	private static final class Input implements AutoCloseable {
		private final JsonParser parser;

		Input(String path) throws IOException {
			JsonFactory factory = JsonFactory.builder()
				.streamReadConstraints(StreamReadConstraints.builder()
					.maxStringLength(Integer.MAX_VALUE).build())
				.build();

			parser = factory.createParser(new BufferedInputStream(
				new FileInputStream(path), 1 << 20));
		}

		// Title and text, or null at the end.
		synchronized String[] next() throws IOException {
			String[] article = { "", "" };

			if (parser.nextToken() == null)
				return null;
			while (parser.nextToken() == JsonToken.FIELD_NAME) {
				String name = parser.currentName();
				JsonToken value = parser.nextToken();

				if (value != JsonToken.VALUE_STRING)
					parser.skipChildren();
				else if (name.equals("title"))
					article[0] = parser.getText();
				else if (name.equals("text"))
					article[1] = parser.getText();
			}
			return article;
		}

		@Override
		public void close() throws IOException {
			parser.close();
		}
	}

	// --- index ------------------------------------------------------------

	private static long add(Input input, IndexWriter writer) throws IOException {
		String[] article;
		long n = 0;

		while ((article = input.next()) != null) {
			Document document = new Document();

			document.add(new TextField("title", article[0], Field.Store.YES));
			document.add(new TextField("text", article[1], Field.Store.YES));
			writer.addDocument(document);
			n++;
		}
		return n;
	}

	private static long build(String path, String index, int threads) throws Exception {
		IndexWriterConfig config = new IndexWriterConfig(new StandardAnalyzer());
		long[] n = new long[threads];
		Throwable[] failed = new Throwable[1];
		List<Thread> workers = new ArrayList<>();
		long sum = 0;

		config.setRAMBufferSizeMB(BUFFER_MB);
		try (FSDirectory directory = FSDirectory.open(Path.of(index));
		     IndexWriter writer = new IndexWriter(directory, config);
		     Input input = new Input(path)) {
			for (int i = 1; i < threads; i++) {
				final int self = i;
				Thread worker = new Thread(() -> {
					try {
						n[self] = add(input, writer);
					} catch (Throwable e) {
						failed[0] = e;
					}
				});

				worker.start();
				workers.add(worker);
			}
			n[0] = add(input, writer);
			for (Thread worker : workers)
				worker.join();
			if (failed[0] != null)
				throw new Exception(failed[0]);
			writer.forceMerge(1);
			writer.commit();
		}
		for (long some : n)
			sum += some;
		return sum;
	}

	// --- queries ----------------------------------------------------------

	private final IndexSearcher searcher;
	private final QueryParser parser;
	private final String[] fields;

	private static IndexReader open(String index) throws IOException {
		return DirectoryReader.open(FSDirectory.open(Path.of(index)));
	}

	// FIELD: the only one to ask, instead of both.
	private Bench(IndexReader reader, String field) {
		searcher = new IndexSearcher(reader);
		// nothing is asked twice but by the benchmark
		searcher.setQueryCache(null);
		fields = field != null ? new String[] { field }
				       : new String[] { "title", "text" };
		parser = field != null
			? new QueryParser(field, new StandardAnalyzer())
			: new MultiFieldQueryParser(fields, new StandardAnalyzer());
	}

	private SpanQuery word(String field, String word) {
		return new SpanTermQuery(new Term(field, word));
	}

	// `a w/5 b`, for which the parser has nothing: in any order, in one of the fields.
	private Query near(String text) {
		String[] words = text.split(" ");
		BooleanQuery.Builder query = new BooleanQuery.Builder();

		for (String field : fields) {
			SpanQuery[] spans = { word(field, words[0]), word(field, words[2]) };

			query.add(new SpanNearQuery(spans, SLOP, false),
				  BooleanClause.Occur.SHOULD);
		}
		return query.build();
	}

	// Its parser reads +a +b, a b, "a b" and abc* as the file of queries means them.
	private long ask(String kind, String text, boolean exact, boolean show)
			throws Exception {
		Query query = kind.equals("NEAR") ? near(text) : parser.parse(text);
		TopDocs found = searcher.search(query, new TopScoreDocCollectorManager(
			TOP, null, exact ? Integer.MAX_VALUE : TOP));

		if (show) {
			for (ScoreDoc hit : found.scoreDocs)
				System.out.println(searcher.storedFields()
					.document(hit.doc).get("title"));
		}
		return found.totalHits.value();
	}

	private static final class Timed {
		String kind, text;
		boolean has; // whether there is such a thing
		final long[] best = { Long.MAX_VALUE, Long.MAX_VALUE };
		long total;
	}

	private void round(List<Timed> queries, boolean exact) throws Exception {
		for (Timed q : queries) {
			if (!q.has)
				continue;
			long begin = System.nanoTime();
			long total = ask(q.kind, q.text, exact, false);
			int i = exact ? 1 : 0;

			q.best[i] = Math.min(q.best[i], System.nanoTime() - begin);
			if (exact)
				q.total = total;
		}
	}

	private static List<Timed> readQueries(String path) throws IOException {
		List<Timed> queries = new ArrayList<>();

		for (String line : Files.readAllLines(Path.of(path))) {
			Timed q = new Timed();
			int tab = line.indexOf('\t');

			q.kind = line.substring(0, tab);
			q.text = line.substring(tab + 1);
			q.has = !q.kind.equals("KWIC") && !q.kind.equals("FACETS");
			queries.add(q);
		}
		return queries;
	}

	private void timeQueries(String path) throws Exception {
		List<Timed> queries = readQueries(path);
		StringBuilder out = new StringBuilder();
		long begin = System.nanoTime();

		// both ways, as each has code of its own to compile
		do {
			round(queries, true);
			round(queries, false);
		} while (System.nanoTime() - begin < WARM_NS);
		for (Timed q : queries)
			q.best[0] = q.best[1] = Long.MAX_VALUE;
		for (int i = 0; i < 2 * ROUNDS; i++)
			round(queries, i >= ROUNDS);
		for (Timed q : queries)
			out.append(q.has ? String.format("%s\t%d\t%d\t%d\t-\n", q.kind,
							 q.best[0], q.best[1], q.total)
					 : q.kind + "\t-\t-\t-\t-\n");
		System.out.print(out);
	}

	// Nothing of the index is to be in memory.  Java cannot ask for that itself: `corpus
	// forget` of this benchmark does.
	private static void forget(String index) throws Exception {
		String[] command = { System.getenv("BENCH_FORGET"), "forget", index };

		if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0)
			throw new Exception("cannot empty the cache");
	}

	private static long bytesRead() throws IOException {
		for (String line : Files.readAllLines(Path.of("/proc/self/io")))
			if (line.startsWith("read_bytes: "))
				return Long.parseLong(line.substring(12));
		throw new IOException("no number of bytes in /proc/self/io");
	}

	// What compiles is warm, as a program that has run for a while.
	private static void coldQueries(String index, String path) throws Exception {
		List<Timed> queries = readQueries(path);
		StringBuilder out = new StringBuilder();
		long begin = System.nanoTime();

		try (IndexReader reader = open(index)) {
			Bench warm = new Bench(reader, null);

			do {
				warm.round(queries, true);
			} while (System.nanoTime() - begin < WARM_NS);
		}
		for (Timed q : queries) {
			if (!q.has) {
				out.append(q.kind + "\t-\t-\n");
				continue;
			}
			forget(index);
			long bytes = bytesRead();
			begin = System.nanoTime();
			try (IndexReader reader = open(index)) {
				new Bench(reader, null).ask(q.kind, q.text, true, false);
				out.append(String.format("%s\t%d\t%d\n", q.kind,
							 System.nanoTime() - begin,
							 bytesRead() - bytes));
			}
		}
		System.out.print(out);
	}

	public static void main(String[] args) throws Exception {
		String command = args.length + (args.length > 0 ? args[0] : "");

		switch (command) {
		case "1version":
			System.out.println(Version.LATEST);
			break;
		case "4index":
			System.out.println(build(args[1], args[2],
						 Integer.parseInt(args[3])));
			break;
		case "3query":
			new Bench(open(args[1]), null).timeQueries(args[2]);
			break;
		case "4query":
			new Bench(open(args[1]), args[3]).timeQueries(args[2]);
			break;
		case "3cold":
			coldQueries(args[1], args[2]);
			break;
		case "4one":
			new Bench(open(args[1]), null).ask(args[2], args[3], false, true);
			break;
		default:
			System.err.println("bench: usage: see bench/driver.h");
			System.exit(2);
		}
	}
}
