# language/ - the text of a query -> a tree; knows no index.
noinst_LIBRARIES += libpmlanguage.a

libpmlanguage_a_SOURCES = \
	language/dates.c language/dates.h \
	language/foreign.c language/foreign.h \
	language/leaf_split.c \
	language/lex.c language/lex.h \
	language/lex_chars.c \
	language/lex_distance.c \
	language/lex_fields.c \
	language/lex_foreign.c \
	language/lex_foreign_words.c \
	language/lex_parts.h \
	language/lex_words.c \
	language/mistake.c language/mistake.h \
	language/parse.c \
	language/parse_leaf.c language/parse_leaf.h \
	language/parse_leaf_parts.h \
	language/parse_mistakes.c \
	language/parse_names.c \
	language/parse_parts.h \
	language/parse_signs.c \
	language/print.c \
	language/regex.c language/regex.h \
	language/rewrite.c language/rewrite.h \
	language/saved.c language/saved.h \
	language/spoken_date.c language/spoken_date.h \
	language/tree.c language/tree.h
