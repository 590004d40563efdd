# pdf/ - the program that reads one PDF for pressmark-index, where poppler is.
noinst_LIBRARIES += libpmpdf.a
libpmpdf_a_SOURCES = pdf/frames.h pdf/lines.c pdf/lines.h

EXTRA_DIST += pdf/main.c
if HAVE_POPPLER
helperdir = $(pkglibdir)
helper_PROGRAMS = pressmark-pdf
pressmark_pdf_SOURCES = pdf/main.c
pressmark_pdf_LDADD = libpmpdf.a $(POPPLER_LIBS) $(UTF8PROC_LIBS) -lm
pdf/main.$(OBJEXT): AM_CPPFLAGS += $(POPPLER_CFLAGS)
endif
