# glass/ - writes libxapian's database in one sorted pass.
noinst_LIBRARIES += libpmglass.a

libpmglass_a_SOURCES = \
	glass/btree.c glass/btree.h \
	glass/docdata.c glass/docdata.h \
	glass/encode.h \
	glass/glass.c glass/glass.h \
	glass/postlist.c glass/postlist.h \
	glass/version.c glass/version.h
