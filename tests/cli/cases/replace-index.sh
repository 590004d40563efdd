# a new build replaces the old one; old folders go
# SPDX-License-Identifier: GPL-2.0-or-later
cp -r "$ARTICLES" articles
pressmark-index build -q --keep 1 -o index articles || exit

# what is typed, what comes back, and the status
say()
{
	echo "\$ $*"
	"$@" 2>&1
	echo "[$?]"
}

ls index
echo '{"text":"only this"}' >a.jsonl
say pressmark-index build -q --keep 1 -o index a.jsonl
ls index
say pressmark-query --count index CXMT
say pressmark-query --count index only

# no index is made inside of another one
ln -s index link
mkdir -p index/sub/sub
for inside in index/new index/new/ link/new index/sub/sub/new index/sub index/segment-2; do
	say pressmark-index build -q --keep 1 -o $inside a.jsonl | sed "s|'$PWD/|'|"
done
rm -r index/sub
ls index
(cd index && say pressmark-index build -q --keep 1 -o . ../a.jsonl)
say pressmark-index build -q --keep 1 -o link a.jsonl

# an index among what is read is not read, nor is the one that is built
mkdir in
cp a.jsonl in
say pressmark-index build -q --keep 1 -o in/new in
say pressmark-index build -q --keep 1 -o in/index in
say pressmark-index build -q --keep 1 -o index in
say pressmark-index build -q --keep 1 -o index in/new
say pressmark-query --count index only
