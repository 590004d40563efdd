# query/ - pressmark-query: who asks.  All but main.c is an archive, so that tests
# can link it.
noinst_LIBRARIES += libpmquery.a

libpmquery_a_SOURCES = \
	query/alerts.c query/alerts.h \
	query/ask.c query/ask.h \
	query/ask_cite.c \
	query/ask_further.c query/ask_parts.h \
	query/batch.c query/batch.h \
	query/batch_counts.c query/batch_counts.h \
	query/complete.c query/complete.h \
	query/field_note.c query/field_note.h \
	query/known_fields.c query/known_fields.h \
	query/lines.c query/lines.h \
	query/named_article.c query/named_article.h \
	query/operands.c query/operands.h \
	query/prompt.c query/prompt.h \
	query/prompt_parts.h \
	query/prompt_reload.c \
	query/prompt_show.c \
	query/question.c query/question.h \
	query/seen.c query/seen.h \
	query/settings.c query/settings.h \
	query/since.c query/since.h

bin_PROGRAMS += pressmark-query
pressmark_query_SOURCES = query/main.c
pressmark_query_LDADD = libpmquery.a $(ROOM_LIBS) $(QUERY_LIBS)
# linked by the C++ compiler, which libxapian needs, unless that is in its module
nodist_EXTRA_pressmark_query_SOURCES = dummy.cxx
if XAPIAN_MODULE
pressmark_query_LINK = $(LINK)
else
pressmark_query_LINK = $(CXXLINK)
endif

if COMPLETION
bashcomp_DATA += completion/pressmark-query
endif
completion/pressmark-query: pressmark-query$(EXEEXT)
	@$(MKDIR_P) completion
	$(AM_V_GEN)./pressmark-query$(EXEEXT) --completion >$@.new && mv $@.new $@
CLEANFILES += completion/pressmark-query completion/pressmark-query.new
