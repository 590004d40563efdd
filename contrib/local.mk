# contrib/ - examples: a nightly update, and a mail of what it brought.
examplesdir = $(docdir)/examples
dist_examples_DATA = \
	contrib/README.md \
	contrib/news.conf \
	contrib/pressmark-digest@.service \
	contrib/pressmark-update@.service \
	contrib/pressmark-update@.timer \
	contrib/pressmark.cron \
	contrib/pressmark.logrotate
dist_examples_SCRIPTS = \
	contrib/pressmark-logged \
	contrib/pressmark-mail
