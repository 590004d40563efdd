# the query as it was understood
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

say pressmark-query index --explain --count 'CXMT "memory chips" OR title:chip* NOT =Apple'
say pressmark-query index --explain --count date:2024-02..2024-03 source:times
say pressmark-query index --explain zyzzyva
