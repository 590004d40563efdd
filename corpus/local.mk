# corpus/ - reading articles in, and the sample articles.
noinst_LIBRARIES += libpmcorpus.a

libpmcorpus_a_SOURCES = \
	corpus/answers.c \
	corpus/blocks.c corpus/blocks.h \
	corpus/charset.c corpus/charset.h \
	corpus/container.c corpus/container.h \
	corpus/corpus.h \
	corpus/date.c corpus/date.h \
	corpus/decode.c \
	corpus/dom.c corpus/dom.h \
	corpus/elements.c \
	corpus/facts.c corpus/facts.h \
	corpus/format.c \
	corpus/gunzip.c \
	corpus/hints.c \
	corpus/html.c corpus/html.h \
	corpus/lines.c corpus/lines.h \
	corpus/linked.c \
	corpus/pagedate.c \
	corpus/plain.c corpus/plain.h \
	corpus/reader.c \
	corpus/record.c corpus/record.h \
	corpus/stream.c corpus/stream.h \
	corpus/walk.c corpus/walk.h \
	corpus/weigh.c \
	corpus/words.c corpus/words.h

EXTRA_DIST += \
	corpus/articles/000_ebc1e6502e022d07.txt \
	corpus/articles/001_d54a065e11e0e938.txt \
	corpus/articles/002_38c538bc663e06d1.txt
