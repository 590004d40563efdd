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

# no two runs take the same
times()
{
	sed -E 's/[0-9.]+ ms/N ms/g; s/"(parse|answer|explain)":[0-9.]+/"\1":N/g; s/"score":[0-9.]+/"score":S/'
}

say pressmark-query index --explain --count 'CXMT "memory chips" OR title:chip* NOT =Apple' | times
say pressmark-query index --explain --count words:100..200 title:times | times
say pressmark-query index --explain zyzzyva | times
say pressmark-query index --explain --any -n 1 CXMT chpis | times
say pressmark-query index --explain --format json -n 1 'semicon* OR chpis' | times
say pressmark-query index --explain --format tsv zyzzyva | times
