# no saved query misses what a rollback takes away and another one brings back
# SPDX-License-Identifier: GPL-2.0-or-later
say()
{
	echo "\$ $*"
	"$@" 2>&1
	echo "[$?]"
}

# the numbers of history, without the times
history()
{
	pressmark-index history ix | cut -c 1-6,28-
}

article()
{
	echo "{\"id\":\"$1\",\"text\":\"$2\"}" >"news/$1.jsonl"
}

update()
{
	pressmark-index update -q --max-removed 100% -o ix news
}

digest()
{
	say pressmark-query --saved alerts --new-since last ix
	cut -f 1,5 alerts.seen
}

echo "--- an article is told that came, was rolled back and is there again"
mkdir news
printf 'oil\toil\n' >alerts
article a 'oil of a'
pressmark-index build -q --keep 3 -o ix news
digest
article b 'oil of b'
update
pressmark-index rollback -q ix 1
digest
pressmark-index rollback -q ix 2
say pressmark-query --count --new-since 3 ix oil
say pressmark-query --count --new-since 2 ix oil
say pressmark-query --count --new-since last ix oil
digest
digest

echo "--- also if it was gone by an update when the query was asked"
article c 'oil of c'
update
rm news/c.jsonl
update
digest
pressmark-index rollback -q ix 5
digest

echo "--- or if the index went on from another generation meanwhile"
pressmark-index rollback -q ix 6
article d 'oil of d'
update
pressmark-index rollback -q ix 8
article e 'oil of e'
rm news/d.jsonl
update
digest
pressmark-index rollback -q ix 9
digest
pressmark-index rollback -q ix 11
digest
history
say pressmark-index check ix
