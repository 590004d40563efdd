# large and deeply nested queries end in an answer or a mistake
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

short()
{
	cut -c 1-110 | head -n 8
}
nested=$(printf '(%.0s' $(seq 10000))CXMT$(printf ')%.0s' $(seq 10000))
pressmark-query index "$nested" 2>&1 | short
pressmark-query index "$(printf '(%.0s' $(seq 10000))" 2>&1 | short
pressmark-query index "$(printf 'NOT %.0s' $(seq 10000))CXMT" 2>&1 | short
words=$(seq -s ' ' 10000 26000)
pressmark-query index --count "$words" 2>&1 | short
pressmark-query index --count --any "$words CXMT" 2>&1 | short
pressmark-query index --count "$(printf 'x%.0s' $(seq 100000))" 2>&1 | short
pressmark-query index --count "\"$(printf 'the %.0s' $(seq 20000))\"" 2>&1 | short
