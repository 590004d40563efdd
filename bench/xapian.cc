/* Pressmark - the driver of libxapian, used as its users use it.
 * SPDX-License-Identifier: GPL-2.0-or-later
 *
 * TermGenerator with the English stemmer and positions; the title twice, with its
 * prefix and as plain words, and the text; both stored in the document's data; one
 * commit at the end.  Queries go through QueryParser.  A database has one writer, so
 * there is one thread. */
#include "bench/driver.h"

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <xapian.h>

namespace {

struct opened {
	Xapian::Database db;
	Xapian::QueryParser parser;

	explicit opened(const char *index) : db(index)
	{
		parser.set_database(db);
		parser.set_stemmer(Xapian::Stem("english"));
		parser.set_stemming_strategy(Xapian::QueryParser::STEM_SOME);
		parser.add_prefix("title", "S");
	}
};

const char *
version()
{
	return Xapian::version_string();
}

uint64_t
build(const char *input, const char *index, unsigned)
{
	Xapian::WritableDatabase db(index, Xapian::DB_CREATE_OR_OVERWRITE);
	Xapian::TermGenerator generator;
	struct bench_article a;
	struct bench_input *in = bench_open(input);
	uint64_t n = 0;

	generator.set_stemmer(Xapian::Stem("english"));
	generator.set_stemming_strategy(Xapian::TermGenerator::STEM_SOME);
	while (bench_next(in, &a)) {
		std::string title(a.title, a.title_len), text(a.text, a.text_len);
		Xapian::Document doc;

		generator.set_document(doc);
		generator.index_text(title, 1, "S");
		generator.index_text(title);
		generator.increase_termpos();
		generator.index_text(text);
		doc.set_data(title.append(1, '\n').append(text));
		db.add_document(doc);
		n++;
	}
	db.commit();
	db.close();
	bench_close(in);
	return n;
}

void *
open_index(const char *index)
{
	return new opened(index);
}

void
close_index(void *ctx)
{
	delete static_cast<opened *>(ctx);
}

/* Its parser reads +a +b, a b, "a b" and abc* as the file means them; in NEAR, as in
 * quotes, it takes words as they are written. */
char *
translate(const struct bench_query *q)
{
	static const std::string near = " NEAR/" + std::to_string(BENCH_NEAR_WORDS) + " ";

	if (q->kind == BENCH_KWIC || q->kind == BENCH_FACETS)
		return nullptr;
	return q->kind == BENCH_NEAR ? bench_join(q, near.c_str(), BENCH_QUOTE_SOME)
				     : strdup(q->text);
}

uint64_t
ask(void *ctx, const char *query, enum bench_total exact, enum bench_output show)
{
	opened *o = static_cast<opened *>(ctx);
	Xapian::Enquire enquire(o->db);

	enquire.set_query(o->parser.parse_query(query,
						Xapian::QueryParser::FLAG_DEFAULT |
							Xapian::QueryParser::FLAG_WILDCARD));
	Xapian::MSet found =
		enquire.get_mset(0, BENCH_TOP,
				 exact == BENCH_TOTAL_EXACT ? o->db.get_doccount() : 0);
	if (show == BENCH_TITLES) {
		for (auto i = found.begin(); i != found.end(); ++i) {
			const std::string data = i.get_document().get_data();

			puts(data.substr(0, data.find('\n')).c_str());
		}
	}
	return found.get_matches_estimated();
}

}

int
main(int argc, char **argv)
{
	static const struct bench_engine engine = {
		version, build, open_index, close_index, translate, ask, nullptr
	};

	try {
		return bench_main(&engine, argc, argv);
	} catch (const Xapian::Error &e) {
		bench_die("%s", e.get_description().c_str());
	}
}
