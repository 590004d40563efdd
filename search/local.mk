# search/ - a tree -> a request -> the articles that match, over an index.
noinst_LIBRARIES += libpmsearch.a

libpmsearch_a_SOURCES = \
	search/best.c search/best.h \
	search/conjunction.c search/conjunction.h \
	search/conjunction_merge.c \
	search/conjunction_parts.h search/conjunction_shape.c search/conjunction_walk.c \
	search/hits.c \
	search/lane.c search/lane.h \
	search/newer.c search/newer.h \
	search/once.c search/once.h \
	search/plan.c search/plan.h \
	search/plan_counts.c \
	search/plan_fields.c \
	search/plan_nodes.c \
	search/plan_shares.c \
	search/plan_parts.h \
	search/plan_spelt.c \
	search/plan_weights.c \
	search/plan_words.c \
	search/search.c search/search.h \
	search/union.c search/union.h \
	search/union_checks.c \
	search/union_parts.h \
	search/union_shape.c \
	search/union_sweep.c \
	search/union_window.c
