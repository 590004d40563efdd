# terminal/ - what a terminal shows and takes: cells, wrapping, values, line editing,
# the screen.
noinst_LIBRARIES += libpmterminal.a

libpmterminal_a_SOURCES = \
	terminal/cells.c terminal/cells.h \
	terminal/edit.c terminal/edit.h \
	terminal/screen.c terminal/screen.h \
	terminal/values.c terminal/values.h \
	terminal/wrap.c terminal/wrap.h
