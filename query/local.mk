# query/ - pressmark-query.  All but main.c is an archive, so that tests can link
# it.
noinst_LIBRARIES += libpmquery.a

libpmquery_a_SOURCES = \
	query/article.c query/article.h \
	query/ask.c query/ask.h \
	query/atom.c query/atom.h \
	query/batch.c query/batch.h \
	query/cells.c query/cells.h \
	query/code_search.c query/code_search.h \
	query/coded.c \
	query/conjunction.c query/conjunction.h \
	query/conjunction_shape.c \
	query/dates.c query/dates.h \
	query/edit.c query/edit.h \
	query/evaluate.c query/evaluate.h \
	query/expand.c query/expand.h \
	query/explain.c query/explain.h \
	query/explain_json.c \
	query/explain_parts.h \
	query/explain_text.c \
	query/explain_words.c \
	query/facets.c query/facets.h \
	query/finder.c query/finder.h \
	query/foreign.c query/foreign.h \
	query/intervals.c query/intervals.h \
	query/kwic.c query/kwic.h \
	query/kwic_lines.c query/kwic_lines.h \
	query/lex.c query/lex.h \
	query/lines.c query/lines.h \
	query/lex_chars.c \
	query/lex_distance.c \
	query/lex_fields.c \
	query/lex_foreign.c \
	query/lex_parts.h \
	query/lex_words.c \
	query/mistake.c query/mistake.h \
	query/named.c query/named.h \
	query/output.c query/output.h \
	query/parse.c \
	query/parse_leaf.c query/parse_leaf.h \
	query/pattern.c query/pattern_parts.h \
	query/parse_leaf_parts.h \
	query/parse_mistakes.c \
	query/parse_parts.h \
	query/parse_signs.c \
	query/plan.c query/plan.h \
	query/plan_fields.c \
	query/plan_nodes.c \
	query/plan_parts.h \
	query/plan_spelt.c \
	query/plan_weights.c \
	query/plan_words.c \
	query/print.c \
	query/prompt.c query/prompt.h \
	query/regex.c query/regex.h \
	query/search.c query/search.h \
	query/snippet.c query/snippet.h \
	query/spelling.c query/spelling.h \
	query/stop.c query/stop.h \
	query/suggest.c query/suggest.h \
	query/tree.c query/tree.h \
	query/values.c query/values.h \
	query/view.c query/view.h \
	query/wrap.c query/wrap.h

bin_PROGRAMS += pressmark-query
pressmark_query_SOURCES = query/main.c
pressmark_query_LDADD = libpmquery.a $(QUERY_LIBS)
# linked by the C++ compiler, which libxapian needs
nodist_EXTRA_pressmark_query_SOURCES = dummy.cxx

if COMPLETION
bashcomp_DATA += completion/pressmark-query
endif
completion/pressmark-query: pressmark-query$(EXEEXT)
	@$(MKDIR_P) completion
	$(AM_V_GEN)./pressmark-query$(EXEEXT) --completion >$@.new && mv $@.new $@
CLEANFILES += completion/pressmark-query completion/pressmark-query.new
