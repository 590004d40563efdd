# shim/ - the C face of libxapian.
noinst_LIBRARIES += libpmshim.a

libpmshim_a_SOURCES = \
	shim/barrier.cc shim/barrier.hh \
	shim/blocks.c shim/blocks.h \
	shim/check_source.cc shim/check_source.hh \
	shim/database.cc shim/database.h \
	shim/database_check.cc \
	shim/guard.c shim/guard.h \
	shim/probe.cc shim/probe.h \
	shim/sink.h \
	shim/sink_check.c shim/sink_check.h \
	shim/stem.cc shim/stem.h \
	shim/transpose.c shim/transpose.h \
	shim/weights.h \
	shim/writer.cc shim/writer.h
