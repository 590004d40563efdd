# text/ - what a word is.
noinst_LIBRARIES += libpmtext.a

libpmtext_a_SOURCES = \
	text/breaks.c text/breaks.h \
	text/chars.c text/chars.h \
	text/derive.c text/derive.h \
	text/fold.c text/fold.h \
	text/languages.c text/languages.h \
	text/names.c text/names.h \
	text/prefixes.h \
	text/split.c text/split.h \
	text/split_masks.c text/split_masks.h \
	text/split_rules.c text/split_rules.h \
	text/stem.c text/stem.h \
	text/stopwords.c text/stopwords.h \
	text/version.c text/version.h
