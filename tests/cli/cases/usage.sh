# wrong usage: one line, where help is, and status 2
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

say pressmark-index
say pressmark-index bild
say pressmark-index build
say pressmark-index build -o index
say pressmark-index build articles
say pressmark-index build -o
say pressmark-index build -o '' articles
say pressmark-index build --outptu index articles
say pressmark-index build -l klingon -o index articles
say pressmark-index stats
say pressmark-index check index index
say pressmark-index export --quiet index
say pressmark-query
say pressmark-query index
say pressmark-query --nonsense index CXMT
say pressmark-query --number
say pressmark-query --count=3 index CXMT
say pressmark-query --kwic=3 --facet source index CXMT
say pressmark-query --sample index CXMT
say pressmark-query --batch

# one index at a time
cp -r index other
say pressmark-query -n1 --count index other CXMT
say pressmark-query --count -i index -i other CXMT
say pressmark-query --count -i index -i index CXMT
