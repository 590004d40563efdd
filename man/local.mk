# man/ - the manual.
dist_man_MANS += \
	man/pressmark-index.1 \
	man/pressmark-query.1 \
	man/pressmark-query-syntax.7
