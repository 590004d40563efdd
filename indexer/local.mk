# indexer/ - pressmark-index.  All but main.c is an archive, so that tests can
# link it.
noinst_LIBRARIES += libpmindexer.a

libpmindexer_a_SOURCES = \
	indexer/build.c indexer/build.h \
	indexer/check.c \
	indexer/commands.h \
	indexer/crew.c indexer/crew.h \
	indexer/database.c indexer/database.h \
	indexer/export.c \
	indexer/compounds.c indexer/compounds.h \
	indexer/gather.c indexer/gather.h \
	indexer/gather_compounds.c \
	indexer/gather_end.c \
	indexer/gather_names.c \
	indexer/gather_parts.h \
	indexer/gather_terms.c \
	indexer/house.c indexer/house.h \
	indexer/lock.c indexer/lock.h \
	indexer/merge.c indexer/merge.h \
	indexer/merge_aliases.c \
	indexer/merge_postings.c \
	indexer/merge_words.c \
	indexer/postings.c indexer/postings.h \
	indexer/progress.c indexer/progress.h \
	indexer/run.c indexer/run.h \
	indexer/slice.c indexer/slice.h \
	indexer/stats.c \
	indexer/surfaces.c indexer/surfaces.h \
	indexer/timings.c indexer/timings.h \
	indexer/union.c indexer/union.h

bin_PROGRAMS += pressmark-index
pressmark_index_SOURCES = indexer/main.c
pressmark_index_LDADD = libpmindexer.a $(INDEX_LIBS)
# linked by the C++ compiler, which libxapian needs
nodist_EXTRA_pressmark_index_SOURCES = dummy.cxx

if COMPLETION
bashcomp_DATA += completion/pressmark-index
endif
completion/pressmark-index: pressmark-index$(EXEEXT)
	@$(MKDIR_P) completion
	$(AM_V_GEN)./pressmark-index$(EXEEXT) --completion >$@.new && mv $@.new $@
CLEANFILES += completion/pressmark-index completion/pressmark-index.new
