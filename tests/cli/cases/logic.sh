# AND, OR, NOT, parentheses, --any and the hint that leads to it
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

say pressmark-query index --count CXMT OR Embassy
say pressmark-query index --count 'CXMT NOT DDR5'
say pressmark-query index --count CXMT -DDR5
say pressmark-query index --count -CXMT
say pressmark-query index --count '(CXMT OR Embassy) AND NOT Apple'
say pressmark-query index --count 'NOT "national security"'
say pressmark-query index Embassy DDR5
say pressmark-query index --count Embassy DDR5
say pressmark-query index --any --count Embassy DDR5
say pressmark-query index Embassy AND DDR5
say pressmark-query index zyzzyva quux
