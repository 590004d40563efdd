# support/ - leaf modules.  JSON is an archive of its own: who does not use it
# does not load simdjson.
noinst_LIBRARIES += libpmsupport.a libpmjson.a

libpmsupport_a_SOURCES = \
	support/beside.c support/beside.h \
	support/brief.c support/brief.h \
	support/buf.c support/buf.h \
	support/bytes.h \
	support/calendar.c support/calendar.h \
	support/clock.h \
	support/deadline.c support/deadline.h \
	support/digest.c support/digest.h \
	support/file.c support/file.h \
	support/folds.c support/folds.h \
	support/heap.c support/heap.h \
	support/intern.c support/intern.h \
	support/json_put.c support/json_put.h \
	support/mapped.c support/mapped.h \
	support/meant.c support/meant.h \
	support/options.c support/options.h \
	support/options_help.c \
	support/options_parts.h \
	support/pages.c support/pages.h \
	support/processor.h \
	support/program.c support/program.h \
	support/shown.c support/shown.h \
	support/space.h \
	support/sort.c support/sort.h \
	support/spool.c support/spool.h \
	support/status.c support/status.h \
	support/sum_avx2.c support/sum_avx2.h \
	support/stop.h \
	support/team.c support/team.h \
	support/thread.c support/thread.h \
	support/url.c support/url.h \
	support/utf8.c support/utf8.h

libpmjson_a_SOURCES = \
	support/json.cc support/json.h

# where it looks
support/beside.$(OBJEXT): AM_CPPFLAGS += -DPM_BINDIR='"$(bindir)"' -DPM_PKGLIBDIR='"$(pkglibdir)"'
