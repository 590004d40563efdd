# an index whose ids get the other meaning: articles are what they were
# SPDX-License-Identifier: GPL-2.0-or-later
say()
{
	echo "\$ $*"
	"$@" 2>&1 | grep -Ev '^  (time|undated|formats) '
	echo "[${PIPESTATUS[0]}]"
}

mkdir wire
printf '{"id":"1","text":"oil one"}\n{"id":"2","text":"oil two"}\n{"text":"oil without"}\n' >wire/a.jsonl
printf '{"id":"3","text":"oil three"}\n{"id":"4","text":"oil four"}\n' >wire/b.jsonl
printf '{"id":"5","text":"oil five"}\n{"id":"6","text":"oil six"}\n' >wire/c.jsonl
# a file that is as new as the build that reads it is read again
sleep 0.06
pressmark-index build -q --keep 9 -o ix wire
pressmark-index remove -q ix 6

echo "--- what was so by default is no other"
say pressmark-index update --ids keep -o ix wire

echo "--- keep, then replace: one changed, one came, one stays away"
sed -i 's/oil two/oil two and more/' wire/a.jsonl
echo '{"id":"7","text":"oil seven"}' >>wire/b.jsonl
say pressmark-index update --ids replace -o ix wire
say pressmark-query --count --new-since 2 ix oil
say pressmark-query --count --new-since 2 --changed ix oil
say pressmark-index update -o ix wire
say pressmark-index check ix

echo "--- what replaces another one is that from then on"
echo '{"id":"1","text":"oil one again"}' >wire/d.jsonl
say pressmark-index update -o ix wire

echo "--- and back, where an article of each file counts"
say pressmark-index update --ids keep -o ix wire
say pressmark-query --count --new-since 4 ix oil
say pressmark-index update -o ix wire
say pressmark-index check ix

echo "--- only some files are read anew: the others are known when they are read"
rm -r ix wire/d.jsonl
pressmark-index build -q -o ix wire
say pressmark-index update -q --ids replace -o ix wire/a.jsonl
echo '{"id":"8","text":"oil eight"}' >>wire/c.jsonl
say pressmark-index update -o ix wire
say pressmark-index add --ids keep ix wire/b.jsonl
say pressmark-index check ix
