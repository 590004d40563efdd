# bench/ - Pressmark beside other engines.  Nothing of this is part of `all` or of
# the installation, or run by `check`: see bench/README.md.
EXTRA_PROGRAMS = \
	bench/cleaning/fit \
	bench/cleaning/score \
	bench/cleaning/tails \
	bench/corpus \
	bench/encodings/measure \
	bench/fts5 \
	bench/invent \
	bench/measure \
	bench/queries \
	bench/xapian

# uses the project's own headers, so `make check` sees that it still fits them
check_PROGRAMS += bench/query_pressmark

BENCH_DRIVER = bench/driver.c bench/driver.h
BENCH_INPUT = $(BENCH_DRIVER) bench/input.c
BENCH_NAMES = bench/invented.cc bench/invented.h bench/random.h

# pages with their articles marked: bench/cleaning/gold.h
BENCH_CLEANING = bench/cleaning/gold.c bench/cleaning/gold.h $(BENCH_DRIVER)
bench_cleaning_fit_SOURCES = bench/cleaning/fit.c $(BENCH_CLEANING)
bench_cleaning_fit_LDADD = $(INDEX_LIBS) -lm
nodist_EXTRA_bench_cleaning_fit_SOURCES = dummy.cxx
bench_cleaning_score_SOURCES = bench/cleaning/score.c $(BENCH_CLEANING)
bench_cleaning_score_LDADD = $(INDEX_LIBS)
nodist_EXTRA_bench_cleaning_score_SOURCES = dummy.cxx
bench_cleaning_tails_SOURCES = bench/cleaning/tails.c $(BENCH_CLEANING)
bench_cleaning_tails_LDADD = $(INDEX_LIBS)
nodist_EXTRA_bench_cleaning_tails_SOURCES = dummy.cxx

bench_corpus_SOURCES = bench/corpus.cc $(BENCH_NAMES) $(BENCH_INPUT)
bench_corpus_LDADD = libpmjson.a libpmsupport.a $(XXHASH_LIBS) $(UTF8PROC_LIBS) \
	$(SIMDJSON_LIBS)

# needs libsqlite3, for which nothing else asks: built only where its header is
bench_fts5_SOURCES = bench/fts5.c $(BENCH_INPUT)
bench_fts5_LDADD = libpmjson.a libpmsupport.a $(XXHASH_LIBS) $(UTF8PROC_LIBS) \
	$(SIMDJSON_LIBS) -lsqlite3
nodist_EXTRA_bench_fts5_SOURCES = dummy.cxx

bench_encodings_measure_SOURCES = bench/encodings/measure.c
bench_encodings_measure_LDADD = libpmcorpus.a libpmsupport.a $(UCHARDET_LIBS) $(UTF8PROC_LIBS)

bench_invent_SOURCES = bench/invent.cc $(BENCH_NAMES) $(BENCH_DRIVER)
bench_invent_LDADD = libpmsupport.a

bench_measure_SOURCES = bench/measure.c

bench_queries_SOURCES = bench/queries.cc bench/random.h $(BENCH_INPUT)
bench_queries_LDADD = libpmjson.a libpmsupport.a $(XXHASH_LIBS) $(UTF8PROC_LIBS) \
	$(SIMDJSON_LIBS)

bench_query_pressmark_SOURCES = bench/query_pressmark.c $(BENCH_DRIVER)
bench_query_pressmark_LDADD = libpmquery.a $(ROOM_LIBS) libpmsegment.a libpmtext.a \
	libpmglass.a $(LINKED_SHIM) libpmsupport.a $(XAPIAN_LIBS) $(QUERY_LIBS)
nodist_EXTRA_bench_query_pressmark_SOURCES = dummy.cxx

bench_xapian_SOURCES = bench/xapian.cc $(BENCH_INPUT)
bench_xapian_LDADD = libpmjson.a libpmsupport.a $(XAPIAN_LIBS) $(XXHASH_LIBS) \
	$(UTF8PROC_LIBS) $(SIMDJSON_LIBS)

EXTRA_DIST += \
	bench/.gitignore \
	bench/README.md \
	bench/RESULTS.md \
	bench/deadline.sh \
	bench/growth.sh \
	bench/lib.sh \
	bench/limits.md \
	bench/lucene/Bench.java \
	bench/lucene/pom.xml \
	bench/peers.sh \
	bench/render.sh \
	bench/run.sh \
	bench/scale.sh \
	bench/tantivy/Cargo.toml \
	bench/tantivy/main.rs

BENCH_NEEDS = pressmark-index$(EXEEXT) pressmark-query$(EXEEXT) \
	bench/corpus$(EXEEXT) bench/invent$(EXEEXT) bench/measure$(EXEEXT) \
	bench/queries$(EXEEXT)
BENCH_ENVIRONMENT = \
	PM_SRCDIR='$(abs_top_srcdir)'; export PM_SRCDIR; \
	PM_BUILDDIR='$(abs_top_builddir)'; export PM_BUILDDIR; \
	BENCH_CC='$(CC)'; export BENCH_CC; \
	BENCH_FLAGS='$(CPPFLAGS) $(CFLAGS)'; export BENCH_FLAGS;

bench: $(BENCH_NEEDS) bench/query_pressmark$(EXEEXT) bench/xapian$(EXEEXT)
	@$(BENCH_ENVIRONMENT) MAKE='$(MAKE)' $(srcdir)/bench/run.sh

bench-growth: $(BENCH_NEEDS) bench/query_pressmark$(EXEEXT) bench/xapian$(EXEEXT)
	@$(BENCH_ENVIRONMENT) MAKE='$(MAKE)' $(srcdir)/bench/growth.sh

bench-scale: $(BENCH_NEEDS)
	@$(BENCH_ENVIRONMENT) $(srcdir)/bench/scale.sh

# write what was measured last into the source tree
bench-results:
	@$(BENCH_ENVIRONMENT) $(srcdir)/bench/render.sh $(srcdir)/bench/RESULTS.md
.PHONY: bench bench-growth bench-scale bench-results

CLEANFILES += $(EXTRA_PROGRAMS)
clean-local:
	rm -rf bench/work bench/tantivy-build bench/lucene-build
