# text, JSON and tab-separated values
# SPDX-License-Identifier: GPL-2.0-or-later
cp -r "$ARTICLES" articles
pressmark-index build -q -o index articles || exit

# what is typed, what comes back, and the status
say()
{
	echo "\$ $*"
	"$@" 2>&1
	echo "[$?]"
}

# scores depend on the stemmer of libxapian
scores()
{
	sed -E 's/"score":[0-9.]+/"score":S/; s/^([0-9]+\t)[0-9.]+/\1S/'
}
say pressmark-query --format json index CXMT AND DDR5 | scores
say pressmark-query --format tsv index CXMT | scores
say pressmark-query --format json index zyzzyva
say pressmark-query --format tsv index zyzzyva Embassy
say pressmark-query --format json --count index CXMT
say pressmark-query --color always index CXMT AND DDR5
say pressmark-query --format xml index CXMT
