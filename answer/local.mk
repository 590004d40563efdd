# answer/ - the articles that match -> snippets, lines, facets, explanations.
noinst_LIBRARIES += libpmanswer.a

libpmanswer_a_SOURCES = \
	answer/article.c answer/article.h \
	answer/cite.c answer/cite.h \
	answer/counts.c answer/counts.h \
	answer/explain.c answer/explain.h \
	answer/explain_json.c \
	answer/explain_parts.h \
	answer/explain_text.c \
	answer/explain_words.c \
	answer/facet_names.c answer/facet_names.h \
	answer/facets.c answer/facets.h \
	answer/kwic.c answer/kwic.h \
	answer/kwic_lines.c answer/kwic_lines.h \
	answer/further.c answer/further.h \
	answer/markup.c answer/markup.h \
	answer/output.c answer/output.h \
	answer/row.c answer/row.h \
	answer/snippet.c answer/snippet.h \
	answer/suggest.c answer/suggest.h
