# glass/ - libxapian's database: writes it in one sorted pass, and reads its lists.
noinst_LIBRARIES += libpmglass.a

libpmglass_a_SOURCES = \
	glass/btree.c glass/btree.h \
	glass/docdata.c glass/docdata.h \
	glass/encode.h \
	glass/glass.c glass/glass.h \
	glass/list.c \
	glass/list_fill.c \
	glass/postlist.c glass/postlist.h \
	glass/reader.c glass/reader.h \
	glass/table.c glass/table.h \
	glass/version.c glass/version.h
