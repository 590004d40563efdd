# what a rollback takes away and brings back
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

mkdir news
article a 'oil of a'
article b 'oil of b'
article c 'oil of c'
pressmark-index build -q --keep 20 -o ix news

echo "--- one came, one changed, one went: the way back is the other way round"
article d 'oil of d'
article b 'oil of another b'
rm news/c.jsonl
update
say pressmark-index rollback ix
say pressmark-index rollback ix 2
echo "--- of segments that were joined, only what is other counts"
pressmark-index merge -q ix
say pressmark-index rollback ix 4
say pressmark-index rollback ix 1
say pressmark-index rollback ix 4
history
pressmark-index stats --format json ix | grep -o '"made_by":"rollback","restores":[0-9]*'
say pressmark-index check ix
echo "--- nothing is known if the current one is damaged"
cp -r ix damaged
printf 'x' >>damaged/generation
say pressmark-index rollback damaged 1
pressmark-index history damaged | tail -n 1 | cut -c 1-6,28-
say pressmark-index check damaged
