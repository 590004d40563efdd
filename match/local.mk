# match/ - where do words match in one article?
noinst_LIBRARIES += libpmmatch.a

libpmmatch_a_SOURCES = \
	match/atom.c match/atom.h \
	match/chain.c match/chain.h \
	match/code_search.c match/code_search.h \
	match/expand.c match/expand.h \
	match/field_names.c match/field_names.h \
	match/stems.c match/stems.h \
	match/finder.c match/finder.h \
	match/finder_near.c \
	match/finder_pairs.c \
	match/finder_parts.h \
	match/finder_words.c \
	match/intervals.c match/intervals.h \
	match/metadata_field.c match/metadata_field.h \
	match/pattern.c match/pattern.h \
	match/pattern_codes.c \
	match/pattern_match.c \
	match/pattern_near.c \
	match/pattern_pairs.c \
	match/pattern_parts.h \
	match/pattern_search.c \
	match/sift.c match/sift.h \
	match/spelling.c match/spelling.h \
	match/view.c match/view.h match/view_whole.c \
	match/written.c match/written.h
