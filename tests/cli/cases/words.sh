# words, phrases, forms, prefixes and fields over the sample articles
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

say pressmark-query index CXMT AND DDR5
say pressmark-query index CXMT
say pressmark-query index '"China chipmaker"'
say pressmark-query index '"China´s CXMT"'
say pressmark-query index "\"China's memory manufacturing\""
say pressmark-query index =cxmt
say pressmark-query index =CXMT DDR5
say pressmark-query index 'semicon* -CXMT'
say pressmark-query index title:chipmaker
say pressmark-query index title:semiconductor
say pressmark-query index source:times
