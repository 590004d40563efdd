# segment/ - the files of a segment.
noinst_LIBRARIES += libpmsegment.a

libpmsegment_a_SOURCES = \
	segment/codes.h \
	segment/copies.c segment/copies.h \
	segment/databases.c segment/databases.h \
	segment/blocks.c segment/blocks.h \
	segment/fingerprint.c segment/fingerprint.h \
	segment/folds.c segment/folds.h \
	segment/generation.c segment/generation.h \
	segment/history.c segment/history.h \
	segment/index.c segment/index.h segment/index_terms.c \
	segment/lengths.c segment/lengths.h \
	segment/lexicon.c segment/lexicon.h \
	segment/lexicon_find.c segment/lexicon_format.h segment/lexicon_parts.h \
	segment/lexicon_left.c \
	segment/lexicon_writer.c \
	segment/metadata.c segment/metadata.h \
	segment/origins.c segment/origins.h \
	segment/pairs.c segment/pairs.h \
	segment/removed.c segment/removed.h \
	segment/removed_load.c segment/removed_parts.h \
	segment/removed_writer.c \
	segment/segment.c segment/segment.h \
	segment/shares.c segment/shares.h segment/shares_writer.c \
	segment/sketches.c segment/sketches.h \
	segment/stemming.c segment/stemming.h \
	segment/store.c segment/store.h \
	segment/store_format.h \
	segment/store_pairs.c \
	segment/store_parts.h \
	segment/store_places.c \
	segment/store_piece.c \
	segment/store_writer.c \
	segment/unpack.c segment/unpack.h
