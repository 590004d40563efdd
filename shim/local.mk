# shim/ - the C face of libxapian, in two halves: see shim/xapian.h.
noinst_LIBRARIES += libpmshim.a libpmxapian.a

# without libxapian
libpmshim_a_SOURCES = \
	shim/blocks.c shim/blocks.h \
	shim/database.h \
	shim/guard.c shim/guard.h \
	shim/guarded.c \
	shim/load.c \
	shim/sink.h \
	shim/sink_check.c shim/sink_check.h \
	shim/stem.h \
	shim/stemmer.c \
	shim/transpose.c shim/transpose.h \
	shim/weights.h \
	shim/xapian.h

# by libxapian: what the first half asks for
XAPIAN_HALF = \
	shim/barrier.cc shim/barrier.hh \
	shim/check_source.cc shim/check_source.hh \
	shim/database.cc \
	shim/gone_source.cc shim/gone_source.hh \
	shim/query.cc shim/query.hh \
	shim/search.cc \
	shim/stem.cc \
	shim/table.cc \
	shim/xapian_db.hh

# by libxapian, and for programs that are linked with it alone
libpmxapian_a_SOURCES = \
	$(XAPIAN_HALF) \
	shim/database_check.cc \
	shim/probe.cc shim/probe.h \
	shim/writer.cc shim/writer.h

# The half as a module, for programs that rarely need it.  It is a program to automake,
# which then needs no libtool.
if XAPIAN_MODULE
noinst_PROGRAMS += pressmark-xapian.so
moduledir = $(pkglibdir)
module_DATA = pressmark-xapian.so
pressmark_xapian_so_SOURCES = \
	$(XAPIAN_HALF) \
	support/brief.c \
	support/buf.c \
	support/meant.c \
	support/shown.c \
	support/status.c
pressmark_xapian_so_CFLAGS = $(AM_CFLAGS) $(MODULE_CFLAGS)
pressmark_xapian_so_CXXFLAGS = $(AM_CXXFLAGS) $(MODULE_CFLAGS)
pressmark_xapian_so_LDFLAGS = $(AM_LDFLAGS) $(MODULE_LDFLAGS)
pressmark_xapian_so_LDADD = $(XAPIAN_LIBS)
endif
